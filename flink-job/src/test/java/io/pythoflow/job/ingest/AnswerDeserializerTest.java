package io.pythoflow.job.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.pythoflow.contract.codec.DecodeLimits;
import io.pythoflow.contract.payload.GatewayStatus.ValveState;
import io.pythoflow.contract.topic.Topics;
import io.pythoflow.job.mqtt.MqttDeserializer.Output;
import io.pythoflow.job.mqtt.MqttMessage;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AnswerDeserializerTest {

    private static final long RECEIVED_AT = 1_764_000_000_000L;
    private static final String CLOSED =
            "{\"schema\":\"pythoflow.valve_status/1\",\"device_id\":\"000\",\"ts\":1763999999000,"
                    + "\"valve\":\"closed\"}";

    private final AnswerDeserializer deserializer = new AnswerDeserializer(DecodeLimits.defaults());

    @BeforeEach
    void open() {
        deserializer.open(new UnregisteredMetricsGroup());
    }

    @Test
    void whatADeviceSaysIsAReport() {
        List<GatewayReport> reports =
                deserialize(message("[" + CLOSED + ", {\"command_id\":\"c-1\"}, 7]", false));

        assertThat(reports).hasSize(1);
        assertThat(reports.get(0).topic()).isEqualTo(Topics.commandAck("000"));
        assertThat(reports.get(0).valve().state()).isEqualTo(ValveState.CLOSED);
        assertThat(reports.get(0).valve().receivedAt()).isEqualTo(RECEIVED_AT);
    }

    @Test
    void whatIsRetainedIsNoNews() {
        assertThat(deserialize(message(CLOSED, true))).isEmpty();
    }

    @Test
    void whatCannotBeReadIsPassedOver() {
        assertThat(deserialize(message("no json", false))).isEmpty();
    }

    private List<GatewayReport> deserialize(MqttMessage message) {
        List<GatewayReport> reports = new ArrayList<>();
        deserializer.deserialize(
                message,
                new Output<>() {
                    @Override
                    public void collect(GatewayReport report, long eventTimestamp) {
                        throw new AssertionError("A report has no event time: " + report);
                    }

                    @Override
                    public void collect(GatewayReport report) {
                        reports.add(report);
                    }
                });
        return reports;
    }

    private static MqttMessage message(String payload, boolean retained) {
        return new MqttMessage(
                Topics.commandAck("000"), payload.getBytes(UTF_8), RECEIVED_AT, 1, false, retained);
    }
}
