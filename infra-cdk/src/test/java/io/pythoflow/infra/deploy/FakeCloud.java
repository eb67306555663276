package io.pythoflow.infra.deploy;

import io.pythoflow.infra.deploy.CloudException.Reason;
import io.pythoflow.infra.deploy.Identity.Caller;
import io.pythoflow.infra.deploy.NetworkCatalog.RouteTable;
import io.pythoflow.infra.deploy.StackCatalog.Resource;
import io.pythoflow.infra.deploy.StackCatalog.Stack;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** An account in which everything is as a deploy wants it, until a test says otherwise. */
final class FakeCloud {

    static final String ACCOUNT = "123456789012";

    private final Map<String, Stack> stacks = new HashMap<>();
    private final Map<String, List<Resource>> resources = new HashMap<>();
    private final Map<String, CloudException> silent = new HashMap<>();
    private final Map<String, String> buckets = new HashMap<>();
    private final Set<String> things = new HashSet<>();
    private final Map<String, String> certificates = new HashMap<>();
    private Set<String> zones = Set.of("us-east-1a", "us-east-1b", "us-east-1c");
    private Set<String> iotZones = zones;
    private final Map<String, List<String>> vpcs = new HashMap<>();
    private final Map<String, String> groups = new HashMap<>();
    private final Map<String, RouteTable> tables = new HashMap<>();

    FakeCloud() {
        addStack("CDKToolkit", "CREATE_COMPLETE", Map.of(), Map.of("BootstrapVersion", "28"));
    }

    FakeCloud addStack(
            String name, String status, Map<String, String> tags, Map<String, String> outputs) {
        stacks.put(name, new Stack(name, status, tags, outputs));
        return this;
    }

    FakeCloud addStackOf(String environment, String part, Resource... contents) {
        String name = "pythoflow-" + environment + "-" + part;
        resources.put(name, List.of(contents));
        return addStack(
                name,
                "CREATE_COMPLETE",
                Map.of("Project", "pythoflow", "Environment", environment),
                Map.of());
    }

    FakeCloud withoutStack(String name) {
        stacks.remove(name);
        return this;
    }

    FakeCloud addBucket(String bucket, String region) {
        buckets.put(bucket, region);
        return this;
    }

    FakeCloud addThing(String thing) {
        things.add(thing);
        return this;
    }

    FakeCloud addCertificate(String id, String status) {
        certificates.put(id, status);
        return this;
    }

    FakeCloud offerZones(Set<String> zones, Set<String> iotZones) {
        this.zones = zones;
        this.iotZones = iotZones;
        return this;
    }

    FakeCloud addVpc(String id, String block, String group, String table, String... destinations) {
        vpcs.put(id, List.of(block));
        groups.put(group, id);
        tables.put(table, new RouteTable(id, List.of(destinations)));
        return this;
    }

    /** From now on this question finds no answer. */
    FakeCloud refuse(String question, Reason reason) {
        silent.put(question, new CloudException(reason, question + ": no", null));
        return this;
    }

    Cloud cloud() {
        return new Cloud(
                () -> {
                    answer("caller");
                    return new Caller(ACCOUNT, "arn:aws:iam::" + ACCOUNT + ":user/farmer");
                },
                new Stacks(),
                new Buckets(),
                new Network(),
                new Devices(),
                () -> {});
    }

    private void answer(String question) {
        if (silent.containsKey(question)) {
            throw silent.get(question);
        }
    }

    private final class Stacks implements StackCatalog {
        @Override
        public List<Stack> stacks() {
            answer("stacks");
            return stacks.values().stream().sorted((a, b) -> a.name().compareTo(b.name())).toList();
        }

        @Override
        public Optional<Stack> stack(String name) {
            answer("stack");
            return Optional.ofNullable(stacks.get(name));
        }

        @Override
        public List<Resource> resources(String stackName) {
            return resources.getOrDefault(stackName, List.of());
        }
    }

    private final class Buckets implements BucketStore {
        @Override
        public Optional<String> region(String bucket) {
            answer("bucket");
            return Optional.ofNullable(buckets.get(bucket));
        }

        @Override
        public List<Version> versions(String bucket) {
            return List.of();
        }

        @Override
        public void delete(String bucket, List<Version> versions) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<Upload> uploads(String bucket) {
            return new ArrayList<>();
        }

        @Override
        public void abort(String bucket, Upload upload) {
            throw new UnsupportedOperationException();
        }
    }

    private final class Network implements NetworkCatalog {
        @Override
        public Set<String> availabilityZones() {
            answer("zones");
            return zones;
        }

        @Override
        public Set<String> iotDataZones() {
            answer("iot zones");
            return iotZones;
        }

        @Override
        public Optional<List<String>> vpcCidrs(String vpcId) {
            return Optional.ofNullable(vpcs.get(vpcId));
        }

        @Override
        public Optional<String> vpcOfSecurityGroup(String groupId) {
            return Optional.ofNullable(groups.get(groupId));
        }

        @Override
        public Optional<RouteTable> routeTable(String tableId) {
            return Optional.ofNullable(tables.get(tableId));
        }
    }

    private final class Devices implements ThingCatalog {
        @Override
        public boolean exists(String thing) {
            answer("thing");
            return things.contains(thing);
        }

        @Override
        public Optional<String> certificateStatus(String certificateId) {
            return Optional.ofNullable(certificates.get(certificateId));
        }
    }
}
