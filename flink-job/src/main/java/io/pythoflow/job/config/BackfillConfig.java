package io.pythoflow.job.config;

import io.pythoflow.contract.property.JobProperties;
import io.pythoflow.contract.property.PropertyType;
import java.net.URI;
import java.nio.file.Path;
import java.time.DateTimeException;
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
            checkOrder(from.get(), to.get(), settings);
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
        if (text.isEmpty()) {
            settings.problem(
                    "%s is not set: must be an instant such as 2026-01-31T00:00:00Z"
                            .formatted(name));
            return Optional.empty();
        }
        Instant edge;
        Instant before;
        try {
            edge = Instant.parse(text.get());
            before = floor(edge, window.length());
        } catch (DateTimeException | ArithmeticException e) {
            settings.problem(
                    "%s %s: must be an instant such as 2026-01-31T00:00:00Z"
                            .formatted(name, text.get()));
            return Optional.empty();
        }
        if (!before.equals(edge)) {
            settings.problem(
                    "%s %s: must be where a window begins, with window.length = %s the nearest are %s and %s"
                            .formatted(
                                    name,
                                    text.get(),
                                    PropertyType.print(window.length()),
                                    before,
                                    before.plus(window.length())));
        }
        return Optional.of(edge);
    }

    private static void checkOrder(Instant from, Instant to, Settings settings) {
        if (!to.isAfter(from)) {
            settings.problem("--to %s: must be after --from %s".formatted(to, from));
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
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            URI folder = folder(text.get());
            folders.complaint(folder)
                    .ifPresent(
                            complaint ->
                                    settings.problem(
                                            "%s %s: %s".formatted(name, text.get(), complaint)));
            return Optional.of(folder);
        } catch (IllegalArgumentException e) {
            settings.problem(
                    "%s %s: must be a folder or a URI (%s)"
                            .formatted(name, text.get(), e.getMessage()));
            return Optional.empty();
        }
    }

    private static URI folder(String text) {
        return text.contains(":/")
                ? URI.create(text)
                : Path.of(text).toAbsolutePath().normalize().toUri();
    }

    /** The file systems, as far as the configuration asks them. */
    @FunctionalInterface
    public interface Folders {

        /** Why the folder cannot be read; empty if it can. */
        Optional<String> complaint(URI folder);
    }
}
