package io.pythoflow.job.aggregate;

import io.pythoflow.contract.metric.Metric;
import io.pythoflow.job.aggregate.SensorAggregate.Origin;
import io.pythoflow.job.aggregate.SensorAggregate.Quality;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes a row of what a window holds of a metric. */
final class AggregateRow {
    /** Fewer equal values than this are no flatline. */
    static final int FLATLINE_MINIMUM = 10;

    private static final double BAD_BELOW = 0.5;
    private static final double SUSPECT_BELOW = 0.75;
    private static final double MILLIS_PER_SECOND = 1_000;

    /** What is honestly zero for hours: nights, dry weather, closed valves, calm air. */
    private static final Set<Metric> AT_REST_ZERO =
            EnumSet.of(
                    Metric.RAIN,
                    Metric.LIGHT,
                    Metric.ILLUMINANCE,
                    Metric.UV_INTENSITY,
                    Metric.SOLAR_RADIATION,
                    Metric.FLOW_RATE,
                    Metric.WIND_SPEED,
                    Metric.WIND_GUST);

    private AggregateRow() {}

    /**
     * The metric's next revision.
     *
     * @param points what the metric keeps
     */
    static SensorAggregate of(
            SensorWindow window,
            MetricWindow metric,
            Points points,
            String sensorId,
            Origin origin,
            long emittedAt) {
        Metric known = metric.knownMetric();
        Averaging averaging = Averaging.of(known);
        FoldedPoints folded = metric.folded();

        Moments moments =
                folded == null ? Moments.of(points, averaging) : folded.momentsWith(points);
        Percentiles percentiles =
                folded == null
                        ? Percentiles.exact(points.values())
                        : folded.percentilesWith(points);
        Course course = folded == null ? courseOf(known, points) : folded.courseWith(points);
        long outOfRange =
                MetricWindow.outOfRange(known, points) + (folded == null ? 0 : folded.outOfRange());
        int firstOffset = folded == null ? points.offsets()[0] : folded.firstOffset();
        double firstValue = folded == null ? points.values()[0] : folded.firstValue();
        int newest = points.size() - 1;

        Long expected = expectedCount(window);
        Double completeness =
                expected == null ? null : Math.min(1, (double) moments.count() / expected);
        boolean flatline = flatline(known, moments);
        boolean flagged = outOfRange > 0 || course.spikes() > 0 || flatline;
        double mean = moments.mean(averaging);
        return new SensorAggregate(
                sensorId,
                window.gatewayId(),
                window.zoneId(),
                metric.metric(),
                metric.unit(),
                window.start(),
                window.end(),
                moments.count(),
                expected,
                completeness,
                moments.min(),
                moments.max(),
                mean,
                moments.sampleDeviation(),
                percentiles.p05(),
                percentiles.p25(),
                percentiles.p50(),
                percentiles.p75(),
                percentiles.p95(),
                moments.sum(),
                course.timeWeightedMean(window.lengthMillis(), mean),
                firstValue,
                window.start() + firstOffset,
                points.values()[newest],
                window.start() + points.offsets()[newest],
                moments.count() < 2 ? null : course.largestGapMillis() / MILLIS_PER_SECOND,
                moments.slopePerHour(),
                outOfRange,
                course.spikes(),
                metric.late(),
                metric.duplicates(),
                metric.historical(),
                flatline,
                quality(completeness, flagged),
                metric.takeRevision(),
                emittedAt,
                origin,
                window.readingCount(),
                window.receivedAtMean());
    }

    private static Course courseOf(@Nullable Metric metric, Points points) {
        Course course = new Course(metric);
        course.follow(points);
        return course;
    }

    /** At least one, since a sensor that is slower than the window still sends now and then. */
    private static @Nullable Long expectedCount(SensorWindow window) {
        Integer period = window.samplePeriodSeconds();
        return period == null
                ? null
                : Math.max(1, (long) (window.lengthMillis() / (period * MILLIS_PER_SECOND)));
    }

    private static boolean flatline(@Nullable Metric metric, Moments moments) {
        boolean resting = moments.max() == 0 && metric != null && AT_REST_ZERO.contains(metric);
        return moments.count() >= FLATLINE_MINIMUM && moments.min() == moments.max() && !resting;
    }

    private static Quality quality(@Nullable Double completeness, boolean flagged) {
        if (completeness != null && completeness < BAD_BELOW) {
            return Quality.BAD;
        }
        boolean sparse = completeness != null && completeness < SUSPECT_BELOW;
        return sparse || flagged ? Quality.SUSPECT : Quality.GOOD;
    }
}
