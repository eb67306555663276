package io.pythoflow.job.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The arguments of the job on a cluster.
 *
 * @param properties file with property groups; without it they are the service's
 * @param backfill what to fill; empty for the stream
 */
public record LaunchArguments(Optional<String> properties, Optional<BackfillOptions> backfill) {

    private static final String PROPERTIES = "--properties";
    private static final String MODE = "--mode";
    private static final String FROM = "--from";
    private static final String TO = "--to";
    private static final String LEGACY_ROOT = "--legacy-root";
    private static final String ARCHIVE_ROOT = "--archive-root";
    private static final String FORCE = "--force";

    private static final Set<String> WITH_VALUE =
            Set.of(PROPERTIES, MODE, FROM, TO, LEGACY_ROOT, ARCHIVE_ROOT);
    private static final String STREAM = "stream";
    private static final String BACKFILL = "backfill";

    /**
     * Reads {@code [--properties FILE] [--mode stream]} or {@code [--properties FILE] --mode
     * backfill --from INSTANT --to INSTANT [--legacy-root URI] [--archive-root URI] [--force]}.
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
            } else if (!WITH_VALUE.contains(name)) {
                problems.add(
                        "'%s' is no argument: must be one of --properties FILE, --mode stream|backfill, --from, --to, --legacy-root, --archive-root, --force"
                                .formatted(name));
            } else if (i + 1 == arguments.length || arguments[i + 1].startsWith("--")) {
                problems.add("%s has no value".formatted(name));
            } else {
                i++;
                given.put(name, arguments[i]);
            }
        }
        String mode = given.getOrDefault(MODE, STREAM);
        if (!mode.equals(STREAM) && !mode.equals(BACKFILL)) {
            problems.add("--mode %s: must be stream or backfill".formatted(mode));
        }
        boolean backfill = mode.equals(BACKFILL);
        for (String name : List.of(FROM, TO, LEGACY_ROOT, ARCHIVE_ROOT, FORCE)) {
            if (mode.equals(STREAM) && given.containsKey(name)) {
                problems.add("%s: must not be set without --mode backfill".formatted(name));
            }
        }
        if (!problems.isEmpty()) {
            throw new ConfigurationException(problems);
        }
        return new LaunchArguments(
                Optional.ofNullable(given.get(PROPERTIES)),
                backfill ? Optional.of(options(given)) : Optional.empty());
    }

    private static BackfillOptions options(Map<String, String> given) {
        return new BackfillOptions(
                Optional.ofNullable(given.get(FROM)),
                Optional.ofNullable(given.get(TO)),
                Optional.ofNullable(given.get(LEGACY_ROOT)),
                Optional.ofNullable(given.get(ARCHIVE_ROOT)),
                given.containsKey(FORCE));
    }
}
