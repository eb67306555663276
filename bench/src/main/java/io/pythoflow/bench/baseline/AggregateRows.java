package io.pythoflow.bench.baseline;

import io.pythoflow.job.aggregate.SensorAggregate;
import io.pythoflow.job.aggregate.SensorAggregate.Origin;
import io.pythoflow.job.aggregate.SensorAggregate.Quality;

/** Rows of {@code sensor_aggregates} from the few figures that the baselines compute. */
final class AggregateRows {
    /** In place of an instant or a count that is not computed. */
    private static final long NOT_COMPUTED = -1;

    private AggregateRows() {}

    /** What is not computed is null, NaN or -1, and says of itself that it is suspect. */
    static SensorAggregate row(
            String sensorId, String metric, long start, long end, Statistics.Moments moments) {
        return new SensorAggregate(
                sensorId,
                null,
                null,
                metric,
                null,
                start,
                end,
                moments.count,
                null,
                null,
                moments.min,
                moments.max,
                moments.mean,
                moments.deviation(),
                Double.NaN,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                NOT_COMPUTED,
                Double.NaN,
                NOT_COMPUTED,
                null,
                null,
                NOT_COMPUTED,
                NOT_COMPUTED,
                NOT_COMPUTED,
                NOT_COMPUTED,
                NOT_COMPUTED,
                false,
                Quality.SUSPECT,
                0,
                System.currentTimeMillis(),
                Origin.LIVE,
                null,
                null);
    }
}
