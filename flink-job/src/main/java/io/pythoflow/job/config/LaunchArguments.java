package io.pythoflow.job.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The arguments of the job on a cluster.
 *
 * @param properties file with property groups; without it they are the service's
 * @param backfill what to fill; empty for everything else
 * @param evaluate which past to try rules on; empty for everything else
 */
public record LaunchArguments(
        Optional<String> properties,
        Optional<BackfillOptions> backfill,
        Optional<EvaluateOptions> evaluate) {

    private static final String PROPERTIES = "--properties";
    private static final String MODE = "--mode";
    private static final String FROM = "--from";
    private static final String TO = "--to";
    private static final String LEGACY_ROOT = "--legacy-root";
    private static final String ARCHIVE_ROOT = "--archive-root";
    private static final String FORCE = "--force";
    private static final String RULES = "--rules";
    private static final String WARM_UP = "--warm-up";
    private static final String OUTPUT = "--output";
    private static final String ORDER = "--order";
    private static final String SOIL = "--soil";

    private static final List<String> ALL =
            List.of(
                    PROPERTIES,
                    MODE,
                    FROM,
                    TO,
                    LEGACY_ROOT,
                    ARCHIVE_ROOT,
                    FORCE,
                    RULES,
                    WARM_UP,
                    OUTPUT,
                    ORDER,
                    SOIL);
    private static final String STREAM = "stream";
    private static final String BACKFILL = "backfill";
    private static final String EVALUATE = "evaluate";

    /**
     * Reads {@code [--properties FILE]} and one of
     *
     * <ul>
     *   <li>{@code [--mode stream]}
     *   <li>{@code --mode backfill --from INSTANT --to INSTANT [--legacy-root URI] [--archive-root
     *       URI] [--force]}
     *   <li>{@code --mode evaluate --rules FILE --from INSTANT --to INSTANT [--warm-up DURATION]
     *       [--output URI] [--order received|measured] [--soil recorded|modelled]}
     * </ul>
     *
     * @throws ConfigurationException with every argument that cannot be used
     */
    public static LaunchArguments parse(String... arguments) {
        List<String> problems = new ArrayList<>();
        Map<String, String> given = new HashMap<>();
        for (int i = 0; i < arguments.length; i++) {
            String name = arguments[i];
            if (name.equals(FORCE)) {
                given.put(name, "");
            } else if (!ALL.contains(name)) {
                problems.add(
                        "'%s' is no argument: must be one of %s"
                                .formatted(name, String.join(", ", ALL)));
            } else if (i + 1 == arguments.length || arguments[i + 1].startsWith("--")) {
                problems.add("%s has no value".formatted(name));
            } else {
                i++;
                given.put(name, arguments[i]);
            }
        }
        String mode = given.getOrDefault(MODE, STREAM);
        if (!List.of(STREAM, BACKFILL, EVALUATE).contains(mode)) {
            problems.add("--mode %s: must be stream, backfill or evaluate".formatted(mode));
        } else {
            for (String name : ALL) {
                List<String> modes = modesOf(name);
                if (given.containsKey(name) && !modes.contains(mode)) {
                    problems.add(
                            "%s: must not be set without --mode %s"
                                    .formatted(name, String.join(" or ", modes)));
                }
            }
        }
        if (!problems.isEmpty()) {
            throw new ConfigurationException(problems);
        }
        return new LaunchArguments(
                Optional.ofNullable(given.get(PROPERTIES)),
                mode.equals(BACKFILL) ? Optional.of(backfill(given)) : Optional.empty(),
                mode.equals(EVALUATE) ? Optional.of(evaluate(given)) : Optional.empty());
    }

    private static List<String> modesOf(String name) {
        return switch (name) {
            case FROM, TO -> List.of(BACKFILL, EVALUATE);
            case LEGACY_ROOT, ARCHIVE_ROOT, FORCE -> List.of(BACKFILL);
            case RULES, WARM_UP, OUTPUT, ORDER, SOIL -> List.of(EVALUATE);
            default -> List.of(STREAM, BACKFILL, EVALUATE);
        };
    }

    private static BackfillOptions backfill(Map<String, String> given) {
        return new BackfillOptions(
                Optional.ofNullable(given.get(FROM)),
                Optional.ofNullable(given.get(TO)),
                Optional.ofNullable(given.get(LEGACY_ROOT)),
                Optional.ofNullable(given.get(ARCHIVE_ROOT)),
                given.containsKey(FORCE));
    }

    private static EvaluateOptions evaluate(Map<String, String> given) {
        return new EvaluateOptions(
                Optional.ofNullable(given.get(RULES)),
                Optional.ofNullable(given.get(FROM)),
                Optional.ofNullable(given.get(TO)),
                Optional.ofNullable(given.get(WARM_UP)),
                Optional.ofNullable(given.get(OUTPUT)),
                Optional.ofNullable(given.get(ORDER)),
                Optional.ofNullable(given.get(SOIL)));
    }
}
