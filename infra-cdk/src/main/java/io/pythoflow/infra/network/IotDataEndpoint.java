package io.pythoflow.infra.network;

import java.util.List;
import software.amazon.awscdk.Fn;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.ec2.CfnSecurityGroupIngress;
import software.amazon.awscdk.services.ec2.CfnVPCEndpoint;
import software.amazon.awscdk.services.ec2.SecurityGroup;
import software.constructs.Construct;

/**
 * AWS IoT Core inside the VPC, with one address in each private subnet.
 *
 * <p>Private DNS is off because AWS refuses it for this service; {@link PrivateName} takes its
 * place (docs.aws.amazon.com/iot/latest/developerguide/IoTCore-VPC.html, which also caps the MQTT
 * keep-alive at 230 seconds here).
 */
public final class IotDataEndpoint extends Construct {

    private final CfnVPCEndpoint endpoint;
    private final SecurityGroup group;

    public IotDataEndpoint(Construct scope, String id, IotVpc vpc) {
        super(scope, id);
        group = Groups.closed(this, "Group", vpc, "IoT data endpoint");
        endpoint =
                CfnVPCEndpoint.Builder.create(this, "Endpoint")
                        .vpcEndpointType("Interface")
                        .vpcId(vpc.vpcId())
                        .serviceName("com.amazonaws." + Stack.of(this).getRegion() + ".iot.data")
                        .subnetIds(vpc.privateSubnetIds())
                        .securityGroupIds(List.of(group.getSecurityGroupId()))
                        .privateDnsEnabled(false)
                        .build();
    }

    /** Lets the members of a group of this VPC speak MQTT with it. */
    public void admit(SecurityGroup members, String description) {
        group.addIngressRule(members, Groups.MQTT, description);
    }

    /** Lets the members of a group of the compute VPC speak MQTT with it. */
    public void admit(ComputePeering peering, String securityGroupId) {
        CfnSecurityGroupIngress rule =
                CfnSecurityGroupIngress.Builder.create(this, "FromCompute")
                        .groupId(group.getSecurityGroupId())
                        .sourceSecurityGroupId(securityGroupId)
                        .ipProtocol("tcp")
                        .fromPort(Groups.MQTT_PORT)
                        .toPort(Groups.MQTT_PORT)
                        .description("MQTT from the compute VPC")
                        .build();
        // EC2 knows groups of another VPC only while the peering is active.
        rule.addResourceDependency(peering.connection());
    }

    /** Its network interfaces, one for each private subnet, a token. */
    public List<String> networkInterfaceIds() {
        return endpoint.getAttrNetworkInterfaceIds();
    }

    public SecurityGroup group() {
        return group;
    }

    /** Its name for the whole region; CloudFormation gives pairs of zone id and name. */
    public Entrance entrance() {
        String pair = Fn.select(0, endpoint.getAttrDnsEntries());
        return new Entrance(
                Fn.select(1, Fn.split(":", pair, 2)), Fn.select(0, Fn.split(":", pair, 2)));
    }
}
