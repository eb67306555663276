package io.pythoflow.job.lake;

import io.pythoflow.job.aggregate.SensorAggregate;
import io.pythoflow.job.aggregate.SensorAggregate.Origin;
import io.pythoflow.job.aggregate.SensorAggregate.Quality;
import org.jspecify.annotations.Nullable;

/** The first row of a half-hour window that holds one value; tests say what differs. */
final class AggregateBuilder {

    private final String sensorId;
    private final String metric;
    private final long windowStart;
    private long lengthMillis = 1_800_000;
    private double mean = 1;
    private int revision;
    private long emittedAt;
    private Origin origin = Origin.LIVE;
    private @Nullable Long readingCount = 1L;
    private @Nullable Double receivedAtMean;

    AggregateBuilder(String sensorId, String metric, long windowStart) {
        this.sensorId = sensorId;
        this.metric = metric;
        this.windowStart = windowStart;
        this.receivedAtMean = (double) windowStart;
    }

    AggregateBuilder lasting(long millis) {
        lengthMillis = millis;
        return this;
    }

    AggregateBuilder mean(double value) {
        mean = value;
        return this;
    }

    AggregateBuilder emitted(long epochMillis, int asRevision, Origin by) {
        emittedAt = epochMillis;
        revision = asRevision;
        origin = by;
        return this;
    }

    AggregateBuilder readings(long count, double receivedAt) {
        readingCount = count;
        receivedAtMean = receivedAt;
        return this;
    }

    /** Of a window that was begun before readings were counted. */
    AggregateBuilder uncounted() {
        readingCount = null;
        receivedAtMean = null;
        return this;
    }

    SensorAggregate build() {
        return new SensorAggregate(
                sensorId,
                "irrigation-gateway-000",
                null,
                metric,
                null,
                windowStart,
                windowStart + lengthMillis,
                1,
                null,
                null,
                mean,
                mean,
                mean,
                null,
                mean,
                mean,
                mean,
                mean,
                mean,
                mean,
                mean,
                mean,
                windowStart,
                mean,
                windowStart,
                null,
                null,
                0,
                0,
                0,
                0,
                0,
                false,
                Quality.GOOD,
                revision,
                emittedAt,
                origin,
                readingCount,
                receivedAtMean);
    }
}
