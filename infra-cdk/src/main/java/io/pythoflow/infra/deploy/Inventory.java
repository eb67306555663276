package io.pythoflow.infra.deploy;

import io.pythoflow.infra.config.InfraConfig;
import io.pythoflow.infra.config.InfraConfig.OnDestroy;
import io.pythoflow.infra.deploy.StackCatalog.Resource;
import io.pythoflow.infra.deploy.StackCatalog.Stack;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an environment has in an account, as its stacks were deployed: what goes with them and what
 * stays.
 *
 * @param stacks name → its resources
 * @param emptied buckets that are emptied, since they go with all that they hold
 */
record Inventory(String environment, Map<String, List<Resource>> stacks, List<String> emptied) {

    private static final String BUCKET = "AWS::S3::Bucket";
    private static final String ADOPTED_THING = "Custom::AdoptedThing";

    static Inventory of(InfraConfig config, StackCatalog catalog) {
        Map<String, List<Resource>> stacks = new LinkedHashMap<>();
        for (Stack stack : catalog.stacks()) {
            if (Tags.isOurs(stack) && Tags.environment(stack).equals(config.environment())) {
                stacks.put(stack.name(), catalog.resources(stack.name()));
            }
        }
        // A file that says keep is believed, whatever was deployed.
        List<String> emptied =
                config.lake().onDestroy() == OnDestroy.KEEP
                        ? List.of()
                        : stacks.values().stream()
                                .flatMap(List::stream)
                                .filter(one -> one.type().equals(BUCKET) && !one.stays())
                                .filter(one -> !one.physicalId().isEmpty())
                                .map(Resource::physicalId)
                                .toList();
        return new Inventory(config.environment(), stacks, emptied);
    }

    boolean isEmpty() {
        return stacks.isEmpty();
    }

    /** For the person who decides. */
    String describe(InfraConfig config) {
        List<String> lines = new ArrayList<>();
        lines.add("These go:");
        stacks.forEach(
                (name, resources) ->
                        lines.add(
                                "  %-36s %d resources"
                                        .formatted(
                                                name,
                                                resources.stream()
                                                        .filter(one -> !one.stays())
                                                        .count())));
        emptied.forEach(bucket -> lines.add("  everything in bucket " + bucket));
        lines.add("  the retained system document: rules, pause and emergency stop");
        lines.add("These stay:");
        List<String> staying = staying();
        lines.addAll(staying.isEmpty() ? List.of("  nothing") : staying);
        if (config.lake().onDestroy() == OnDestroy.DELETE
                && emptied.isEmpty()
                && !staying.isEmpty()) {
            lines.add(
                    "on_destroy = \"delete\" holds for what was deployed with it: for these to go, deploy once more first");
        }
        return String.join(System.lineSeparator(), lines);
    }

    private List<String> staying() {
        List<String> lines = new ArrayList<>();
        stacks.values().stream()
                .flatMap(List::stream)
                .forEach(
                        resource -> {
                            if (resource.type().equals(ADOPTED_THING)) {
                                lines.add(
                                        "  %s and its certificate, which were adopted"
                                                .formatted(
                                                        resource.physicalId()
                                                                .replaceFirst("^adopted:", "")));
                            } else if (resource.stays()) {
                                lines.add(
                                        "  %s %s"
                                                .formatted(resource.type(), resource.physicalId()));
                            }
                        });
        return lines;
    }
}
