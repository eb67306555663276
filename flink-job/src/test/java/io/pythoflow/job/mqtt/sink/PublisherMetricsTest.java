package io.pythoflow.job.mqtt.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Metric;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.SimpleCounter;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.junit.jupiter.api.Test;

class PublisherMetricsTest {
    private final RecordingGroup group = new RecordingGroup("", new TreeMap<>());
    private final PublisherMetrics metrics = new PublisherMetrics(group);

    @Test
    void hasTheNamesThatTheSinkPromises() {
        assertThat(group.metrics)
                .containsOnlyKeys(
                        "mqtt.published",
                        "mqtt.acknowledged",
                        "mqtt.expired",
                        "mqtt.retried",
                        "mqtt.reconnects",
                        "mqtt.rejected",
                        "mqtt.reason.topic_name_invalid.rejected",
                        "mqtt.reason.payload_format_invalid.rejected",
                        "mqtt.reason.packet_too_large.rejected",
                        "mqtt.inFlight",
                        "mqtt.publishLatencyMs");
    }

    @Test
    void countsRejectionsByReason() {
        metrics.rejected(PublishReason.TOPIC_NAME_INVALID);
        metrics.rejected(PublishReason.PACKET_TOO_LARGE);
        metrics.rejected(PublishReason.PACKET_TOO_LARGE);

        assertThat(value("mqtt.rejected")).isEqualTo(3);
        assertThat(value("mqtt.reason.topic_name_invalid.rejected")).isEqualTo(1);
        assertThat(value("mqtt.reason.packet_too_large.rejected")).isEqualTo(2);
        assertThat(value("mqtt.reason.payload_format_invalid.rejected")).isZero();
    }

    @Test
    void showsWhatIsInFlightAndHowLongTheLatestTook() {
        metrics.inFlight(7);
        metrics.acknowledgedAfter(42);

        assertThat(value("mqtt.inFlight")).isEqualTo(7);
        assertThat(value("mqtt.publishLatencyMs")).isEqualTo(42);
        assertThat(value("mqtt.acknowledged")).isEqualTo(1);
    }

    private long value(String name) {
        Metric metric = group.metrics.get(name);
        return metric instanceof Counter counter
                ? counter.getCount()
                : (Long) ((Gauge<?>) metric).getValue();
    }

    /** Remembers every metric under its full name. */
    private static final class RecordingGroup extends UnregisteredMetricsGroup {
        final Map<String, Metric> metrics;
        private final String prefix;

        RecordingGroup(String prefix, Map<String, Metric> metrics) {
            this.prefix = prefix;
            this.metrics = metrics;
        }

        @Override
        public MetricGroup addGroup(String name) {
            return new RecordingGroup(prefix + name + ".", metrics);
        }

        @Override
        public MetricGroup addGroup(String key, String value) {
            return addGroup(key).addGroup(value);
        }

        @Override
        public Counter counter(String name) {
            Counter counter = new SimpleCounter();
            metrics.put(prefix + name, counter);
            return counter;
        }

        @Override
        public <V, G extends Gauge<V>> G gauge(String name, G gauge) {
            metrics.put(prefix + name, gauge);
            return gauge;
        }
    }
}
