package io.pythoflow.infra.network;

import io.pythoflow.infra.Artifacts;
import io.pythoflow.infra.Roles;
import io.pythoflow.infra.config.Cidr;
import io.pythoflow.infra.config.InfraConfig.LoadBalancerScheme;
import io.pythoflow.infra.config.InfraConfig.Network;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Acknowledgment;
import software.amazon.awscdk.Validations;
import software.amazon.awscdk.services.ec2.Peer;
import software.amazon.awscdk.services.ec2.SecurityGroup;
import software.amazon.awscdk.services.elasticloadbalancingv2.CfnListener;
import software.amazon.awscdk.services.elasticloadbalancingv2.CfnLoadBalancer;
import software.amazon.awscdk.services.elasticloadbalancingv2.CfnTargetGroup;
import software.amazon.awscdk.services.elasticloadbalancingv2.CfnTargetGroup.TargetDescriptionProperty;
import software.amazon.awscdk.services.elasticloadbalancingv2.CfnTargetGroup.TargetGroupAttributeProperty;
import software.constructs.Construct;

/**
 * Network load balancer in front of the IoT data endpoint: one address for devices that can not
 * reach the endpoint, and one list of who may.
 *
 * <p>It listens for TCP, never TLS: a device shows its certificate to AWS IoT Core itself. It has a
 * security group from the beginning because none can be added later
 * (docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-security-groups.html).
 * Targets see the balancer's address, not the client's: so the endpoint admits one group, and a
 * client may stand in the same VPC as the target. Idle connections live 350 seconds here, longer
 * than a session may stay silent at the longest keep-alive of the endpoint (230 seconds, half as
 * much again).
 */
public final class MqttLoadBalancer extends Construct {

    private static final Cidr EVERYONE = Cidr.parse("0.0.0.0/0");

    private final CfnLoadBalancer balancer;
    private final CfnTargetGroup targets;
    private final SecurityGroup group;

    public MqttLoadBalancer(
            Construct scope,
            String id,
            IotVpc vpc,
            IotDataEndpoint endpoint,
            Network network,
            Artifacts artifacts,
            Roles roles) {
        super(scope, id);
        group = Groups.closed(this, "Group", vpc, "MQTT load balancer");
        clients(network)
                .forEach(
                        (block, who) ->
                                group.addIngressRule(
                                        Peer.ipv4(block.toString()), Groups.MQTT, who));
        if (network.mqttAllowedCidrs().contains(EVERYONE)) {
            Validations.of(group)
                    .acknowledge(
                            Acknowledgment.builder()
                                    .id("AwsSolutions-EC23")
                                    .reason(
                                            "mqtt_allowed_cidrs opens this to everyone: gateways"
                                                    + " without a fixed address. AWS IoT Core"
                                                    + " admits those with a certificate alone")
                                    .build());
        }
        group.addEgressRule(endpoint.group(), Groups.MQTT, "MQTT to the IoT data endpoint");
        endpoint.admit(group, "MQTT and health checks from the load balancer");
        boolean internal = network.loadBalancerScheme() == LoadBalancerScheme.INTERNAL;
        balancer =
                CfnLoadBalancer.Builder.create(this, "Balancer")
                        .type("network")
                        .scheme(internal ? "internal" : "internet-facing")
                        .ipAddressType("ipv4")
                        .subnets(internal ? vpc.privateSubnetIds() : vpc.publicSubnetIds())
                        .securityGroups(List.of(group.getSecurityGroupId()))
                        .build();
        if (!internal) {
            balancer.addResourceDependency(vpc.internet());
        }
        Validations.of(balancer)
                .acknowledge(
                        Acknowledgment.builder()
                                .id("AwsSolutions-ELB2")
                                .reason(
                                        "Network load balancers log the access to TLS listeners"
                                                + " alone; the VPC's flow logs show who connects")
                                .build());
        targets = targets(vpc, endpoint, network, artifacts, roles);
        CfnListener.Builder.create(this, "Listener")
                .loadBalancerArn(balancer.getRef())
                .port(Groups.MQTT_PORT)
                .protocol("TCP")
                .defaultActions(
                        List.of(
                                CfnListener.ActionProperty.builder()
                                        .type("forward")
                                        .targetGroupArn(targets.getRef())
                                        .build()))
                .build();
    }

    /** Who may connect; the configuration names no block twice. */
    private static Map<Cidr, String> clients(Network network) {
        Map<Cidr, String> clients = new LinkedHashMap<>();
        clients.put(network.vpcCidr(), "MQTT from the VPC");
        network.compute()
                .ifPresent(compute -> clients.put(compute.cidr(), "MQTT from the compute VPC"));
        network.mqttAllowedCidrs()
                .forEach(block -> clients.put(block, "MQTT from mqtt_allowed_cidrs"));
        return clients;
    }

    private CfnTargetGroup targets(
            IotVpc vpc,
            IotDataEndpoint endpoint,
            Network network,
            Artifacts artifacts,
            Roles roles) {
        EndpointAddresses addresses =
                new EndpointAddresses(
                        this,
                        "EndpointAddresses",
                        endpoint,
                        network.privateSubnetCidrs().size(),
                        artifacts,
                        roles);
        return CfnTargetGroup.Builder.create(this, "Targets")
                .vpcId(vpc.vpcId())
                .targetType("ip")
                .protocol("TCP")
                .port(Groups.MQTT_PORT)
                .targets(
                        addresses.all().stream()
                                .map(
                                        address ->
                                                TargetDescriptionProperty.builder()
                                                        .id(address)
                                                        .port(Groups.MQTT_PORT)
                                                        .build())
                                .toList())
                .healthCheckProtocol("TCP")
                .healthCheckPort(String.valueOf(Groups.MQTT_PORT))
                .healthCheckIntervalSeconds(10)
                .healthyThresholdCount(2)
                .unhealthyThresholdCount(2)
                .targetGroupAttributes(
                        List.of(
                                TargetGroupAttributeProperty.builder()
                                        .key("preserve_client_ip.enabled")
                                        .value("false")
                                        .build()))
                .build();
    }

    public SecurityGroup group() {
        return group;
    }

    /** What its metrics call it, a token. */
    public String fullName() {
        return balancer.getAttrLoadBalancerFullName();
    }

    /** What its metrics call where it sends connections, a token. */
    public String targetsFullName() {
        return targets.getAttrTargetGroupFullName();
    }

    /** Its name and the zone of that name. */
    public Entrance entrance() {
        return new Entrance(balancer.getAttrDnsName(), balancer.getAttrCanonicalHostedZoneId());
    }
}
