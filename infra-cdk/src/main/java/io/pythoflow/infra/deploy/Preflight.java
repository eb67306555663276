package io.pythoflow.infra.deploy;

import io.pythoflow.infra.Names;
import io.pythoflow.infra.config.InfraConfig;
import io.pythoflow.infra.config.InfraConfig.ComputeVpc;
import io.pythoflow.infra.config.InfraConfig.ExistingRoles;
import io.pythoflow.infra.config.Things;
import io.pythoflow.infra.deploy.Identity.Caller;
import io.pythoflow.infra.deploy.StackCatalog.Stack;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a deploy needs, checked before it creates anything. Every problem is reported; where one
 * question finds no answer, the others are asked all the same.
 */
final class Preflight {

    private static final String BOOTSTRAP_STACK = "CDKToolkit";
    private static final String BOOTSTRAP_VERSION = "BootstrapVersion";

    /** What {@code cdk bootstrap} must have made; the assembly says so of each stack. */
    private static final int OLDEST_BOOTSTRAP = 6;

    /**
     * What was found.
     *
     * @param caller who deploys; empty where AWS did not say
     * @param problems that a deploy would fail on
     * @param notes for the person who deploys
     */
    record Report(Optional<Caller> caller, List<String> problems, List<String> notes) {}

    private final InfraConfig config;
    private final Cloud cloud;
    private final List<String> problems = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    private Preflight(InfraConfig config, Cloud cloud) {
        this.config = config;
        this.cloud = cloud;
    }

    /**
     * Checks.
     *
     * @param jars that are uploaded
     */
    static Report check(InfraConfig config, List<Path> jars, Cloud cloud) {
        Preflight preflight = new Preflight(config, cloud);
        Optional<Caller> caller = preflight.run(jars);
        return new Report(caller, List.copyOf(preflight.problems), List.copyOf(preflight.notes));
    }

    private Optional<Caller> run(List<Path> jars) {
        jars.stream()
                .filter(jar -> !Files.isRegularFile(jar))
                .forEach(jar -> problems.add(jar + " is missing: bin/build infra makes it"));
        Optional<Caller> caller = caller();
        if (caller.isEmpty()) {
            return caller;
        }
        checkAccount(caller.get());
        attempt(() -> checkRoomForAssets(caller.get()));
        attempt(this::checkZones);
        checkIotDataZones();
        attempt(this::checkEnvironments);
        attempt(this::checkThings);
        config.network().compute().ifPresent(compute -> attempt(() -> checkCompute(compute)));
        config.alarms()
                .email()
                .ifPresent(
                        email ->
                                notes.add(
                                        "AWS sends a mail to "
                                                + email
                                                + " once the topic of alarms is made: alarms reach it when its link was followed"));
        return caller;
    }

    private void attempt(Runnable check) {
        try {
            check.run();
        } catch (CloudException e) {
            problems.add("Cannot be checked: " + e.getMessage());
        }
    }

    private Optional<Caller> caller() {
        try {
            return Optional.of(cloud.identity().caller());
        } catch (CloudException e) {
            problems.add(
                    switch (e.reason()) {
                        case NO_CREDENTIALS, EXPIRED, UNKNOWN_CREDENTIALS -> e.explanation();
                        case DENIED, OTHER -> "AWS does not say who calls: " + e.getMessage();
                    });
            notes.add("Nothing else was asked of AWS: see to the credentials first");
            return Optional.empty();
        }
    }

    /** Every account that the file names must be the caller's. */
    private void checkAccount(Caller caller) {
        Set<String> named = new TreeSet<>();
        config.existingRoles()
                .ifPresent(
                        roles -> roles.arns().values().forEach(arn -> named.add(accountOf(arn))));
        config.devices()
                .existingCertificateArns()
                .values()
                .forEach(arn -> named.add(accountOf(arn)));
        named.remove(caller.account());
        named.forEach(
                account ->
                        problems.add(
                                "The file names ARNs of account %s, the credentials are of account %s"
                                        .formatted(account, caller.account())));
    }

    private static String accountOf(String arn) {
        return arn.split(":", -1)[4];
    }

    private void checkRoomForAssets(Caller caller) {
        Optional<ExistingRoles> roles = config.existingRoles();
        if (roles.isPresent()) {
            checkAssetBucket(roles.get().assetBucket());
            return;
        }
        String remedy =
                "run 'make bootstrap' for this ENV once, which does cdk bootstrap aws://%s/%s"
                        .formatted(caller.account(), config.region());
        Optional<Stack> bootstrap = cloud.stacks().stack(BOOTSTRAP_STACK);
        if (bootstrap.isEmpty()) {
            problems.add(
                    "The CDK is not bootstrapped in account %s and %s: %s"
                            .formatted(caller.account(), config.region(), remedy));
            return;
        }
        String version = bootstrap.get().outputs().getOrDefault(BOOTSTRAP_VERSION, "0");
        if (!version.matches("[0-9]{1,6}") || Integer.parseInt(version) < OLDEST_BOOTSTRAP) {
            problems.add(
                    "The CDK's bootstrap stack has version %s and must have %d or newer: %s"
                            .formatted(version, OLDEST_BOOTSTRAP, remedy));
        }
    }

    private void checkAssetBucket(String bucket) {
        Optional<String> region = cloud.buckets().region(bucket);
        if (region.isEmpty()) {
            problems.add("asset_bucket = \"%s\": there is no such bucket".formatted(bucket));
        } else if (!region.get().equals(config.region())) {
            problems.add(
                    "asset_bucket = \"%s\" is in %s and must be in aws_region = %s"
                            .formatted(bucket, region.get(), config.region()));
        }
    }

    private void checkZones() {
        Set<String> there = cloud.network().availabilityZones();
        for (String zone : config.network().availabilityZones()) {
            if (!there.contains(zone)) {
                problems.add(
                        "availability_zones: the account has no zone %s in %s, it has %s"
                                .formatted(zone, config.region(), sorted(there)));
            }
        }
    }

    /**
     * A deploy may do without this answer: AWS refuses the endpoint itself where it is not offered.
     */
    private void checkIotDataZones() {
        try {
            Set<String> offered = cloud.network().iotDataZones();
            for (String zone : config.network().availabilityZones()) {
                if (!offered.contains(zone)) {
                    problems.add(
                            "availability_zones: %s has no endpoint of AWS IoT Core's data plane, these have: %s"
                                    .formatted(zone, sorted(offered)));
                }
            }
        } catch (CloudException e) {
            notes.add(
                    "Whether the zones offer the IoT data endpoint is not known: "
                            + e.getMessage());
        }
    }

    private void checkEnvironments() {
        for (Stack stack : cloud.stacks().stacks()) {
            if (!Tags.isOurs(stack)) {
                continue;
            }
            if (!Tags.environment(stack).equals(config.environment())) {
                problems.add(
                        "Stack %s is of environment %s: an account and region hold one environment, since MQTT topics are one namespace there; destroy that one first, or deploy elsewhere"
                                .formatted(stack.name(), Tags.environment(stack)));
            } else if (stack.isInProgress()) {
                problems.add(
                        "Stack %s is %s: wait until CloudFormation is done"
                                .formatted(stack.name(), stack.status()));
            }
        }
    }

    private void checkThings() {
        Set<String> ours = ourThings();
        for (String thing : Things.all(config.devices().gateways())) {
            String arn = config.devices().existingCertificateArns().get(thing);
            if (arn != null) {
                checkAdopted(thing, arn, ours);
            } else if (!ours.contains(thing) && cloud.things().exists(thing)) {
                problems.add(
                        "Thing %s exists and was not made by this environment: adopt it with existing_certificate_arns, or remove it"
                                .formatted(thing));
            }
        }
    }

    private void checkAdopted(String thing, String arn, Set<String> ours) {
        if (ours.contains(thing)) {
            problems.add(
                    "existing_certificate_arns names %s, which this environment made itself: it would delete it"
                            .formatted(thing));
        } else if (!cloud.things().exists(thing)) {
            problems.add(
                    "existing_certificate_arns names %s: there is no such thing".formatted(thing));
        }
        String id = arn.substring(arn.indexOf("cert/") + "cert/".length());
        String status = cloud.things().certificateStatus(id).orElse("missing");
        if (!status.equals("ACTIVE")) {
            problems.add(
                    "existing_certificate_arns: the certificate of %s is %s and must be ACTIVE (%s)"
                            .formatted(thing, status, arn));
        }
    }

    private Set<String> ourThings() {
        String stack = Names.stack(config, "devices");
        return cloud.stacks().stack(stack).isEmpty()
                ? Set.of()
                : cloud.stacks().resources(stack).stream()
                        .filter(one -> one.type().equals("AWS::IoT::Thing"))
                        .map(StackCatalog.Resource::physicalId)
                        .collect(Collectors.toSet());
    }

    private void checkCompute(ComputeVpc compute) {
        Optional<List<String>> blocks = cloud.network().vpcCidrs(compute.vpcId());
        if (blocks.isEmpty()) {
            problems.add(
                    "compute_vpc_id = \"%s\": there is no such VPC in %s"
                            .formatted(compute.vpcId(), config.region()));
        } else if (!blocks.get().contains(compute.cidr().toString())) {
            problems.add(
                    "compute_vpc_cidr_block = \"%s\": the VPC has %s"
                            .formatted(compute.cidr(), String.join(", ", blocks.get())));
        }
        checkOwner(
                "compute_sg_id",
                compute.securityGroupId(),
                cloud.network().vpcOfSecurityGroup(compute.securityGroupId()),
                compute);
        Optional<NetworkCatalog.RouteTable> table =
                cloud.network().routeTable(compute.privateRouteTableId());
        checkOwner(
                "compute_private_rt_id",
                compute.privateRouteTableId(),
                table.map(NetworkCatalog.RouteTable::vpcId),
                compute);
        String block = config.network().vpcCidr().toString();
        if (table.isPresent()
                && table.get().destinations().contains(block)
                && cloud.stacks().stack(Names.stack(config, "network")).isEmpty()) {
            problems.add(
                    "compute_private_rt_id = \"%s\" has a route to iot_vpc_cidr = %s already: remove it, or choose another block"
                            .formatted(compute.privateRouteTableId(), block));
        }
    }

    private void checkOwner(String variable, String id, Optional<String> vpc, ComputeVpc compute) {
        if (vpc.isEmpty()) {
            problems.add(
                    "%s = \"%s\": there is none such in %s"
                            .formatted(variable, id, config.region()));
        } else if (!vpc.get().equals(compute.vpcId())) {
            problems.add(
                    "%s = \"%s\" is of VPC %s and must be of compute_vpc_id = %s"
                            .formatted(variable, id, vpc.get(), compute.vpcId()));
        }
    }

    private static String sorted(Set<String> names) {
        return names.isEmpty() ? "none" : String.join(", ", new TreeSet<>(names));
    }
}
