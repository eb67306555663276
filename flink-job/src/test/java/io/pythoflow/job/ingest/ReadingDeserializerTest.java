package io.pythoflow.job.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.pythoflow.contract.codec.DecodeLimits;
import io.pythoflow.contract.topic.Topics;
import io.pythoflow.job.mqtt.MqttDeserializer.Output;
import io.pythoflow.job.mqtt.MqttMessage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReadingDeserializerTest {
    private static final long RECEIVED_AT = 1_764_000_000_000L;
    private static final String ONLINE =
            "{\"schema\":\"pythoflow.status/1\",\"gateway_id\":\"g\",\"ts\":1763999999000,"
                    + "\"state\":\"online\"}";

    private final Map<String, Counter> counters = new HashMap<>();
    private final ReadingDeserializer deserializer =
            new ReadingDeserializer(DecodeLimits.defaults());

    @BeforeEach
    void open() {
        deserializer.open(new RecordingMetrics(counters));
    }

    @Test
    void aReportIsEmittedWithItsTopicAndMovesNoWatermark() {
        RecordingOutput out = deserialize(Topics.GATEWAY_STATUS, ONLINE);

        assertThat(out.timed).isEmpty();
        assertThat(out.untimed)
                .extracting(Ingested::report)
                .singleElement()
                .satisfies(
                        report -> {
                            assertThat(report.topic()).isEqualTo(Topics.GATEWAY_STATUS);
                            assertThat(report.status().gatewayId()).isEqualTo("g");
                            assertThat(report.status().receivedAt()).isEqualTo(RECEIVED_AT);
                        });
        assertThat(counters.get("gatewayMessages").getCount()).isEqualTo(1);
    }

    @Test
    void theAnswersOfADeviceAreReports() {
        RecordingOutput out =
                deserialize(
                        Topics.commandAck("000"),
                        """
                        [{"command_id":"c-1","state":"accepted"},
                         {"schema":"pythoflow.valve_status/1","valve":"open"}]
                        """);

        assertThat(out.timed).isEmpty();
        assertThat(out.untimed).hasSize(2);
        assertThat(out.untimed.get(0).report().acknowledgement().commandId()).isEqualTo("c-1");
        assertThat(out.untimed.get(1).report().valve().deviceId()).isEqualTo("000");
        assertThat(counters.get("gatewayMessages").getCount()).isEqualTo(2);
    }

    @Test
    void aReadingBesideAReportKeepsItsTime() {
        RecordingOutput out =
                deserialize(
                        Topics.GATEWAY_STATUS,
                        "[%s,{\"sensor_id\":\"A1\",\"ts\":%d,\"values\":{\"humidity\":1}},7]"
                                .formatted(ONLINE, RECEIVED_AT - 5));

        assertThat(out.timed).containsOnlyKeys(RECEIVED_AT - 5);
        assertThat(out.timed.get(RECEIVED_AT - 5).reading().sensorId()).isEqualTo("A1");
        assertThat(out.untimed).extracting(Ingested::report).last().isNull();
        assertThat(out.untimed).extracting(Ingested::rejected).first().isNull();
        assertThat(out.untimed).hasSize(2);
    }

    private RecordingOutput deserialize(String topic, String payload) {
        RecordingOutput out = new RecordingOutput();
        deserializer.deserialize(message(topic, payload), out);
        return out;
    }

    private static MqttMessage message(String topic, String payload) {
        return new MqttMessage(
                topic, payload.getBytes(StandardCharsets.UTF_8), RECEIVED_AT, 1, false, false);
    }

    private static final class RecordingOutput implements Output<Ingested> {
        private final Map<Long, Ingested> timed = new HashMap<>();
        private final List<Ingested> untimed = new ArrayList<>();

        @Override
        public void collect(Ingested record, long eventTimestamp) {
            timed.put(eventTimestamp, record);
        }

        @Override
        public void collect(Ingested record) {
            untimed.add(record);
        }
    }

    private static final class RecordingMetrics extends UnregisteredMetricsGroup {
        private final Map<String, Counter> counters;

        RecordingMetrics(Map<String, Counter> counters) {
            this.counters = counters;
        }

        @Override
        public <C extends Counter> C counter(String name, C counter) {
            counters.put(name, counter);
            return counter;
        }
    }
}
