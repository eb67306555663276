package io.pythoflow.sim.field;

import static io.pythoflow.sim.field.CommandedField.LITERS_PER_SECOND;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.pythoflow.contract.metric.Metric;
import io.pythoflow.contract.payload.Command;
import io.pythoflow.contract.payload.CommandAck;
import io.pythoflow.contract.payload.GatewayStatus.ValveState;
import io.pythoflow.contract.payload.Measurement;
import io.pythoflow.contract.payload.Reading;
import io.pythoflow.contract.payload.ValveStatus;
import io.pythoflow.contract.topic.Topics;
import io.pythoflow.sim.field.fault.Fault;
import io.pythoflow.sim.field.fault.FaultSelection;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a valve of protocol v1 answers. */
class V1CommandTest {

    private CommandedField field = new CommandedField(CommandedField.config());

    @ParameterizedTest(name = "{1} while {0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "closed  | OPEN            | new accepted, new started, new completed 10.0s 150.0L",
                "closed  | OPEN AGAIN      | old duplicate COMPLETED",
                "closed  | OPEN EXPIRED    | new expired EXPIRED",
                "closed  | OPEN TOO LONG   | new rejected TOO_LONG",
                "closed  | OPEN FOR OTHER  | new rejected WRONG_DEVICE",
                "closed  | CLOSE           | new completed",
                "closed  | CLOSE EXPIRED   | new completed",
                "closed  | STOP_ALL        | new completed",
                "closed  | SET_CONFIG      | new rejected UNSUPPORTED",
                "opening | OPEN            | new rejected BUSY, old started, old completed 20.0s 300.0L",
                "opening | OPEN AGAIN      | old duplicate ACCEPTED, old started, old completed 20.0s 300.0L",
                "opening | CLOSE           | old aborted CLOSE 0.0s 0.0L, new completed",
                "opening | STOP_ALL        | old aborted STOP_ALL 0.0s 0.0L, new completed",
                "open    | OPEN            | new rejected BUSY, old completed 20.0s 300.0L",
                "open    | OPEN AGAIN      | old duplicate STARTED, old completed 20.0s 300.0L",
                "open    | OPEN EXPIRED    | new expired EXPIRED, old completed 20.0s 300.0L",
                "open    | OPEN TOO LONG   | new rejected TOO_LONG, old completed 20.0s 300.0L",
                "open    | OPEN FOR OTHER  | new rejected WRONG_DEVICE, old completed 20.0s 300.0L",
                "open    | CLOSE           | old aborted CLOSE 4.8s 72.0L, new completed",
                "open    | CLOSE EXPIRED   | old aborted CLOSE 4.8s 72.0L, new completed",
                "open    | CLOSE FOR OTHER | new rejected WRONG_DEVICE, old completed 20.0s 300.0L",
                "open    | STOP_ALL        | old aborted STOP_ALL 4.8s 72.0L, new completed",
                "open    | SET_CONFIG      | new rejected UNSUPPORTED, old completed 20.0s 300.0L",
            })
    void answersEveryCommandInEveryState(String state, String sent, String answers) {
        field.send(field.open("old", 20));
        field.advance(
                switch (state) {
                    case "opening" -> 0.1;
                    case "open" -> 5;
                    default -> 30;
                });
        field.clear();

        field.send("000-A", commandOf(sent)).advance(60);

        assertThat(field.answers()).containsExactly(answers.split(", "));
        assertThat(field.valve("000-A").state()).isEqualTo(ValveState.CLOSED);
    }

    private Command commandOf(String sent) {
        return switch (sent) {
            case "OPEN" -> field.open("new", 10);
            case "OPEN AGAIN" -> field.open("old", 20);
            case "OPEN EXPIRED" -> field.expired(field.open("new", 10));
            case "OPEN TOO LONG" -> field.open("new", 3601);
            case "OPEN FOR OTHER" -> field.open("000-B", "new", 10, null);
            case "CLOSE" -> field.close("new");
            case "CLOSE EXPIRED" -> field.expired(field.close("new"));
            case "CLOSE FOR OTHER" ->
                    field.command("001-A", "new", Command.Action.CLOSE, null, null);
            default -> field.command("000-A", "new", Command.Action.valueOf(sent), null, null);
        };
    }

    @Test
    void answersOnItsOwnTopicWithItsOwnName() {
        field.send(field.open("001-B", "one", 1, null)).advance(2);

        assertThat(field.acks()).extracting(CommandAck::deviceId).containsOnly("001-B");
        assertThat(field.messages())
                .filteredOn(sent -> new String(sent.payload(), UTF_8).contains("command_ack"))
                .hasSize(3)
                .allMatch(sent -> sent.topic().equals("irrigation/control/001-B/ack"))
                .allMatch(sent -> sent.gatewayId().equals("irrigation-gateway-001"));
    }

    @Test
    void shutsWhenTheVolumeHasFlowed() {
        field.send(field.open("000-A", "one", 60, 100.0)).advance(60);

        assertThat(field.answers())
                .containsExactly(
                        "one accepted", "one started", "one completed VOLUME_REACHED 6.7s 100.0L");
    }

    @Test
    void remembersAnIdForAnHourAfterItsEnd() {
        field.send(field.open("one", 10)).advance(3600);

        field.clear().send(field.open("one", 10)).advance(60);
        assertThat(field.answers()).containsExactly("one duplicate COMPLETED");

        field.advance(3600).clear().send(field.open("one", 10)).advance(60);
        assertThat(field.answers()).hasSize(3).contains("one accepted");
    }

    @Test
    void stopAllShutsEveryValveOfTheGatewayAndNoOther() {
        for (String device : List.of("000-A", "000-B", "001-A")) {
            field.send(field.open(device, "open-" + device, 60, null));
        }
        field.advance(10).clear();

        field.send(field.command("000-B", "stop", Command.Action.STOP_ALL, null, null));

        assertThat(field.answers())
                .containsExactlyInAnyOrder(
                        "open-000-A aborted STOP_ALL 9.8s 147.0L",
                        "open-000-B aborted STOP_ALL 9.8s 147.0L",
                        "stop completed");
        assertThat(field.acks())
                .filteredOn(ack -> ack.commandId().equals("open-000-A"))
                .extracting(CommandAck::deviceId)
                .containsExactly("000-A");
        field.clear().advance(60);
        assertThat(field.answers()).containsExactly("open-001-A completed 60.0s 900.0L");
    }

    @Test
    void tellsWhatItsValvesDoOnConnectOnChangeAndWhileOpen() {
        assertThat(field.valves("000-A"))
                .singleElement()
                .satisfies(
                        valve -> {
                            assertThat(valve.state()).isEqualTo(ValveState.CLOSED);
                            assertThat(valve.lastCommandId()).isNull();
                        });

        field.clear().send(field.open("one", 25)).advance(29);

        assertThat(field.valves("000-A"))
                .extracting(
                        ValveStatus::timestamp,
                        ValveStatus::state,
                        ValveStatus::flowLitersPerMinute,
                        ValveStatus::remainingSeconds,
                        ValveStatus::lastCommandId)
                .containsExactly(
                        status(0.2, ValveState.OPEN, 900, 25),
                        status(10.2, ValveState.OPEN, 900, 15),
                        status(20.2, ValveState.OPEN, 900, 5),
                        status(25.2, ValveState.CLOSED, 0, 0));
        assertThat(field.clear().advance(1).valves("000-A")).hasSize(1);
    }

    private static Tuple status(double second, ValveState state, double flow, double remaining) {
        long millis = CommandedField.START + Math.round(second * 1000);
        return tuple(millis, state, flow, remaining, "one");
    }

    @Test
    void theStatusOfTheGatewayRepeatsWhatItsValvesDo() {
        field.send(field.open("one", 60)).advance(30);

        assertThat(field.gateways().get(field.gateways().size() - 2).valves())
                .extracting(valve -> valve.deviceId() + " " + valve.state())
                .containsExactly("000-A OPEN", "000-B CLOSED");
    }

    @Test
    void theFlowMeterFollowsTheValve() {
        field.advance(5).send(field.open("one", 20)).advance(30);

        List<Double> flows =
                field.readings("000-A1").stream().map(V1CommandTest::flowRate).toList();
        assertThat(flows.get(4)).isZero();
        assertThat(flows.subList(7, 25)).allMatch(flow -> Math.abs(flow - 900) < 0.2);
        assertThat(flows.get(flows.size() - 1)).isZero();
        assertThat(flows.stream().mapToDouble(flow -> flow / 60).sum())
                .as("litres")
                .isCloseTo(20 * LITERS_PER_SECOND, within(0.1));
    }

    private static double flowRate(Reading reading) {
        return reading.measurements().stream()
                .filter(value -> value.metric().equals(Metric.FLOW_RATE.metricName()))
                .mapToDouble(Measurement::value)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theWaterReachesTheSoil() {
        CommandedField dry = new CommandedField(CommandedField.config());
        dry.advance(10);

        field.send(field.open("one", 5)).advance(10);

        double wateredMm = 5 * LITERS_PER_SECOND / 50;
        assertThat(depletionMm(dry) - depletionMm(field)).isCloseTo(wateredMm, within(1e-6));
    }

    private static double depletionMm(CommandedField field) {
        return field.zone("field-01.A").balance().depletionMm();
    }

    @Test
    void nothingButCommandsOpensAValve() {
        field.advance(1200);

        assertThat(field.readings("000-A1").stream().map(V1CommandTest::flowRate))
                .hasSize(1200)
                .containsOnly(0.0);
    }

    @Test
    void withoutAClockItShutsAndDoesNotOpen() {
        field =
                new CommandedField(
                        CommandedField.config(
                                Firmware.V1, new FaultSelection(Set.of(Fault.NO_CLOCK), 0.02)));

        field.send(field.open("one", 10)).send(field.close("two"));

        assertThat(field.answers()).containsExactly("one rejected NO_CLOCK", "two completed");
    }

    @Test
    void answersWaitForTheLinkAndCommandsMissIt() {
        field =
                new CommandedField(
                        CommandedField.config(
                                Firmware.V1, new FaultSelection(Set.of(Fault.BACKLOG), 0.3)));
        int opened = 0;
        while (field.answers().isEmpty()) {
            field.send(field.open("open-" + opened++, 5)).advance(1);
        }

        field.advance(300);

        assertThat(field.answers()).anyMatch(answer -> answer.contains("completed 5.0s 75.0L"));
        assertThat(field.acks())
                .filteredOn(ack -> ack.state() == CommandAck.State.COMPLETED)
                .hasSize(
                        Math.toIntExact(
                                field.acks().stream()
                                        .filter(ack -> ack.state() == CommandAck.State.STARTED)
                                        .count()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"identifier\":\"000-A\",\"command\":\"AGUAR\",\"time\":1000} | invalid_field",
                "{\"schema\":\"pythoflow.command/2\"} | unsupported_schema",
                "open! | malformed_json",
            })
    void whatIsNoCommandIsReportedAndNotObeyed(String payload, String reason) {
        field.clear().send(Topics.command("000-A"), payload.getBytes(UTF_8)).advance(1);

        assertThat(field.answers()).isEmpty();
        assertThat(field.errors())
                .singleElement()
                .satisfies(
                        error -> {
                            assertThat(error.code()).isEqualTo("CMD_REJECTED");
                            assertThat(error.deviceId()).isEqualTo("000-A");
                            assertThat(error.context()).containsEntry("reason", reason);
                        });
        assertThat(field.valves("000-A")).isEmpty();
    }

    @Test
    void tellsWhatItsValvesDoWhenItsConnectionIsBack() {
        field.send(field.open("one", 60)).advance(5).clear();

        field.simulation().reconnected("irrigation-gateway-000", field.nowMillis());
        field.advance(0);

        assertThat(field.gateways())
                .extracting(status -> status.gatewayId() + " " + status.state())
                .containsExactly("irrigation-gateway-000 ONLINE");
        assertThat(field.valve("000-A").state()).isEqualTo(ValveState.OPEN);
        assertThat(field.valve("000-A").remainingSeconds()).isEqualTo(55.2);
        assertThat(field.valve("000-B").state()).isEqualTo(ValveState.CLOSED);
    }

    @Test
    void listensToItsOwnDevicesAlone() {
        assertThat(field.simulation().connections())
                .extracting(FieldSimulation.Connection::filters)
                .containsExactly(
                        Stream.of("000-A", "000-B").map(Topics::command).toList(),
                        Stream.of("001-A", "001-B").map(Topics::command).toList());
    }
}
