package io.pythoflow.bench.past;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * What a backfill is to fill, whole days.
 *
 * @param from inclusive
 * @param to exclusive
 */
record PastRange(Instant from, Instant to) {
    /** When the first reading of every past was measured; long enough ago to be final. */
    static final Instant START = Instant.parse("2026-01-01T06:00:00Z");

    /** Around a past that begins at {@link #START} and lasts so long. */
    static PastRange of(Duration length) {
        return new PastRange(
                START.truncatedTo(ChronoUnit.DAYS),
                START.plus(length).truncatedTo(ChronoUnit.DAYS).plus(1, ChronoUnit.DAYS));
    }
}
