package io.pythoflow.job.control.valve;

import static io.pythoflow.job.control.valve.ValveScene.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.pythoflow.contract.payload.Command;
import io.pythoflow.contract.payload.CommandAck;
import io.pythoflow.contract.payload.CommandAck.State;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DeviceStopsTest {
    private final ValveScene scene = ValveScene.v1();
    private final DeviceStops stops = new DeviceStops(ValveTimings.DEFAULTS);

    @Test
    void everyDeviceIsToldAtOnce() {
        stops.press(Set.of("d2", "d1"), START, scene);

        assertThat(scene.commands()).extracting(Command::deviceId).containsExactly("d1", "d2");
        assertThat(scene.commands())
                .allSatisfy(
                        command -> {
                            assertThat(command.action()).isEqualTo(Command.Action.STOP_ALL);
                            assertThat(command.zoneId()).isNull();
                            assertThat(command.durationSeconds()).isNull();
                            assertThat(command.reason()).isEqualTo("emergency_stop");
                        });
        assertThat(stops.isPressed()).isTrue();
    }

    @Test
    void pressedAgainItTellsOnlyNewDevices() {
        stops.press(Set.of("d1"), START, scene);
        stops.press(Set.of("d1", "d2"), START + 100, scene);

        assertThat(scene.commands()).extracting(Command::deviceId).containsExactly("d1", "d2");
    }

    @Test
    void pausesGrowFromTwoSecondsToThirty() {
        stops.press(Set.of("d1"), START, scene);
        List<Long> times = tickFor(400_000);

        assertThat(times).startsWith(START + 2_000, START + 4_000, START + 6_000, START + 8_000);
        long last = times.get(times.size() - 1);
        assertThat(last - times.get(times.size() - 2)).isEqualTo(30_000);
    }

    @Test
    void anUnansweredStopIsRenewedWhenItExpires() {
        stops.press(Set.of("d1"), START, scene);
        tickFor(300_000);

        assertThat(scene.commands().stream().map(Command::commandId).distinct()).hasSize(3);
        assertThat(scene.commands().get(1)).isEqualTo(scene.commands().get(0));
        assertThat(scene.commands())
                .allSatisfy(c -> assertThat(c.expiresAt() - c.issuedAt()).isEqualTo(120_000));
    }

    @Test
    void whoHasAnsweredIsLeftAlone() {
        stops.press(Set.of("d1", "d2"), START, scene);
        stops.answered(ack(scene.commands().get(0), State.COMPLETED, null), START);
        assertThat(stops.unanswered()).containsExactly("d2");
        tickFor(10_000);

        assertThat(scene.commands().subList(2, scene.commands().size()))
                .isNotEmpty()
                .allSatisfy(command -> assertThat(command.deviceId()).isEqualTo("d2"));
        assertThat(stops.isPressed()).isTrue();
    }

    @Test
    void aStuckValveIsToldAgainUnderANewId() {
        stops.press(Set.of("d1"), START, scene);
        stops.answered(ack(scene.commands().get(0), State.REJECTED, "VALVE_STUCK"), START);
        tickFor(2_000);

        assertThat(scene.commands()).hasSize(2);
        assertThat(scene.commands().get(1).commandId())
                .isNotEqualTo(scene.commands().get(0).commandId());
        assertThat(stops.unanswered()).containsExactly("d1");
    }

    @Test
    void releasedItTellsNobody() {
        stops.press(Set.of("d1"), START, scene);
        stops.release();
        tickFor(60_000);

        assertThat(scene.published).hasSize(1);
        assertThat(stops.isPressed()).isFalse();

        stops.press(Set.of("d1"), START, scene);
        assertThat(scene.commands().get(1).commandId())
                .isNotEqualTo(scene.commands().get(0).commandId());
    }

    @Test
    void goesOnAfterARestart() throws IOException {
        stops.press(Set.of("d1", "d2"), START, scene);
        stops.answered(ack(scene.commands().get(1), State.COMPLETED, null), START);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        stops.write(new DataOutputStream(bytes));
        DeviceStops restored =
                DeviceStops.read(
                        new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())),
                        ValveTimings.DEFAULTS);
        restored.tick(START + 2_000, scene);

        assertThat(restored.unanswered()).containsExactly("d1");
        assertThat(scene.commands()).hasSize(3);
        assertThat(scene.commands().get(2)).isEqualTo(scene.commands().get(0));
    }

    /** When it told something in the meantime. */
    private List<Long> tickFor(long millis) {
        List<Long> times = new ArrayList<>();
        for (long now = START; now <= START + millis; now += 250) {
            int before = scene.published.size();
            stops.tick(now, scene);
            if (scene.published.size() > before) {
                times.add(now);
            }
        }
        return times;
    }

    private static CommandAck ack(Command command, State state, @Nullable String code) {
        return new CommandAck(
                command.commandId(),
                command.deviceId(),
                null,
                START,
                START,
                state,
                null,
                null,
                code,
                null);
    }
}
