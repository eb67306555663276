package io.pythoflow.job.ingest;

import static io.pythoflow.job.testing.ReadingBuilder.NOON;
import static io.pythoflow.job.testing.ReadingBuilder.aReading;
import static org.assertj.core.api.Assertions.assertThat;

import io.pythoflow.contract.codec.ElementBytes;
import io.pythoflow.contract.payload.CommandAck;
import io.pythoflow.contract.payload.Diagnostics;
import io.pythoflow.contract.payload.GatewayError;
import io.pythoflow.contract.payload.GatewayMessage;
import io.pythoflow.contract.payload.GatewayStatus;
import io.pythoflow.contract.payload.GatewayStatus.ValveState;
import io.pythoflow.contract.payload.Reading;
import io.pythoflow.contract.payload.RejectReason;
import io.pythoflow.contract.payload.RejectedMessage;
import io.pythoflow.contract.payload.ValveStatus;
import io.pythoflow.contract.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.ProcessFunctionTestHarnesses;
import org.apache.flink.util.OutputTag;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AdmissionFunctionTest {
    private static final long HOUR = Duration.ofHours(1).toMillis();
    private static final byte[] PAYLOAD = "[1]".getBytes(StandardCharsets.UTF_8);
    private static final GatewayReport REPORT =
            GatewayReport.of(
                    Topics.commandAck("000"),
                    new ValveStatus("000", null, NOON, NOON, ValveState.OPEN, 11.8, 312.0, "c-9"));

    private OneInputStreamOperatorTestHarness<Ingested, Reading> admission;

    @BeforeEach
    void open() throws Exception {
        admission = ProcessFunctionTestHarnesses.forProcessFunction(new AdmissionFunction(1));
    }

    @AfterEach
    void close() throws Exception {
        admission.close();
    }

    @Test
    void eachKindGoesItsOwnWay() throws Exception {
        Reading reading = aReading().build();
        RejectedMessage rejected =
                new RejectedMessage(NOON, "elsewhere", "unknown_topic", "no", null, PAYLOAD);

        send(Ingested.of(REPORT));
        send(ingested(reading));
        send(Ingested.of(rejected));

        assertThat(admission.extractOutputValues()).containsExactly(reading);
        assertThat(side(AdmissionFunction.REJECTED))
                .extracting(RejectedMessage::topic)
                .containsExactly("elsewhere");
        assertThat(side(AdmissionFunction.GATEWAY_REPORTS)).containsExactly(REPORT);
    }

    /** The harness passes what comes out through the serializer of its type. */
    @ParameterizedTest
    @MethodSource("messages")
    void everyMessageOfAGatewayOrDeviceGoesOnWhole(GatewayMessage message) throws Exception {
        GatewayReport report = GatewayReport.of("a/topic", message);

        send(Ingested.of(report));

        assertThat(side(AdmissionFunction.GATEWAY_REPORTS)).containsExactly(report);
    }

    static Stream<GatewayMessage> messages() {
        GatewayStatus.Valve valve =
                new GatewayStatus.Valve("000", ValveState.CLOSED, 0.0, null, "c-9");
        return Stream.of(
                new GatewayStatus(
                        "g",
                        NOON,
                        NOON,
                        GatewayStatus.State.DEGRADED,
                        "b-1",
                        7L,
                        60L,
                        "1.4",
                        -61.5,
                        180_000L,
                        3L,
                        true,
                        -12L,
                        42L,
                        List.of(valve)),
                new GatewayError(
                        null,
                        "000",
                        null,
                        NOON,
                        NOON,
                        "VALVE_LEAK",
                        GatewayError.Severity.CRITICAL,
                        null,
                        Map.of("flow_lpm", "2.1")),
                new Diagnostics("g", NOON, NOON, Map.of("cpu_c", 51.2), null),
                new CommandAck(
                        "c-9",
                        "000",
                        null,
                        NOON,
                        NOON,
                        CommandAck.State.COMPLETED,
                        598.5,
                        118.2,
                        null,
                        null),
                new ValveStatus("000", "A1", NOON, NOON, ValveState.UNKNOWN, null, null, null));
    }

    @Test
    void theHourIsThatOfTheReceipt() throws Exception {
        send(ingested(aReading().of("A1").receivedAt(NOON).build()));
        send(ingested(aReading().of("A2").receivedAt(NOON + HOUR - 1).build()));
        send(ingested(aReading().of("A3").receivedAt(NOON + HOUR).build()));

        assertThat(admission.extractOutputValues())
                .extracting(Reading::sensorId)
                .containsExactly("A1", "A3");
    }

    @Test
    void aReportTakesNoSensorsPlaceAndIsNeverTurnedAway() throws Exception {
        send(ingested(aReading().of("A1").build()));
        send(ingested(aReading().of("A2").build()));
        send(Ingested.of(REPORT));

        assertThat(side(AdmissionFunction.GATEWAY_REPORTS)).containsExactly(REPORT);
        assertThat(admission.extractOutputValues())
                .extracting(Reading::sensorId)
                .containsExactly("A1");
        assertThat(side(AdmissionFunction.REJECTED))
                .extracting(RejectedMessage::reason)
                .containsExactly(RejectReason.TOO_MANY_SENSORS.code());
    }

    @Test
    void aRedeliveredReportGoesOnAgain() throws Exception {
        send(Ingested.of(REPORT));
        send(Ingested.of(REPORT));

        assertThat(side(AdmissionFunction.GATEWAY_REPORTS)).containsExactly(REPORT, REPORT);
    }

    private void send(Ingested ingested) throws Exception {
        admission.processElement(new StreamRecord<>(ingested));
    }

    private <T> List<T> side(OutputTag<T> tag) {
        return admission.getSideOutput(tag).stream().map(StreamRecord::getValue).toList();
    }

    private static Ingested ingested(Reading reading) {
        return Ingested.of(reading, new ElementBytes(PAYLOAD, 1, 1, 0));
    }
}
