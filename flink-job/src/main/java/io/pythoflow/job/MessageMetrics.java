package io.pythoflow.job;

import io.pythoflow.contract.operation.ServiceMetric;
import io.pythoflow.job.metrics.ServiceMetrics;
import io.pythoflow.job.mqtt.MetricsExport;
import org.apache.flink.metrics.MetricGroup;

/** What the service is told of the messages of the field. */
final class MessageMetrics implements MetricsExport {
    private static final long serialVersionUID = 1L;

    @Override
    public void register(MetricGroup reader, Counts counts) {
        ServiceMetrics.in(reader)
                .rate(ServiceMetric.MESSAGES, counts.messages())
                .rate(ServiceMetric.WINDOW_FULL, counts.windowFullMs())
                .recent(ServiceMetric.SESSIONS_LOST, counts.sessionsLost())
                .level(ServiceMetric.OLDEST_UNACKNOWLEDGED, counts::oldestUnackedAgeMs);
    }
}
