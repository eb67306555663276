package io.pythoflow.sim.field;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.pythoflow.contract.payload.Command;
import io.pythoflow.contract.payload.CommandAck;
import io.pythoflow.contract.payload.GatewayStatus;
import io.pythoflow.contract.payload.GatewayStatus.ValveState;
import io.pythoflow.contract.payload.ValveStatus;
import io.pythoflow.sim.field.fault.FaultSelection;
import io.pythoflow.sim.field.soil.Watering;
import io.pythoflow.sim.field.valve.MisbehaviourSelection;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MisbehaviourTest {

    private static CommandedField field(String... misbehaviours) {
        return new CommandedField(CommandedField.misbehaving(Firmware.V1, misbehaviours));
    }

    @Test
    void ignoreCommandIsNeitherObeyedNorAnswered() {
        CommandedField field = field("ignore-command");

        field.send(field.open("one", 10)).advance(5).send(field.close("two")).advance(20);

        assertThat(field.answers()).isEmpty();
        assertThat(field.valves("000-A")).allMatch(valve -> valve.state() == ValveState.CLOSED);
        assertThat(field.simulation().misbehaviours().summary()).isEqualTo("ignore-command 2");
    }

    @Test
    void loseAckWatersWithoutAWordButStatus() {
        CommandedField field = field("lose-ack");

        field.send(field.open("one", 10)).advance(20);

        assertThat(field.answers()).isEmpty();
        assertThat(states(field)).containsExactly("CLOSED", "OPEN", "OPEN", "CLOSED");
        assertThat(liters(field)).isCloseTo(150, within(0.1));
    }

    @Test
    void lateAckAnswersFifteenSecondsLate() {
        CommandedField field = field("late-ack");

        field.send(field.open("one", 10)).advance(14.9);
        assertThat(field.answers()).isEmpty();

        field.advance(0.3);
        assertThat(field.answers()).containsExactly("one accepted", "one started");
        assertThat(field.acks())
                .extracting(CommandAck::timestamp)
                .containsExactly(CommandedField.START, CommandedField.START + 200);
        assertThat(field.valve("000-A").state()).isEqualTo(ValveState.CLOSED);

        field.advance(20);
        assertThat(field.answers()).contains("one completed 10.0s 150.0L");
    }

    @Test
    void stickOpenOutlastsItsTimeByAMinute() {
        CommandedField field = field("stick-open");

        field.send(field.open("one", 10)).advance(70);

        assertThat(field.answers()).containsExactly("one accepted", "one started");
        assertThat(field.valve("000-A").state()).isEqualTo(ValveState.OPEN);
        assertThat(field.valve("000-A").remainingSeconds()).isZero();
        field.advance(1);
        assertThat(field.answers()).contains("one completed VALVE_STUCK 70.0s 1050.0L");
        assertThat(field.valve("000-A").state()).isEqualTo(ValveState.CLOSED);
    }

    @Test
    void stickOpenDoesNotCloseWhenToldTo() {
        CommandedField field = field("stick-open");

        field.send(field.open("one", 100)).advance(10.2).clear();
        field.send(field.close("two")).advance(5).send(field.close("two"));

        assertThat(field.answers())
                .containsExactly("two rejected VALVE_STUCK", "two rejected VALVE_STUCK");
        field.clear().advance(60);
        assertThat(field.answers()).containsExactly("one aborted VALVE_STUCK 70.0s 1050.0L");
        field.clear().send(field.close("two"));
        assertThat(field.answers()).containsExactly("two completed");
    }

    @Test
    void stickClosedSaysOpenAndNothingFlows() {
        CommandedField field = field("stick-closed");

        field.send(field.open("one", 10)).advance(11);

        assertThat(field.answers())
                .containsExactly("one accepted", "one started", "one completed 10.0s 0.0L");
        assertThat(field.valves("000-A"))
                .filteredOn(valve -> valve.state() == ValveState.OPEN)
                .isNotEmpty()
                .allMatch(valve -> Objects.equals(valve.flowLitersPerMinute(), 0.0));
        assertThat(liters(field)).isZero();
    }

    @Test
    void leakGoesOnForAMinuteAfterItHasShut() {
        CommandedField field = field("leak");

        field.send(field.open("one", 10)).advance(11);

        assertThat(field.answers()).contains("one completed 10.0s 150.0L");
        assertThat(field.valve("000-A").state()).isEqualTo(ValveState.CLOSED);
        assertThat(field.valve("000-A").flowLitersPerMinute()).isEqualTo(90);
        field.advance(60);
        assertThat(field.valve("000-A").flowLitersPerMinute()).isZero();
        assertThat(liters(field)).isCloseTo(150 + 90, within(0.1));
    }

    @Test
    void rebootMidRunFallsShutAndComesBackWithANewBootId() {
        CommandedField field = field("reboot-mid-run:000-A");
        String firstBoot = field.gateways().get(0).bootId();
        field.send(field.open("one", 20)).send(field.open("000-B", "other", 60, null));
        field.advance(10.1).clear();

        field.advance(0.1);
        assertThat(field.gateways())
                .singleElement()
                .satisfies(
                        will -> {
                            assertThat(will.state()).isEqualTo(GatewayStatus.State.OFFLINE);
                            assertThat(will.bootId()).isEqualTo(firstBoot);
                        });
        assertThat(field.answers()).isEmpty();

        field.clear().send(field.close("unheard")).advance(4.9);
        assertThat(field.readings("000-A1")).isEmpty();

        field.advance(0.1);
        assertThat(field.gateways())
                .singleElement()
                .satisfies(
                        back -> {
                            assertThat(back.state()).isEqualTo(GatewayStatus.State.ONLINE);
                            assertThat(back.bootId()).isNotEqualTo(firstBoot);
                            assertThat(back.uptimeSeconds()).isZero();
                        });
        assertThat(field.answers())
                .containsExactly(
                        "one aborted REBOOT 15.0s 150.0L", "other aborted REBOOT 15.0s 150.0L");
        assertThat(field.valve("000-A").state()).isEqualTo(ValveState.CLOSED);
        assertThat(field.valve("000-A").lastCommandId()).isNull();

        field.clear().send(field.open("one", 20)).advance(20);
        assertThat(field.answers()).containsExactly("one duplicate ABORTED");
    }

    @Test
    void burstAndCloggedChangeTheFlow() {
        CommandedField field = field("burst:000-A", "clogged:000-B");

        field.send(field.open("000-A", "burst", 10, null))
                .send(field.open("000-B", "clogged", 10, null))
                .advance(5);

        assertThat(field.valve("000-A").flowLitersPerMinute()).isEqualTo(900 * 1.8);
        assertThat(field.valve("000-B").flowLitersPerMinute()).isEqualTo(900 * 0.3);
        field.advance(10);
        assertThat(field.answers())
                .contains("burst completed 10.0s 270.0L", "clogged completed 10.0s 45.0L");
    }

    @Test
    void strikesTheNamedDeviceAlone() {
        CommandedField field = field("ignore-command:001-A");

        field.send(field.open("one", 1)).send(field.open("001-A", "two", 1, null)).advance(3);

        assertThat(field.answers()).hasSize(3).allMatch(answer -> answer.startsWith("one"));
    }

    @Test
    void strikesTheShareThatWasAskedFor() {
        CommandedField field =
                new CommandedField(
                        CommandedField.config(
                                Firmware.V1, FaultSelection.none(), 0.3, "ignore-command"));

        for (int i = 0; i < 500; i++) {
            field.send(field.command("000-A", "close-" + i, Command.Action.CLOSE, null, null));
        }

        assertThat(field.answers()).hasSizeBetween(320, 380);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nap", "nap:000-A"})
    void namesWhatItDoesNotKnow(String text) {
        assertThatThrownBy(() -> MisbehaviourSelection.parse(List.of(text), 1))
                .hasMessageStartingWith("Unknown misbehaviour 'nap'; there are ignore-command, ");
    }

    @Test
    void namesTheDevicesThatThereAre() {
        assertThatThrownBy(() -> field("leak:000-C", "leak:000-A"))
                .hasMessage("No device 000-C can misbehave; there are 000-A, 000-B, 001-A, 001-B");
    }

    @Test
    void wantsSomebodyToObey() {
        FieldConfig usual = FieldConfig.DEFAULT;
        assertThatThrownBy(
                        () ->
                                new FieldConfig(
                                        usual.gateways(),
                                        usual.sensorsPerGateway(),
                                        usual.sensorsPerZone(),
                                        usual.interval(),
                                        usual.statusInterval(),
                                        usual.seed(),
                                        usual.timeLapse(),
                                        usual.site(),
                                        usual.soil(),
                                        usual.crop(),
                                        usual.firmware(),
                                        usual.faults(),
                                        Watering.RULE,
                                        MisbehaviourSelection.parse(List.of("leak"), 1)))
                .hasMessageContaining("water by commands");
    }

    private static List<String> states(CommandedField field) {
        return field.valves("000-A").stream()
                .map(ValveStatus::state)
                .map(ValveState::name)
                .toList();
    }

    private static double liters(CommandedField field) {
        return field.zone("field-01.A").valve().totalLiters(Double.MAX_VALUE);
    }
}
