package io.pythoflow.job.aggregate;

import io.pythoflow.job.aggregate.SensorAggregate.Origin;
import java.io.Serializable;
import java.time.Duration;
import java.util.Objects;

/**
 * How windows are cut, kept and corrected.
 *
 * @param length of a window, 1 ms to 24 days; windows are aligned to the epoch
 * @param lateness how long after its end, in event time, a window takes readings
 * @param revisionInterval how long corrections of a sensor's windows are gathered before they are
 *     emitted, in processing time
 * @param exactLimit values of a metric in a window up to which every statistic is exact, at least
 *     16; beyond it see {@link FoldedPoints}
 * @param origin what the rows say of themselves
 */
public record WindowSettings(
        Duration length,
        Duration lateness,
        Duration revisionInterval,
        int exactLimit,
        Origin origin)
        implements Serializable {
    /** Percentiles of this many doubles are cheaper exact than by any sketch. */
    public static final int DEFAULT_EXACT_LIMIT = 1_024;

    private static final Duration LONGEST = Duration.ofDays(24);
    private static final int SMALLEST_EXACT_LIMIT = 16;

    public WindowSettings {
        Objects.requireNonNull(origin, "origin");
        // Offsets in a window are ints of milliseconds.
        if (length.toMillis() < 1 || length.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "Window length is %s: choose one between PT0.001S and %s"
                            .formatted(length, LONGEST));
        }
        if (lateness.isNegative()) {
            throw new IllegalArgumentException(
                    "Lateness is %s: choose zero or a positive duration".formatted(lateness));
        }
        if (revisionInterval.toMillis() < 1) {
            throw new IllegalArgumentException(
                    "Revision interval is %s: choose a positive duration"
                            .formatted(revisionInterval));
        }
        if (exactLimit < SMALLEST_EXACT_LIMIT) {
            throw new IllegalArgumentException(
                    "Exact limit is %d: choose at least %d"
                            .formatted(exactLimit, SMALLEST_EXACT_LIMIT));
        }
    }
}
