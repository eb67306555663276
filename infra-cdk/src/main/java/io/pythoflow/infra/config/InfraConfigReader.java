package io.pythoflow.infra.config;

import io.pythoflow.contract.property.PropertyType;
import io.pythoflow.contract.rules.ControlMode;
import io.pythoflow.infra.config.InfraConfig.Alarms;
import io.pythoflow.infra.config.InfraConfig.ComputeVpc;
import io.pythoflow.infra.config.InfraConfig.Devices;
import io.pythoflow.infra.config.InfraConfig.ExistingRoles;
import io.pythoflow.infra.config.InfraConfig.InternetAccess;
import io.pythoflow.infra.config.InfraConfig.IotLogLevel;
import io.pythoflow.infra.config.InfraConfig.Lake;
import io.pythoflow.infra.config.InfraConfig.LoadBalancerScheme;
import io.pythoflow.infra.config.InfraConfig.Network;
import io.pythoflow.infra.config.InfraConfig.OnDestroy;
import io.pythoflow.infra.config.InfraConfig.Processing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Reads an environment's file and reports every problem with it at once. */
public final class InfraConfigReader {

    /** Most gateways of one environment: their resources share one stack of at most 500. */
    public static final int MAXIMUM_GATEWAYS = 55;

    private final Variables variables;
    private final Path folder;

    private InfraConfigReader(Variables variables, Path folder) {
        this.variables = variables;
        this.folder = folder;
    }

    /**
     * Reads a file; paths in it are relative to its folder.
     *
     * @throws InvalidConfigException with every problem
     */
    public static InfraConfig read(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        return read(file.toString(), Files.readString(file), folder);
    }

    /** Reads a text; {@code source} is its name in messages. */
    public static InfraConfig read(String source, String text, Path folder) {
        Variables variables = new Variables(Tfvars.parse(source, text));
        InfraConfig config = new InfraConfigReader(variables, folder).config();
        variables.finish(source);
        return config;
    }

    private InfraConfig config() {
        String region = variables.text("aws_region", "us-east-1", "an AWS region", text -> text);
        return new InfraConfig(
                variables.text("environment", "dev", "a name", text -> text),
                region,
                network(region),
                devices(),
                lake(),
                processing(),
                new Alarms(
                        variables.optionalText("alarm_email", "an e-mail address", text -> text),
                        optionalInteger("monthly_budget_usd", 1, 1_000_000)),
                existingRoles());
    }

    private Network network(String region) {
        List<Cidr> privateSubnets =
                variables.list(
                        "private_subnet_cidrs",
                        List.of(Cidr.parse("10.0.128.0/24"), Cidr.parse("10.0.129.0/24")),
                        "an IPv4 block",
                        Cidr::parse);
        Cidr vpc =
                variables.text(
                        "iot_vpc_cidr", Cidr.parse("10.0.0.0/16"), "an IPv4 block", Cidr::parse);
        List<String> zones = new ArrayList<>();
        for (int i = 0; i < privateSubnets.size(); i++) {
            zones.add(region + (char) ('a' + i));
        }
        return new Network(
                vpc,
                variables.list("availability_zones", zones, "a zone", text -> text),
                privateSubnets,
                variables.list(
                        "public_subnet_cidrs",
                        publicSubnets(vpc, privateSubnets),
                        "an IPv4 block",
                        Cidr::parse),
                oneOf("internet_access", InternetAccess.NAT),
                variables.integer("nat_gateways", 1, 1, 6),
                oneOf("load_balancer_scheme", LoadBalancerScheme.INTERNAL),
                variables.list("mqtt_allowed_cidrs", List.of(), "an IPv4 block", Cidr::parse),
                variables.flag("flow_logs", true),
                compute());
    }

    /** The first blocks of the VPC, as large as the first private subnet, that are free. */
    private static List<Cidr> publicSubnets(Cidr vpc, List<Cidr> privateSubnets) {
        List<Cidr> blocks = new ArrayList<>();
        int prefix = privateSubnets.isEmpty() ? 24 : privateSubnets.get(0).prefixLength();
        long step = 1L << (32 - prefix);
        for (long offset = 0;
                offset < vpc.size() && blocks.size() < privateSubnets.size();
                offset += step) {
            Cidr block = new Cidr(vpc.address() + (int) offset, prefix);
            if (privateSubnets.stream().noneMatch(block::overlaps)) {
                blocks.add(block);
            }
        }
        return blocks;
    }

    private Optional<ComputeVpc> compute() {
        Optional<String> id = variables.optionalText("compute_vpc_id", "a VPC id", text -> text);
        Optional<Cidr> cidr =
                variables.optionalText("compute_vpc_cidr_block", "an IPv4 block", Cidr::parse);
        Optional<String> group =
                variables.optionalText("compute_sg_id", "a security group id", text -> text);
        Optional<String> table =
                variables.optionalText("compute_private_rt_id", "a route table id", text -> text);
        if (id.isEmpty() || cidr.isEmpty() || group.isEmpty() || table.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new ComputeVpc(id.get(), cidr.get(), group.get(), table.get()));
    }

    private Devices devices() {
        Map<String, List<Integer>> generations = new LinkedHashMap<>();
        variables
                .map("certificate_generations")
                .forEach((thing, value) -> generations.put(thing, integers(value)));
        Map<String, String> arns = new LinkedHashMap<>();
        variables
                .map("existing_certificate_arns")
                .forEach((thing, value) -> arns.put(thing, String.valueOf(value)));
        return new Devices(
                variables.integer("number_of_gateways", 2, 1, MAXIMUM_GATEWAYS),
                generations,
                arns,
                oneOf("iot_log_level", IotLogLevel.ERROR));
    }

    private static List<Integer> integers(@Nullable Object value) {
        return value instanceof List<?> list
                ? list.stream().map(element -> ((Long) element).intValue()).toList()
                : List.of();
    }

    private Lake lake() {
        return new Lake(
                variables.text("glue_database", "iot_data_catalog", "a name", text -> text),
                variables.integer("athena_scan_limit_gb", 100, 1, 10_000),
                optionalInteger("table_expiry_days", 1, 36_500),
                variables.flag("raw_archive", true),
                optionalInteger("archive_expiry_days", 1, 36_500),
                variables.optionalText("crawler_schedule", "a cron expression", text -> text),
                oneOf("on_destroy", OnDestroy.KEEP));
    }

    private Processing processing() {
        Map<String, String> jobProperties = new LinkedHashMap<>();
        variables
                .map("job_properties")
                .forEach((key, value) -> jobProperties.put(key, String.valueOf(value)));
        return new Processing(
                variables.integer("parallelism", 1, 1, 64),
                variables.integer("parallelism_per_kpu", 1, 1, 8),
                variables.flag("autoscaling", false),
                duration("checkpoint_interval", Duration.ofSeconds(5)),
                variables.flag("start_on_deploy", true),
                variables.flag("allow_non_restored_state", false),
                duration("window_length", Duration.ofMinutes(30)),
                duration("lateness", Duration.ofHours(24)),
                variables.integer("slots", 4, 1, 1000),
                oneOf("control_mode", ControlMode.ADVISE),
                variables.optionalText("initial_rules", "a file", folder::resolve),
                jobProperties,
                variables.integer("log_retention_days", 30, 1, 3653));
    }

    private Optional<ExistingRoles> existingRoles() {
        Map<String, @Nullable Object> given = variables.map("existing_role_arns");
        Optional<String> bucket =
                variables.optionalText("asset_bucket", "a bucket's name", text -> text);
        if (given.isEmpty()) {
            return Optional.empty();
        }
        Map<RolePurpose, String> arns = new EnumMap<>(RolePurpose.class);
        for (RolePurpose purpose : RolePurpose.values()) {
            Object arn = given.getOrDefault(purpose.key(), given.get("default"));
            if (arn == null) {
                variables.problem(
                        "existing_role_arns: has neither " + purpose.key() + " nor default");
            } else {
                arns.put(purpose, String.valueOf(arn));
            }
        }
        return Optional.of(new ExistingRoles(arns, bucket.orElse("")));
    }

    private Duration duration(String key, Duration fallback) {
        PropertyType<Duration> type = PropertyType.duration(Duration.ZERO, Duration.ofDays(30));
        return variables.text(key, fallback, type.allowed(), type.parser()::parse);
    }

    private OptionalInt optionalInteger(String key, int lowest, int highest) {
        int value = variables.integer(key, -1, lowest, highest);
        return value < 0 ? OptionalInt.empty() : OptionalInt.of(value);
    }

    private <E extends Enum<E>> E oneOf(String key, E fallback) {
        PropertyType<E> type = PropertyType.oneOf(fallback.getDeclaringClass());
        return variables.text(
                key, fallback, type.allowed(), text -> type.parser().parse(text.replace('-', '_')));
    }
}
