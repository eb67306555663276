package io.pythoflow.job.mqtt.sink;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pythoflow.job.mqtt.transport.BrokerAddress;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;

/** Settings, publications and serializers with everything defaulted. */
final class SinkFixtures {
    static final Duration FLUSH_TIMEOUT = Duration.ofSeconds(60);

    static final MqttSinkSettings SETTINGS = settings(BrokerAddress.plain("localhost", 1883));

    private SinkFixtures() {}

    static MqttSinkSettings settings(BrokerAddress broker) {
        return new MqttSinkSettings(
                broker, "test-sink", 90, 90, FLUSH_TIMEOUT, Duration.ofSeconds(30));
    }

    static MqttSinkBuilder<String> aSink(BrokerAddress broker, Publish publish) {
        return MqttSink.<String>builder()
                .broker(broker)
                .clientIdPrefix("test-sink")
                .serializer(SinkFixtures::publication)
                .publish(publish);
    }

    static PublisherMetrics metrics() {
        return new PublisherMetrics(new UnregisteredMetricsGroup());
    }

    /** {@code text}, or {@code topic:text}. */
    static MqttPublication publication(String text) {
        int colon = text.indexOf(':');
        return MqttPublication.of(
                colon < 0 ? "commands" : text.substring(0, colon),
                text.substring(colon + 1).getBytes(UTF_8));
    }

    static List<String> texts(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "c" + i).toList();
    }
}
