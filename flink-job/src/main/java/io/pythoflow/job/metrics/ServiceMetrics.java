package io.pythoflow.job.metrics;

import io.pythoflow.contract.operation.ServiceMetric;
import io.pythoflow.contract.operation.ServiceMetric.Kind;
import java.util.function.LongSupplier;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MeterView;
import org.apache.flink.metrics.MetricGroup;

/**
 * Registers an operator's metrics for the service once more, under the names that alarms know. They
 * look at what the operator counts anyway, from the threads that report metrics, so a record costs
 * nothing more.
 */
public final class ServiceMetrics {

    private final MetricGroup group;

    private ServiceMetrics(MetricGroup group) {
        this.group = group;
    }

    /** For the operator whose group this is. */
    public static ServiceMetrics in(MetricGroup operator) {
        return new ServiceMetrics(operator.addGroup(ServiceMetric.GROUP));
    }

    /** How fast a counter grows. */
    public ServiceMetrics rate(ServiceMetric metric, Counter counter) {
        group.meter(idOf(metric, Kind.RATE), new MeterView(counter));
        return this;
    }

    /** By how much a counter has grown lately. */
    public ServiceMetrics recent(ServiceMetric metric, Counter counter) {
        group.gauge(idOf(metric, Kind.RECENT), new RecentGrowth(counter));
        return this;
    }

    /**
     * A value as it is.
     *
     * @param value called by the threads that report metrics
     */
    public ServiceMetrics level(ServiceMetric metric, LongSupplier value) {
        group.<Long, Gauge<Long>>gauge(idOf(metric, Kind.LEVEL), value::getAsLong);
        return this;
    }

    private static String idOf(ServiceMetric metric, Kind kind) {
        if (metric.kind() != kind) {
            throw new IllegalArgumentException(
                    metric.id() + " is a " + metric.kind() + " and cannot be reported as " + kind);
        }
        return metric.id();
    }
}
