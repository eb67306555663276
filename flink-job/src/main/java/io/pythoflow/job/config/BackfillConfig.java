package io.pythoflow.job.config;

import io.pythoflow.contract.property.JobProperties;
import io.pythoflow.contract.property.PropertyType;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * Everything a backfill is told, read once at start. The settings are the stream's; those of the
 * broker are not needed and not looked at, but for how long it keeps a session.
 *
 * @param from start of the first window, epoch milliseconds
 * @param to end of the last window, epoch milliseconds
 * @param startedAt when this run began, epoch milliseconds; its rows say so
 * @param duplicateMemory how far apart two copies of a message may have been received
 */
public record BackfillConfig(
        long from,
        long to,
        Optional<URI> legacyRoot,
        Optional<URI> archiveRoot,
        long startedAt,
        Duration duplicateMemory,
        IngestConfig ingest,
        WindowConfig window,
        LakeConfig lake) {

    /**
     * Reads the configuration.
     *
     * @param groups property groups by id, as for {@link JobConfig#from}
     * @param environment of the process, as for {@link JobConfig#from}
     * @param now when this run begins
     * @param folders looks for the folders that are named: an empty past would be a silent mistake
     * @throws ConfigurationException with every problem
     */
    public static BackfillConfig from(
            Map<String, Properties> groups,
            Map<String, String> environment,
            BackfillOptions options,
            Instant now,
            Folders folders) {
        Settings settings = new Settings(groups, environment);
        WindowConfig window = WindowConfig.from(settings);
        Optional<Instant> from = edge("--from", options.from(), window, settings);
        Optional<Instant> to = edge("--to", options.to(), window, settings);
        if (from.isPresent() && to.isPresent()) {
            Arguments.checkOrder(from.get(), to.get(), settings);
        }
        if (to.isPresent() && !options.forced()) {
            checkFinality(to.get(), window, now, settings);
        }
        BackfillConfig config =
                new BackfillConfig(
                        from.map(Instant::toEpochMilli).orElse(0L),
                        to.map(Instant::toEpochMilli).orElse(0L),
                        folder("--legacy-root", options.legacyRoot(), folders, settings),
                        folder("--archive-root", options.archiveRoot(), folders, settings),
                        now.toEpochMilli(),
                        JobConfig.duplicateMemory(
                                settings.value(JobProperties.MQTT_SESSION_EXPIRY),
                                window.lateness()),
                        IngestConfig.from(settings),
                        window,
                        LakeConfig.from(settings));
        settings.failOnProblems();
        return config;
    }

    /** Whether anything beside our own readings is read. */
    public boolean readsMore() {
        return legacyRoot.isPresent() || archiveRoot.isPresent();
    }

    private static Optional<Instant> edge(
            String name, Optional<String> text, WindowConfig window, Settings settings) {
        Optional<Instant> edge = Arguments.instant(name, text, settings);
        edge.ifPresent(at -> checkWindow(name, at, window, settings));
        return edge;
    }

    private static void checkWindow(
            String name, Instant edge, WindowConfig window, Settings settings) {
        Instant before = floor(edge, window.length());
        if (!before.equals(edge)) {
            settings.problem(
                    "%s %s: must be where a window begins, with window.length = %s the nearest are %s and %s"
                            .formatted(
                                    name,
                                    edge,
                                    PropertyType.print(window.length()),
                                    before,
                                    before.plus(window.length())));
        }
    }

    private static void checkFinality(
            Instant to, WindowConfig window, Instant now, Settings settings) {
        Instant latest = floor(now.minus(window.lateness()), window.length());
        if (to.isAfter(latest)) {
            settings.problem(
                    "--to %s: must be at most %s, because the live job may still revise the windows behind it (window.lateness = %s); --force fills them all the same"
                            .formatted(to, latest, PropertyType.print(window.lateness())));
        }
    }

    private static Instant floor(Instant instant, Duration length) {
        long millis = length.toMillis();
        return Instant.ofEpochMilli(Math.floorDiv(instant.toEpochMilli(), millis) * millis);
    }

    private static Optional<URI> folder(
            String name, Optional<String> text, Folders folders, Settings settings) {
        Optional<URI> folder = Arguments.location(name, text, "a folder", settings);
        folder.flatMap(folders::complaint)
                .ifPresent(
                        complaint ->
                                settings.problem(
                                        "%s %s: %s"
                                                .formatted(name, text.orElseThrow(), complaint)));
        return folder;
    }

    /** The file systems, as far as the configuration asks them. */
    @FunctionalInterface
    public interface Folders {

        /** Why the folder cannot be read; empty if it can. */
        Optional<String> complaint(URI folder);
    }
}
