package io.pythoflow.infra.monitoring;

import io.pythoflow.contract.operation.ServiceMetric;
import io.pythoflow.contract.operation.ServiceMetric.Kind;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.MathExpression;
import software.amazon.awscdk.services.cloudwatch.Metric;
import software.amazon.awscdk.services.cloudwatch.Stats;

/**
 * The metrics of one environment. None names a unit: CloudWatch finds nothing where it is not the
 * one that a metric was published with, and that of the job's metrics is nowhere documented.
 */
final class Metrics {

    static final Duration MINUTE = Duration.minutes(1);
    static final Duration FIVE_MINUTES = Duration.minutes(5);

    private final Map<String, String> application;

    /**
     * @param application name of the Flink application, a token
     */
    Metrics(String application) {
        this.application = Map.of(ServiceMetric.DIMENSION, application);
    }

    /** The largest value that a subtask had within the period. */
    Metric highest(ServiceMetric metric, Duration period) {
        return ours(metric, period, Stats.MAXIMUM);
    }

    /**
     * The sum of what all subtasks said, each time they were asked within the period: good for
     * shares, where the number of samples cancels out.
     */
    Metric added(ServiceMetric metric, Duration period) {
        if (metric.kind() == Kind.LEVEL) {
            throw new IllegalArgumentException(
                    metric.id() + " of several subtasks adds up to nothing");
        }
        return ours(metric, period, Stats.SUM);
    }

    /** How often the service asked the job within the period: one subtask reports this metric. */
    Metric samples(Duration period) {
        return ours(ServiceMetric.RULES_VERSION, period, Stats.SAMPLE_COUNT);
    }

    /**
     * What the subtasks' values come to. The service takes some samples a minute of each subtask;
     * how many is counted where there is one subtask, so it may take more or less, and autoscaling
     * may change the number of subtasks.
     */
    IMetric total(ServiceMetric metric, Duration period, String label) {
        return MathExpression.Builder.create()
                .expression(metric.id() + " / samples")
                .usingMetrics(
                        sorted(
                                Map.of(
                                        metric.id(),
                                        added(metric, period),
                                        "samples",
                                        samples(period))))
                .period(period)
                .label(label)
                .build();
    }

    /** One of the service's own, of this application. */
    Metric service(AwsMetric metric, Duration period, String statistic) {
        return of(metric, application, period, statistic);
    }

    static Metric of(
            AwsMetric metric, Map<String, String> dimensions, Duration period, String statistic) {
        return Metric.Builder.create()
                .namespace(metric.namespace())
                .metricName(metric.id())
                .dimensionsMap(dimensions)
                .period(period)
                .statistic(statistic)
                .build();
    }

    private Metric ours(ServiceMetric metric, Duration period, String statistic) {
        return Metric.Builder.create()
                .namespace(ServiceMetric.NAMESPACE)
                .metricName(metric.id())
                .dimensionsMap(application)
                .period(period)
                .statistic(statistic)
                .label(metric.id())
                .build();
    }

    /** In one order, or a template would list them in another with each synthesis. */
    static Map<String, IMetric> sorted(Map<String, ? extends IMetric> metrics) {
        return new TreeMap<>(metrics);
    }
}
