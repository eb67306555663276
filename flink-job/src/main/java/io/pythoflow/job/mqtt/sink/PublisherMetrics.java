package io.pythoflow.job.mqtt.sink;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

/**
 * What a publisher counts. Written on the event loop only; gauges are read by the metric reporters,
 * hence the volatile fields behind them.
 */
final class PublisherMetrics {
    /** PUBLISH packets handed to a connection, those sent again included. */
    final Counter published;

    /** Publications that the broker took. */
    final Counter acknowledged;

    /** Publications whose time was over before the broker had taken them. */
    final Counter expired;

    /** PUBLISH packets that repeat one that was refused for the time being, or not answered. */
    final Counter retried;

    /** Connections after the first. */
    final Counter reconnects;

    private final Counter rejected;
    private final Map<PublishReason, Counter> rejectedBy = new EnumMap<>(PublishReason.class);
    private volatile long inFlight;
    private volatile long publishLatencyMs;

    PublisherMetrics(MetricGroup metrics) {
        MetricGroup group = metrics.addGroup("mqtt");
        published = group.counter("published");
        acknowledged = group.counter("acknowledged");
        expired = group.counter("expired");
        retried = group.counter("retried");
        reconnects = group.counter("reconnects");
        rejected = group.counter("rejected");
        for (PublishReason reason : PublishReason.values()) {
            if (reason.handling() == PublishReason.Handling.REJECTED) {
                rejectedBy.put(
                        reason,
                        group.addGroup("reason", reason.name().toLowerCase(Locale.ROOT))
                                .counter("rejected"));
            }
        }

        group.<Long, Gauge<Long>>gauge("inFlight", () -> inFlight);
        group.<Long, Gauge<Long>>gauge("publishLatencyMs", () -> publishLatencyMs);
    }

    /** Dropped, since the broker will never take it. */
    void rejected(PublishReason reason) {
        rejected.inc();
        Counter ofReason = rejectedBy.get(reason);
        if (ofReason != null) {
            ofReason.inc();
        }
    }

    long rejected() {
        return rejected.getCount();
    }

    /** Publications that are sent and not answered. */
    void inFlight(long count) {
        inFlight = count;
    }

    /** From being written to being acknowledged, of the latest one. */
    void acknowledgedAfter(long milliseconds) {
        acknowledged.inc();
        publishLatencyMs = milliseconds;
    }
}
