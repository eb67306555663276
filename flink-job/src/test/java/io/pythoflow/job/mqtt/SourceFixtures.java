package io.pythoflow.job.mqtt;

import io.pythoflow.job.mqtt.transport.BrokerAddress;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sources with everything defaulted. */
final class SourceFixtures {
    private SourceFixtures() {}

    static MqttSourceBuilder<String> aSource(BrokerAddress broker) {
        return MqttSource.<String>builder()
                .broker(broker)
                .clientIdPrefix("test")
                .sharedGroup("group")
                .filters(List.of("sensors/+/data"))
                .slots(2)
                .receiveMaximum(100)
                .sessionExpiry(Duration.ofHours(1))
                .keepAlive(Duration.ofSeconds(30))
                .deserializer(new TextDeserializer());
    }

    static MqttSourceBuilder<String> anExclusiveSource(BrokerAddress broker) {
        return MqttSource.<String>builder()
                .broker(broker)
                .exclusiveClientId("test-exclusive")
                .filters(List.of("system/updates"))
                .keepAlive(Duration.ofSeconds(30))
                .deserializer(new TextDeserializer());
    }

    static MqttSourceSettings settings(int slots) {
        return settings(slots, null);
    }

    static MqttSourceSettings settings(int slots, @Nullable Duration end) {
        return settings(slots, end, Duration.ofHours(1));
    }

    static MqttSourceSettings exclusiveSettings() {
        return settings(1, null, Duration.ZERO);
    }

    private static MqttSourceSettings settings(
            int slots, @Nullable Duration end, Duration sessionExpiry) {
        return new MqttSourceSettings(
                BrokerAddress.plain("localhost", 1883),
                "test",
                "group",
                List.of("sensors/+/data"),
                slots,
                100,
                sessionExpiry,
                Duration.ofSeconds(30),
                256 * 1024,
                Acknowledge.CHECKPOINT,
                Duration.ofSeconds(20),
                SessionLoss.REPORT,
                end,
                Duration.ofSeconds(10),
                Duration.ofMinutes(1),
                null);
    }
}
