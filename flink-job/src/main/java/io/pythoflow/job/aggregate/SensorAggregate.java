package io.pythoflow.job.aggregate;

import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One row of {@code sensor_aggregates}: what one metric of one sensor did in one window. A window
 * that late readings change is emitted again with the next {@code revision}.
 *
 * <p>Instants are epoch milliseconds, UTC; {@code windowStart} is inclusive, {@code windowEnd}
 * exclusive. Values are in {@code unit}. A row exists only where there is at least one value, so
 * {@code count} is never below 1.
 *
 * @param unit null for a metric that the contract does not know and whose sender gave none
 * @param expectedCount values the sample period promises; null if unknown
 * @param completeness {@code count / expectedCount}, at most 1; null if unknown
 * @param stddev sample standard deviation; null below two values
 * @param maxGapSeconds longest time between two neighbouring values; null below two values
 * @param slopePerHour least-squares slope; null below two distinct instants
 * @param emittedAt when the row was made
 * @param readingCount readings of the sensor in the window, whatever they measured, without
 *     duplicates: the same in the newest rows of all its metrics; null where the window was begun
 *     by a job that did not count them
 * @param receivedAtMean mean time of receipt of those readings; null where their count is
 */
public record SensorAggregate(
        String sensorId,
        @Nullable String gatewayId,
        @Nullable String zoneId,
        String metric,
        @Nullable String unit,
        long windowStart,
        long windowEnd,
        long count,
        @Nullable Long expectedCount,
        @Nullable Double completeness,
        double min,
        double max,
        double mean,
        @Nullable Double stddev,
        double p05,
        double p25,
        double p50,
        double p75,
        double p95,
        double sum,
        double timeWeightedMean,
        double firstValue,
        long firstAt,
        double lastValue,
        long lastAt,
        @Nullable Double maxGapSeconds,
        @Nullable Double slopePerHour,
        long outOfRangeCount,
        long spikeCount,
        long lateCount,
        long duplicateCount,
        long historicalCount,
        boolean flatline,
        Quality quality,
        int revision,
        long emittedAt,
        Origin origin,
        @Nullable Long readingCount,
        @Nullable Double receivedAtMean) {

    /** How far the row can be trusted. */
    public enum Quality {
        GOOD,
        SUSPECT,
        BAD
    }

    /** Which path made the row. */
    public enum Origin {
        LIVE,
        BACKFILL;

        private final String column = name().toLowerCase(Locale.ROOT);

        /** The word of the {@code origin} column. */
        public String column() {
            return column;
        }
    }

    public SensorAggregate {
        Objects.requireNonNull(sensorId, "sensorId");
        Objects.requireNonNull(metric, "metric");
        Objects.requireNonNull(quality, "quality");
        Objects.requireNonNull(origin, "origin");
    }
}
