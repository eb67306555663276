package io.pythoflow.job.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/**
 * Reads the arguments of a run over the past; what is wrong with them joins the problems of the
 * settings.
 */
final class Arguments {

    private static final Instant EARLIEST = Instant.ofEpochMilli(Long.MIN_VALUE);
    private static final Instant LATEST = Instant.ofEpochMilli(Long.MAX_VALUE);

    private Arguments() {}

    /** An instant that is needed, of those that epoch milliseconds can say. */
    static Optional<Instant> instant(String name, Optional<String> text, Settings settings) {
        if (text.isEmpty()) {
            settings.problem(
                    "%s is not set: must be an instant such as 2026-01-31T00:00:00Z"
                            .formatted(name));
            return Optional.empty();
        }
        try {
            Instant instant = Instant.parse(text.get());
            if (!instant.isBefore(EARLIEST) && !instant.isAfter(LATEST)) {
                return Optional.of(instant);
            }
        } catch (DateTimeException e) {
            // Said below.
        }
        settings.problem(
                "%s %s: must be an instant such as 2026-01-31T00:00:00Z"
                        .formatted(name, text.get()));
        return Optional.empty();
    }

    static void checkOrder(Instant from, Instant to, Settings settings) {
        if (!to.isAfter(from)) {
            settings.problem("--to %s: must be after --from %s".formatted(to, from));
        }
    }

    /**
     * A path or a URI, as a URI.
     *
     * @param kind of what is there, with its article
     */
    static Optional<URI> location(
            String name, Optional<String> text, String kind, Settings settings) {
        try {
            return text.map(Arguments::location);
        } catch (IllegalArgumentException e) {
            settings.problem(
                    "%s %s: must be %s or a URI (%s)"
                            .formatted(name, text.orElse(""), kind, e.getMessage()));
            return Optional.empty();
        }
    }

    private static URI location(String text) {
        return text.contains(":/")
                ? URI.create(text)
                : Path.of(text).toAbsolutePath().normalize().toUri();
    }
}
