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
 * @param contradicted buckets that were deployed to go and are to stay by now: neither is done
 */
record Inventory(
        Map<String, List<Resource>> stacks, List<String> emptied, List<String> contradicted) {

    private static final String BUCKET = "AWS::S3::Bucket";
    private static final String ADOPTED_THING = "Custom::AdoptedThing";

    static Inventory of(InfraConfig config, Assembly assembly, StackCatalog catalog) {
        Map<String, List<Resource>> stacks = new LinkedHashMap<>();
        List<String> emptied = new ArrayList<>();
        List<String> contradicted = new ArrayList<>();
        for (Stack stack : catalog.stacks()) {
            if (!Tags.isOurs(stack) || !Tags.environment(stack).equals(config.environment())) {
                continue;
            }
            List<Resource> resources = catalog.resources(stack.name());
            stacks.put(stack.name(), resources);
            for (Resource resource : resources) {
                if (resource.type().equals(BUCKET)
                        && !resource.stays()
                        && !resource.physicalId().isEmpty()) {
                    (assembly.keeps(stack.name(), resource.logicalId()) ? contradicted : emptied)
                            .add(resource.physicalId());
                }
            }
        }
        return new Inventory(stacks, emptied, contradicted);
    }

    /**
     * Stops where the file says keep and what was deployed says delete.
     *
     * @throws ContradictionException naming the buckets
     */
    Inventory withoutContradiction() {
        if (!contradicted.isEmpty()) {
            throw new ContradictionException(
                    "Deployed with on_destroy = \"delete\", and to be kept by now: bucket "
                            + String.join(", ", contradicted)
                            + ". Deploy once more first, so that it stays; nothing was done");
        }
        return this;
    }

    /** What was deployed and what the file says exclude each other. */
    static final class ContradictionException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        ContradictionException(String message) {
            super(message);
        }
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
        if (config.lake().onDestroy() == OnDestroy.DELETE && keepsBuckets()) {
            lines.add(
                    "on_destroy = \"delete\" holds for what was deployed with it: for these to go, deploy once more first");
        }
        return String.join(System.lineSeparator(), lines);
    }

    private boolean keepsBuckets() {
        return stacks.values().stream()
                .flatMap(List::stream)
                .anyMatch(one -> one.type().equals(BUCKET) && one.stays());
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
