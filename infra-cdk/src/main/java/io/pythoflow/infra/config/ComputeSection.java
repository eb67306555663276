package io.pythoflow.infra.config;

import io.pythoflow.infra.config.InfraConfig.ComputeVpc;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The VPC that is peered: its variables, all of them or none. */
final class ComputeSection {

    private static final String NO_PEERING = "no VPC is peered";

    static final Variable<String> COMPUTE_VPC_ID =
            Variable.optional(
                    "compute_vpc_id",
                    id("vpc"),
                    NO_PEERING,
                    "\"vpc-0123456789abcdef0\"",
                    "VPC of the original's compute side, in the same account and region, that takes the"
                            + " messages too.");

    static final Variable<Cidr> COMPUTE_VPC_CIDR_BLOCK =
            Variable.optional(
                    "compute_vpc_cidr_block",
                    NetworkSection.block("an IPv4 block of /16 to /28 such as 10.1.0.0/16", 16),
                    NO_PEERING,
                    "\"10.1.0.0/16\"",
                    "Its block, which must not overlap iot_vpc_cidr.");

    static final Variable<String> COMPUTE_SG_ID =
            Variable.optional(
                    "compute_sg_id",
                    id("sg"),
                    NO_PEERING,
                    "\"sg-0123456789abcdef0\"",
                    "Its security group that may reach the IoT endpoint.");

    static final Variable<String> COMPUTE_PRIVATE_RT_ID =
            Variable.optional(
                    "compute_private_rt_id",
                    id("rtb"),
                    NO_PEERING,
                    "\"rtb-0123456789abcdef0\"",
                    "Its route table that gets the way back to the VPC.");

    static final Section SECTION =
            new Section(
                    "Compute VPC: all four or none",
                    List.of(
                            COMPUTE_VPC_ID,
                            COMPUTE_VPC_CIDR_BLOCK,
                            COMPUTE_SG_ID,
                            COMPUTE_PRIVATE_RT_ID));

    private ComputeSection() {}

    static Optional<ComputeVpc> read(Variables variables, Cidr vpc) {
        List<Variable<?>> set = SECTION.variables().stream().filter(variables::isSet).toList();
        if (set.isEmpty()) {
            return Optional.empty();
        }
        if (set.size() < SECTION.variables().size()) {
            variables.problem(
                    set.get(0),
                    "%s: must be set too, or none of the compute_ variables"
                            .formatted(
                                    SECTION.variables().stream()
                                            .filter(variable -> !variables.isSet(variable))
                                            .map(Variable::name)
                                            .collect(Collectors.joining(", "))));
        }
        Optional<String> id = variables.find(COMPUTE_VPC_ID);
        Optional<Cidr> block = variables.find(COMPUTE_VPC_CIDR_BLOCK);
        Optional<String> group = variables.find(COMPUTE_SG_ID);
        Optional<String> table = variables.find(COMPUTE_PRIVATE_RT_ID);
        if (block.isPresent()
                && variables.areSound(NetworkSection.IOT_VPC_CIDR)
                && block.get().overlaps(vpc)) {
            variables.refuse(
                    COMPUTE_VPC_CIDR_BLOCK,
                    "must not overlap iot_vpc_cidr = " + vpc + ": AWS peers no such VPCs");
        }
        if (id.isEmpty() || block.isEmpty() || group.isEmpty() || table.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new ComputeVpc(id.get(), block.get(), group.get(), table.get()));
    }

    private static VariableType<String> id(String kind) {
        return VariableType.text(
                "an id such as " + kind + "-0123456789abcdef0",
                Pattern.compile(kind + "-([0-9a-f]{8}|[0-9a-f]{17})"));
    }
}
