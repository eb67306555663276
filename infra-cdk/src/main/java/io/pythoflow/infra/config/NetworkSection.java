package io.pythoflow.infra.config;

import io.pythoflow.infra.config.InfraConfig.ComputeVpc;
import io.pythoflow.infra.config.InfraConfig.InternetAccess;
import io.pythoflow.infra.config.InfraConfig.LoadBalancerScheme;
import io.pythoflow.infra.config.InfraConfig.Network;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** The VPC: its variables, and what must hold among them. */
final class NetworkSection {

    /** AWS numbers zones by letter; no region has more for one account. */
    private static final int MOST_ZONES = 6;

    /**
     * AWS keeps five addresses of each subnet (docs.aws.amazon.com/vpc, "Subnet sizing for IPv4").
     */
    private static final int RESERVED_ADDRESSES = 5;

    /**
     * A load balancer wants eight free addresses in each of its subnets
     * (docs.aws.amazon.com/elasticloadbalancing, "Network Load Balancers"), and interface endpoints
     * take up to eight more.
     */
    private static final int SHARED_ADDRESSES = 16;

    /** A security group has at most 60 rules for incoming traffic; some are the VPCs' own. */
    private static final int MOST_ALLOWED_CIDRS = 50;

    private static final VariableType<Cidr> BLOCK = block("an IPv4 block such as 10.0.0.0/16", 0);

    /** AWS takes no smaller and no larger VPC or subnet. */
    private static final VariableType<Cidr> VPC_BLOCK =
            block("an IPv4 block of /16 to /28 such as 10.0.0.0/16", 16);

    static final Variable<Cidr> IOT_VPC_CIDR =
            Variable.of("iot_vpc_cidr", VPC_BLOCK, "\"10.0.0.0/16\"", "Block of the VPC.");

    static final Variable<List<String>> AVAILABILITY_ZONES =
            Variable.optional(
                    "availability_zones",
                    VariableType.list(
                            VariableType.text(
                                    "an availability zone of the region such as us-east-1a",
                                    Pattern.compile("[a-z0-9-]{1,30}[a-z]")),
                            2,
                            MOST_ZONES),
                    "as many as there are private subnets, from zone a of the region on",
                    "[\"us-east-1a\", \"us-east-1b\"]",
                    "Zones of the subnets, in their order. Choose zones that offer the IoT data"
                            + " endpoint: a deploy checks it.");

    static final Variable<List<Cidr>> PRIVATE_SUBNET_CIDRS =
            Variable.of(
                    "private_subnet_cidrs",
                    VariableType.list(VPC_BLOCK, 2, MOST_ZONES),
                    "[\"10.0.128.0/24\", \"10.0.129.0/24\"]",
                    "Blocks of the private subnets, one for each zone, within the VPC. The job, the load"
                            + " balancer and the endpoints have their addresses there.");

    static final Variable<List<Cidr>> PUBLIC_SUBNET_CIDRS =
            Variable.optional(
                    "public_subnet_cidrs",
                    VariableType.list(VPC_BLOCK, 2, MOST_ZONES),
                    "the first free blocks of the VPC, as large as the first private subnet",
                    "[\"10.0.0.0/24\", \"10.0.1.0/24\"]",
                    "Blocks of the public subnets, one for each zone, within the VPC.");

    static final Variable<InternetAccess> INTERNET_ACCESS =
            Variable.of(
                    "internet_access",
                    VariableType.oneOf(InternetAccess.class),
                    "\"nat\"",
                    "How what runs in the private subnets reaches AWS: through NAT gateways, or through"
                            + " interface endpoints alone, so that nothing reaches the internet.");

    static final Variable<Integer> NAT_GATEWAYS =
            Variable.of(
                    "nat_gateways",
                    VariableType.integer(1, MOST_ZONES),
                    "1",
                    "How many, at most one a zone; for internet_access = \"nat\". With fewer than there"
                            + " are zones, a zone's failure may cut off another.");

    static final Variable<LoadBalancerScheme> LOAD_BALANCER_SCHEME =
            Variable.of(
                    "load_balancer_scheme",
                    VariableType.oneOf(LoadBalancerScheme.class),
                    "\"internal\"",
                    "Whether the load balancer in front of the IoT endpoint is reached from the internet.");

    static final Variable<List<Cidr>> MQTT_ALLOWED_CIDRS =
            Variable.of(
                    "mqtt_allowed_cidrs",
                    VariableType.list(BLOCK, 0, MOST_ALLOWED_CIDRS),
                    "[]",
                    "Who may reach the load balancer on port 8883, beside the VPC and the compute VPC.");

    static final Variable<Boolean> FLOW_LOGS =
            Variable.of(
                    "flow_logs",
                    VariableType.flag(),
                    "true",
                    "Whether the VPC's traffic is logged into the bucket of logs.");

    static final Section SECTION =
            new Section(
                    "Network",
                    List.of(
                            IOT_VPC_CIDR,
                            AVAILABILITY_ZONES,
                            PRIVATE_SUBNET_CIDRS,
                            PUBLIC_SUBNET_CIDRS,
                            INTERNET_ACCESS,
                            NAT_GATEWAYS,
                            LOAD_BALANCER_SCHEME,
                            MQTT_ALLOWED_CIDRS,
                            FLOW_LOGS));

    private final Variables variables;
    private final Cidr vpc;
    private final List<Cidr> privateSubnets;

    private NetworkSection(Variables variables) {
        this.variables = variables;
        vpc = variables.value(IOT_VPC_CIDR);
        privateSubnets = variables.value(PRIVATE_SUBNET_CIDRS);
    }

    /**
     * @param units the processing units of the job, each with an address in a private subnet
     */
    static Network read(Variables variables, String region, int units) {
        return new NetworkSection(variables).network(region, units);
    }

    private Network network(String region, int units) {
        checkVpc();
        checkSubnets(PRIVATE_SUBNET_CIDRS, privateSubnets);
        checkRoom(units);
        List<Cidr> publicSubnets = publicSubnets();
        List<String> zones = zones(region);
        Optional<ComputeVpc> compute = ComputeSection.read(variables, vpc);
        checkAllowed(compute);
        InternetAccess access = variables.value(INTERNET_ACCESS);
        checkNatGateways(access);
        return new Network(
                vpc,
                zones,
                privateSubnets,
                publicSubnets,
                access,
                variables.value(NAT_GATEWAYS),
                variables.value(LOAD_BALANCER_SCHEME),
                variables.value(MQTT_ALLOWED_CIDRS),
                variables.value(FLOW_LOGS),
                compute);
    }

    private void checkVpc() {
        for (String special :
                List.of("0.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "224.0.0.0/3")) {
            if (variables.areSound(IOT_VPC_CIDR) && vpc.overlaps(Cidr.parse(special))) {
                variables.refuse(
                        IOT_VPC_CIDR,
                        "must not overlap " + special + ", which has a meaning of its own");
            }
        }
    }

    private void checkSubnets(Variable<List<Cidr>> variable, List<Cidr> subnets) {
        if (!variables.areSound(variable, IOT_VPC_CIDR)) {
            return;
        }
        for (int i = 0; i < subnets.size(); i++) {
            Cidr subnet = subnets.get(i);
            if (!vpc.contains(subnet)) {
                variables.refuse(
                        variable, subnet + " must be within " + IOT_VPC_CIDR.name() + " = " + vpc);
            }
            for (Cidr earlier : subnets.subList(0, i)) {
                if (subnet.overlaps(earlier)) {
                    variables.refuse(variable, subnet + " must not overlap " + earlier);
                }
            }
        }
    }

    private void checkRoom(int units) {
        int wanted = units + SHARED_ADDRESSES + RESERVED_ADDRESSES;
        for (Cidr subnet : privateSubnets) {
            if (variables.areSound(PRIVATE_SUBNET_CIDRS) && subnet.size() < wanted) {
                variables.refuse(
                        PRIVATE_SUBNET_CIDRS,
                        "%s has %d addresses and must have %d: one for each of %d processing units, %d for the load balancer and endpoints, %d that AWS keeps"
                                .formatted(
                                        subnet,
                                        subnet.size(),
                                        wanted,
                                        units,
                                        SHARED_ADDRESSES,
                                        RESERVED_ADDRESSES));
            }
        }
    }

    private List<Cidr> publicSubnets() {
        Optional<List<Cidr>> given = variables.find(PUBLIC_SUBNET_CIDRS);
        if (given.isEmpty()) {
            return variables.areSound(PUBLIC_SUBNET_CIDRS, PRIVATE_SUBNET_CIDRS, IOT_VPC_CIDR)
                    ? freeBlocks()
                    : List.of();
        }
        checkSubnets(PUBLIC_SUBNET_CIDRS, given.get());
        if (variables.areSound(PUBLIC_SUBNET_CIDRS, PRIVATE_SUBNET_CIDRS)) {
            if (given.get().size() != privateSubnets.size()) {
                variables.refuse(
                        PUBLIC_SUBNET_CIDRS,
                        "must be %d, as many as private_subnet_cidrs"
                                .formatted(privateSubnets.size()));
            }
            for (Cidr subnet : given.get()) {
                privateSubnets.stream()
                        .filter(subnet::overlaps)
                        .forEach(
                                other ->
                                        variables.refuse(
                                                PUBLIC_SUBNET_CIDRS,
                                                subnet
                                                        + " must not overlap private subnet "
                                                        + other));
            }
        }
        return given.get();
    }

    /** The first blocks of the VPC, as large as the first private subnet, that are free. */
    private List<Cidr> freeBlocks() {
        List<Cidr> blocks = new ArrayList<>();
        int prefix = Math.max(privateSubnets.get(0).prefixLength(), vpc.prefixLength());
        for (long offset = 0;
                offset < vpc.size() && blocks.size() < privateSubnets.size();
                offset += 1L << (32 - prefix)) {
            Cidr block = new Cidr(vpc.address() + (int) offset, prefix);
            if (privateSubnets.stream().noneMatch(block::overlaps)) {
                blocks.add(block);
            }
        }
        if (blocks.size() < privateSubnets.size()) {
            variables.problem(
                    IOT_VPC_CIDR,
                    "public_subnet_cidrs is not set: iot_vpc_cidr = %s has no room for %d more blocks of /%d beside the private subnets"
                            .formatted(vpc, privateSubnets.size(), prefix));
        }
        return blocks;
    }

    private List<String> zones(String region) {
        Optional<List<String>> given = variables.find(AVAILABILITY_ZONES);
        if (given.isEmpty()) {
            return IntStream.range(0, privateSubnets.size())
                    .mapToObj(i -> region + (char) ('a' + i))
                    .toList();
        }
        List<String> zones = given.get();
        if (variables.areSound(GeneralSection.AWS_REGION)) {
            zones.stream()
                    .filter(zone -> !zone.matches(Pattern.quote(region) + "[a-z]"))
                    .forEach(
                            zone ->
                                    variables.refuse(
                                            AVAILABILITY_ZONES,
                                            "%s must be of aws_region = %s, such as %sa"
                                                    .formatted(zone, region, region)));
        }
        if (new HashSet<>(zones).size() < zones.size()) {
            variables.refuse(AVAILABILITY_ZONES, "must name each zone once");
        }
        if (variables.areSound(PRIVATE_SUBNET_CIDRS) && zones.size() != privateSubnets.size()) {
            variables.refuse(
                    AVAILABILITY_ZONES,
                    "must be %d, as many as private_subnet_cidrs".formatted(privateSubnets.size()));
        }
        return zones;
    }

    private void checkNatGateways(InternetAccess access) {
        if (!variables.areSound(NAT_GATEWAYS, INTERNET_ACCESS, PRIVATE_SUBNET_CIDRS)) {
            return;
        }
        if (access == InternetAccess.ENDPOINTS && variables.isSet(NAT_GATEWAYS)) {
            variables.refuse(
                    NAT_GATEWAYS,
                    "must not be set with internet_access = \"endpoints\", which has none");
        } else if (variables.value(NAT_GATEWAYS) > privateSubnets.size()) {
            variables.refuse(
                    NAT_GATEWAYS,
                    "must be at most %d, one for each zone".formatted(privateSubnets.size()));
        }
    }

    private void checkAllowed(Optional<ComputeVpc> compute) {
        if (!variables.areSound(MQTT_ALLOWED_CIDRS, IOT_VPC_CIDR)) {
            return;
        }
        List<Cidr> allowed = variables.value(MQTT_ALLOWED_CIDRS);
        for (int i = 0; i < allowed.size(); i++) {
            Cidr block = allowed.get(i);
            if (vpc.contains(block)) {
                variables.refuse(
                        MQTT_ALLOWED_CIDRS,
                        block + " must be left out: iot_vpc_cidr = " + vpc + " is allowed anyway");
            }
            if (compute.isPresent() && compute.get().cidr().contains(block)) {
                variables.refuse(
                        MQTT_ALLOWED_CIDRS,
                        block
                                + " must be left out: compute_vpc_cidr_block = "
                                + compute.get().cidr()
                                + " is allowed anyway");
            }
            for (Cidr earlier : allowed.subList(0, i)) {
                if (block.overlaps(earlier)) {
                    variables.refuse(MQTT_ALLOWED_CIDRS, block + " must not overlap " + earlier);
                }
            }
        }
    }

    /** A block with at least so long a prefix; of /28 at most, where there is a least. */
    static VariableType<Cidr> block(String allowed, int shortestPrefix) {
        return VariableType.text(
                allowed,
                text -> {
                    Cidr cidr = Cidr.parse(text);
                    if (shortestPrefix > 0
                            && (cidr.prefixLength() < shortestPrefix || cidr.prefixLength() > 28)) {
                        throw new IllegalArgumentException("its prefix is /" + cidr.prefixLength());
                    }
                    return cidr;
                });
    }
}
