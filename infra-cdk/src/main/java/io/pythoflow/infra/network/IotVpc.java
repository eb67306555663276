package io.pythoflow.infra.network;

import io.pythoflow.infra.config.Cidr;
import io.pythoflow.infra.config.InfraConfig.InternetAccess;
import io.pythoflow.infra.config.InfraConfig.Network;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import software.amazon.awscdk.Acknowledgment;
import software.amazon.awscdk.Tags;
import software.amazon.awscdk.Validations;
import software.amazon.awscdk.services.ec2.CfnEIP;
import software.amazon.awscdk.services.ec2.CfnInternetGateway;
import software.amazon.awscdk.services.ec2.CfnNatGateway;
import software.amazon.awscdk.services.ec2.CfnRoute;
import software.amazon.awscdk.services.ec2.CfnRouteTable;
import software.amazon.awscdk.services.ec2.CfnSubnet;
import software.amazon.awscdk.services.ec2.CfnSubnetRouteTableAssociation;
import software.amazon.awscdk.services.ec2.CfnVPC;
import software.amazon.awscdk.services.ec2.CfnVPCGatewayAttachment;
import software.amazon.awscdk.services.ec2.IVpc;
import software.amazon.awscdk.services.ec2.Vpc;
import software.amazon.awscdk.services.ec2.VpcAttributes;
import software.constructs.Construct;

/**
 * The VPC with its subnets, route tables and ways to the internet.
 *
 * <p>Blocks and zones are those of the configuration, never computed at a deploy: a subnet whose
 * block or zone changes is replaced, and with it everything that stands in it. {@code Vpc} of CDK
 * divides a block by itself, so the resources are written out here.
 *
 * <p>Each zone has a private route table of its own; the public subnets share one. Nothing is put
 * into the VPC's default security group, whose rules CloudFormation can not take away
 * (cloudformation-coverage-roadmap 658).
 */
public final class IotVpc extends Construct {

    private static final String EVERYWHERE = "0.0.0.0/0";

    private final CfnVPC vpc;
    private final CfnVPCGatewayAttachment attachment;
    private final List<CfnSubnet> publicSubnets;
    private final List<CfnSubnet> privateSubnets;
    private final CfnRouteTable publicTable;
    private final List<CfnRouteTable> privateTables;
    private final IVpc reference;

    /**
     * @param name that its parts are called by
     */
    public IotVpc(Construct scope, String id, String name, Network network) {
        super(scope, id);
        vpc =
                CfnVPC.Builder.create(this, "Vpc")
                        .cidrBlock(network.vpcCidr().toString())
                        .enableDnsSupport(true)
                        .enableDnsHostnames(true)
                        .build();
        Tags.of(this).add("Name", name);
        if (!network.flowLogs()) {
            Validations.of(vpc)
                    .acknowledge(
                            Acknowledgment.builder()
                                    .id("AwsSolutions-VPC7")
                                    .reason("flow_logs is false in this environment")
                                    .build());
        }
        CfnInternetGateway gateway = CfnInternetGateway.Builder.create(this, "Gateway").build();
        attachment =
                CfnVPCGatewayAttachment.Builder.create(this, "GatewayAttachment")
                        .vpcId(vpc.getRef())
                        .internetGatewayId(gateway.getRef())
                        .build();
        List<String> zones = network.availabilityZones();
        publicSubnets = subnets("Public", name, network.publicSubnetCidrs(), zones);
        privateSubnets = subnets("Private", name, network.privateSubnetCidrs(), zones);
        publicTable = table("PublicRoutes", name + "-public");
        publicSubnets.forEach(subnet -> associate(subnet, publicTable));
        CfnRoute toInternet =
                CfnRoute.Builder.create(publicTable, "Internet")
                        .routeTableId(publicTable.getRef())
                        .destinationCidrBlock(EVERYWHERE)
                        .gatewayId(gateway.getRef())
                        .build();
        toInternet.addResourceDependency(attachment);
        privateTables =
                IntStream.range(0, zones.size())
                        .mapToObj(
                                i -> table("PrivateRoutes" + i, name + "-private-" + zones.get(i)))
                        .toList();
        for (int i = 0; i < zones.size(); i++) {
            associate(privateSubnets.get(i), privateTables.get(i));
        }
        if (network.internetAccess() == InternetAccess.NAT) {
            routeThrough(natGateways(network, toInternet));
        }
        reference =
                Vpc.fromVpcAttributes(
                        this,
                        "Reference",
                        VpcAttributes.builder()
                                .vpcId(vpc.getRef())
                                .vpcCidrBlock(network.vpcCidr().toString())
                                .availabilityZones(zones)
                                .publicSubnetIds(publicSubnetIds())
                                .publicSubnetRouteTableIds(
                                        publicSubnets.stream()
                                                .map(subnet -> publicTable.getRef())
                                                .toList())
                                .privateSubnetIds(privateSubnetIds())
                                .privateSubnetRouteTableIds(
                                        privateTables.stream().map(CfnRouteTable::getRef).toList())
                                .build());
    }

    private List<CfnSubnet> subnets(
            String kind, String name, List<Cidr> blocks, List<String> zones) {
        List<CfnSubnet> subnets = new ArrayList<>();
        for (int i = 0; i < blocks.size(); i++) {
            String zone = zones.get(i);
            CfnSubnet subnet =
                    CfnSubnet.Builder.create(this, kind + "Subnet" + i)
                            .vpcId(vpc.getRef())
                            .cidrBlock(blocks.get(i).toString())
                            .availabilityZone(zone)
                            .mapPublicIpOnLaunch(false)
                            .build();
            Tags.of(subnet).add("Name", name + "-" + kind.toLowerCase(Locale.ROOT) + "-" + zone);
            Validations.of(subnet)
                    .acknowledge(
                            Acknowledgment.builder()
                                    .id("CloudFormation-Validate::W3010")
                                    .reason(
                                            "Zones are configured: a zone that the region picks"
                                                    + " anew would replace the subnet")
                                    .build());
            subnet.addMetadata(
                    "cfn-lint", Map.of("config", Map.of("ignore_checks", List.of("W3010"))));
            subnets.add(subnet);
        }
        return List.copyOf(subnets);
    }

    private CfnRouteTable table(String id, String name) {
        CfnRouteTable table = CfnRouteTable.Builder.create(this, id).vpcId(vpc.getRef()).build();
        Tags.of(table).add("Name", name);
        return table;
    }

    private static void associate(CfnSubnet subnet, CfnRouteTable table) {
        CfnSubnetRouteTableAssociation.Builder.create(subnet, "Routes")
                .subnetId(subnet.getRef())
                .routeTableId(table.getRef())
                .build();
    }

    private List<CfnNatGateway> natGateways(Network network, CfnRoute toInternet) {
        List<CfnNatGateway> gateways = new ArrayList<>();
        int count = Math.min(network.natGateways(), publicSubnets.size());
        for (int i = 0; i < count; i++) {
            CfnEIP address = CfnEIP.Builder.create(this, "NatAddress" + i).domain("vpc").build();
            address.addResourceDependency(attachment);
            CfnNatGateway gateway =
                    CfnNatGateway.Builder.create(this, "Nat" + i)
                            .subnetId(publicSubnets.get(i).getRef())
                            .allocationId(address.getAttrAllocationId())
                            .build();
            gateway.addResourceDependency(toInternet);
            gateways.add(gateway);
        }
        return gateways;
    }

    /** Each zone through its own gateway while they last. */
    private void routeThrough(List<CfnNatGateway> gateways) {
        for (int i = 0; i < privateTables.size(); i++) {
            CfnRoute.Builder.create(privateTables.get(i), "Internet")
                    .routeTableId(privateTables.get(i).getRef())
                    .destinationCidrBlock(EVERYWHERE)
                    .natGatewayId(gateways.get(i % gateways.size()).getRef())
                    .build();
        }
    }

    /** What constructs of CDK ask for; without route tables. */
    public IVpc reference() {
        return reference;
    }

    public String vpcId() {
        return vpc.getRef();
    }

    public List<String> publicSubnetIds() {
        return publicSubnets.stream().map(CfnSubnet::getRef).toList();
    }

    public List<String> privateSubnetIds() {
        return privateSubnets.stream().map(CfnSubnet::getRef).toList();
    }

    /** One for each zone. */
    public List<String> privateRouteTableIds() {
        return privateTables.stream().map(CfnRouteTable::getRef).toList();
    }

    /** Public and private. */
    public List<String> routeTableIds() {
        return Stream.concat(Stream.of(publicTable.getRef()), privateRouteTableIds().stream())
                .toList();
    }

    /** What must exist before anything has an address in the internet. */
    public CfnVPCGatewayAttachment internet() {
        return attachment;
    }
}
