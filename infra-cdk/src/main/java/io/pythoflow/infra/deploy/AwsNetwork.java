package io.pythoflow.infra.deploy;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.AvailabilityZone;
import software.amazon.awssdk.services.ec2.model.AvailabilityZoneState;

/** {@link NetworkCatalog} of EC2. */
final class AwsNetwork implements NetworkCatalog {

    private final Ec2Client client;
    private final String region;

    AwsNetwork(Ec2Client client, String region) {
        this.client = client;
        this.region = region;
    }

    @Override
    public Set<String> availabilityZones() {
        return Ask.about(
                "ec2:DescribeAvailabilityZones",
                () ->
                        client.describeAvailabilityZones().availabilityZones().stream()
                                .filter(zone -> zone.state() == AvailabilityZoneState.AVAILABLE)
                                .map(AvailabilityZone::zoneName)
                                .collect(Collectors.toSet()));
    }

    @Override
    public Set<String> iotDataZones() {
        String service = "com.amazonaws." + region + ".iot.data";
        return Ask.about(
                "ec2:DescribeVpcEndpointServices",
                () ->
                        client
                                .describeVpcEndpointServices(
                                        request -> request.serviceNames(service))
                                .serviceDetails()
                                .stream()
                                .flatMap(details -> details.availabilityZones().stream())
                                .collect(Collectors.toSet()));
    }

    @Override
    public Optional<List<String>> vpcCidrs(String vpcId) {
        return Ask.find(
                "ec2:DescribeVpcs",
                () ->
                        client
                                .describeVpcs(request -> request.vpcIds(vpcId))
                                .vpcs()
                                .get(0)
                                .cidrBlockAssociationSet()
                                .stream()
                                .map(association -> association.cidrBlock())
                                .toList(),
                "InvalidVpcID.NotFound");
    }

    @Override
    public Optional<String> vpcOfSecurityGroup(String groupId) {
        return Ask.find(
                "ec2:DescribeSecurityGroups",
                () ->
                        client.describeSecurityGroups(request -> request.groupIds(groupId))
                                .securityGroups()
                                .get(0)
                                .vpcId(),
                "InvalidGroup.NotFound",
                "InvalidGroupId.NotFound");
    }

    @Override
    public Optional<RouteTable> routeTable(String tableId) {
        return Ask.find(
                "ec2:DescribeRouteTables",
                () -> {
                    var table =
                            client.describeRouteTables(request -> request.routeTableIds(tableId))
                                    .routeTables()
                                    .get(0);
                    return new RouteTable(
                            table.vpcId(),
                            table.routes().stream()
                                    .map(route -> route.destinationCidrBlock())
                                    .filter(block -> block != null)
                                    .toList());
                },
                "InvalidRouteTableID.NotFound");
    }
}
