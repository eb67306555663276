package io.pythoflow.job.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.pythoflow.contract.codec.DecodeLimits;
import io.pythoflow.job.mqtt.MqttMessage;
import java.nio.charset.StandardCharsets;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReadingDeserializerTest {
    private final ReadingDeserializer deserializer =
            new ReadingDeserializer(DecodeLimits.defaults());

    @BeforeEach
    void open() {
        deserializer.open(new UnregisteredMetricsGroup());
    }

    @Test
    void aMessageIdInEveryReadingIsAnIdentity() {
        assertThat(
                        carriesIdentity(
                                """
                                [{"sensor_id":"A1","message_id":"a","values":{"humidity":1}},
                                 {"sensor_id":"A2","message_id":"b","values":{"humidity":1}}]
                                """))
                .isTrue();
    }

    @Test
    void aReadingWithoutMessageIdLeavesTheMessageWithoutIdentity() {
        assertThat(
                        carriesIdentity(
                                """
                                [{"sensor_id":"A1","message_id":"a","values":{"humidity":1}},
                                 {"sensor_id":"A2","values":{"humidity":1}}]
                                """))
                .isFalse();
    }

    @Test
    void nothingElseIsAnIdentity() {
        assertThat(carriesIdentity("[]")).isFalse();
        assertThat(carriesIdentity("no json")).isFalse();
        assertThat(
                        carriesIdentity(
                                "{\"schema\":\"pythoflow.status/1\",\"gateway_id\":\"g\",\"state\":\"online\"}"))
                .isFalse();
    }

    private boolean carriesIdentity(String payload) {
        return deserializer.carriesIdentity(
                new MqttMessage(
                        "irrigation/sensors/A1/data",
                        payload.getBytes(StandardCharsets.UTF_8),
                        1_764_000_000_000L,
                        1,
                        false,
                        false));
    }
}
