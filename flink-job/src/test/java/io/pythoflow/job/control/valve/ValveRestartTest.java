package io.pythoflow.job.control.valve;

import static io.pythoflow.job.control.testing.ZoneBuilder.aZone;
import static org.assertj.core.api.Assertions.assertThat;

import io.pythoflow.contract.payload.Command;
import io.pythoflow.contract.payload.CommandAck.State;
import io.pythoflow.contract.payload.GatewayStatus.ValveState;
import io.pythoflow.contract.rules.ControlMode;
import org.junit.jupiter.api.Test;

class ValveRestartTest {
    private final ValveScene scene = ValveScene.v1();

    @Test
    void nothingOpensUntilTheDeviceHasToldWhatItDoes() {
        scene.restart();
        scene.passSeconds(3600);
        assertThat(scene.life.isBusy(scene.now)).isTrue();
        assertThat(scene.life.busyReason(scene.now)).contains("not known since the restart");
        assertThat(scene.published).isEmpty();
        scene.status(ValveState.UNKNOWN, null);
        assertThat(scene.life.isBusy(scene.now)).isTrue();
        scene.status(ValveState.CLOSED, null);
        assertThat(scene.life.isBusy(scene.now)).isFalse();
    }

    @Test
    void anAdvisorNeedsNoStatus() {
        scene.zone = aZone().mode(ControlMode.ADVISE).build();
        scene.restart();
        scene.passSeconds(1);

        assertThat(scene.life.isBusy(scene.now)).isFalse();
    }

    @Test
    void anOpenRunGoesOn() {
        String id = scene.orderStarted(300);
        scene.passSeconds(100);
        scene.restart();
        scene.passSeconds(5);
        scene.status(ValveState.OPEN, id);
        scene.passSeconds(195);
        scene.complete(id, 300);

        assertThat(scene.results()).containsExactly("completed");
        assertThat(scene.alerts).isEmpty();
        assertThat(scene.published).isEmpty();
        assertThat(scene.life.isBusy(scene.now)).isFalse();
    }

    @Test
    void anOpenValveOfAnotherCommandIsClosed() {
        String id = scene.orderStarted(300);
        scene.passSeconds(100);
        scene.restart();
        scene.status(ValveState.OPEN, "of-a-time-this-state-does-not-know");

        assertThat(scene.alertWords()).containsExactly("RAISED UNEXPECTED_OPENING");
        assertThat(scene.closes()).hasSize(1);
        scene.status(ValveState.CLOSED, null);
        scene.passSeconds(11);
        assertThat(scene.results()).containsExactly("aborted");
        assertThat(scene.life.isBusy(scene.now)).isFalse();
        scene.answer(id, State.STARTED);
        assertThat(scene.life.isBusy(scene.now)).isFalse();
    }

    @Test
    void anOpenIsNotRepeatedByItself() {
        scene.order(300);
        scene.restart();
        scene.passSeconds(60);

        assertThat(scene.commands()).noneMatch(c -> c.action() == Command.Action.OPEN);
        assertThat(scene.results()).containsExactly("unknown");
        assertThat(scene.usedSeconds()).isEqualTo(300);
    }

    @Test
    void answersFromTheTimeAwayAreWaitedFor() {
        String id = scene.orderStarted(300);
        scene.passSeconds(10);
        scene.now += 400_000;
        scene.restart();
        scene.passSeconds(9);
        assertThat(scene.alerts).isEmpty();
        scene.complete(id, 300);

        assertThat(scene.results()).containsExactly("completed");
        assertThat(scene.published).isEmpty();
    }

    @Test
    void aRunPastItsEndIsClosedSoonAfterTheRestart() {
        scene.orderStarted(300);
        scene.now += 400_000;
        scene.restart();
        scene.passSeconds(10);

        assertThat(scene.closes()).hasSize(1);
        assertThat(scene.alertWords()).containsExactly("RAISED RUN_PAST_MAXIMUM");
    }

    @Test
    void aCloseGoesOnBeingTold() {
        scene.orderStarted(300);
        scene.close("paused");
        String told = scene.lastClose();
        scene.restart();
        scene.passSeconds(2);

        assertThat(scene.closes()).hasSize(2);
        assertThat(scene.lastClose()).isEqualTo(told);
    }

    @Test
    void alertsAreNotRaisedTwice() {
        scene.status(ValveState.OPEN, null);
        scene.restart();
        scene.status(ValveState.OPEN, null);

        assertThat(scene.alertWords()).containsExactly("RAISED UNEXPECTED_OPENING");
    }
}
