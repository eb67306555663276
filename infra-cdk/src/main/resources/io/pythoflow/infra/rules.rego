# What no general check knows, a deployment of PythoFlow fails on, and rules.guard can not say.
package pythoflow

import rego.v1

# Network

violation contains make_diag_at(
    "iot_data_endpoint_has_no_private_dns", "ERROR", name, "Properties.PrivateDnsEnabled",
    "AWS refuses private DNS for the IoT data endpoint; the private zone takes its place",
) if {
    some name, resource in input.resources
    resource.resourceType == "AWS::EC2::VPCEndpoint"
    endswith(resource.properties.ServiceName, ".iot.data")
    not resource.properties.PrivateDnsEnabled == false
}

violation contains make_diag_at(
    "interface_endpoint_names_its_group", "ERROR", name, "Properties.SecurityGroupIds",
    "An endpoint that names no security group gets the VPC's default group",
) if {
    some name, resource in input.resources
    resource.resourceType == "AWS::EC2::VPCEndpoint"
    resource.properties.VpcEndpointType == "Interface"
    object.get(resource.properties, "SecurityGroupIds", []) == []
}

violation contains make_diag_at(
    "load_balancer_has_a_security_group", "ERROR", name, "Properties.SecurityGroups",
    "None can be added to a network load balancer that was made without",
) if {
    some name, resource in input.resources
    resource.resourceType == "AWS::ElasticLoadBalancingV2::LoadBalancer"
    object.get(resource.properties, "SecurityGroups", []) == []
}

violation contains make_diag_at(
    "subnet_has_a_literal_zone", "ERROR", name, "Properties.AvailabilityZone",
    "A zone that the region picks anew replaces the subnet and everything in it",
) if {
    some name, resource in input.resources
    resource.resourceType == "AWS::EC2::Subnet"
    is_from_intrinsic(name, "Properties.AvailabilityZone")
}
