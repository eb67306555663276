package io.pythoflow.job.control.valve;

import static io.pythoflow.job.control.testing.ZoneBuilder.aZone;
import static io.pythoflow.job.control.valve.ValveScene.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.pythoflow.contract.payload.OriginalCommand;
import io.pythoflow.contract.rules.ControlMode;
import io.pythoflow.contract.rules.Limits;
import io.pythoflow.contract.rules.Protocol;
import org.junit.jupiter.api.Test;

class OriginalValveTest {
    private static final Limits TEN_MINUTES = new Limits(30, 600, null, null, 0, 0, 7200, null);

    private final ValveScene scene = ValveScene.original();

    OriginalValveTest() {
        scene.zone = aZone().protocol(Protocol.ORIGINAL).limits(TEN_MINUTES).build();
    }

    @Test
    void isToldOnceAndBelievedToHaveWatered() {
        String id = scene.order(300);
        assertThat(scene.opened)
                .containsExactly(
                        DeviceCommand.of(
                                "000", id, new OriginalCommand("A1", 300_000), START + 120_000));
        assertThat(scene.life.isQuietForReadings(scene.now)).isFalse();
        scene.passSeconds(5);
        assertThat(scene.published).isEmpty();
        scene.commit(id);

        assertThat(scene.life.isQuietForReadings(scene.now)).isTrue();
        scene.passSeconds(315.75);
        assertThat(scene.ended).isEmpty();
        scene.passSeconds(0.25);
        assertThat(scene.results()).containsExactly("delivered");
        assertThat(scene.ended.get(0).outcome().durationSeconds()).isEqualTo(300);
        assertThat(scene.usedSeconds()).isEqualTo(300);
        assertThat(scene.life.lastWateredUntil()).hasValue(scene.now);
        assertThat(scene.published).isEqualTo(scene.opened);
        assertThat(scene.alerts).isEmpty();
        assertThat(scene.life.failures()).isZero();
    }

    @Test
    void isBusyForAsLongAsTheBrokerMayHaveKeptTheCommand() {
        String id = scene.order(300);
        scene.passSeconds(5);
        scene.commit(id);
        scene.passSeconds(115 + 315.75);
        assertThat(scene.life.isBusy(scene.now)).isTrue();
        assertThat(scene.life.holdsPump(scene.now)).isTrue();
        assertThat(scene.life.isQuietForReadings(scene.now)).isTrue();
        scene.passSeconds(0.25);
        assertThat(scene.life.isBusy(scene.now)).isFalse();
        assertThat(scene.life.holdsPump(scene.now)).isFalse();
        assertThat(scene.life.isQuietForReadings(scene.now)).isFalse();
    }

    @Test
    void runsNoLongerThanTheLimit() {
        scene.order(1800);

        assertThat(scene.opened.get(0).original().durationMillis()).isEqualTo(600_000);
    }

    @Test
    void isNeverToldToClose() {
        String id = scene.order(300);
        scene.commit(id);
        scene.passSeconds(1);
        scene.close("emergency_stop");
        scene.passSeconds(600);

        assertThat(scene.published).isEqualTo(scene.opened);
        assertThat(scene.results()).containsExactly("delivered");
    }

    @Test
    void isNotToldToOpenWhereItWasStoppedBeforeItsCheckpoint() {
        String id = scene.order(300);
        scene.close("emergency_stop");
        scene.commit(id);
        scene.passSeconds(600);

        assertThat(scene.published).isEmpty();
        assertThat(scene.results()).containsExactly("aborted");
        assertThat(scene.usedSeconds()).isZero();
    }

    @Test
    void isNotToldASecondTimeByAStateFromBefore() {
        String id = scene.order(300);
        scene.commit(id);
        ValveLife before = scene.copy();
        scene.passSeconds(1);
        assertThat(scene.published).hasSize(1);

        scene.life = before;
        scene.life.restored(scene.now);
        scene.passSeconds(600);

        assertThat(scene.published).hasSize(1);
        assertThat(scene.results()).containsExactly("delivered");
    }

    @Test
    void isNeverLockedOutForItsSilence() {
        for (int i = 0; i < 10; i++) {
            String id = scene.order(300);
            scene.commit(id);
            scene.passSeconds(600);
        }

        assertThat(scene.results()).hasSize(10).containsOnly("delivered");
        assertThat(scene.life.isLockedOut(scene.zone)).isFalse();
        assertThat(scene.life.failures()).isZero();
    }

    @Test
    void withoutACheckpointTheRunExpires() {
        scene.order(300);
        scene.passSeconds(130);

        assertThat(scene.results()).containsExactly("expired");
        assertThat(scene.usedSeconds()).isZero();
    }

    @Test
    void aCheckpointThatCompletesTooLatePublishesNothing() {
        String id = scene.order(300);
        scene.passSeconds(120);
        scene.commit(id);
        scene.passSeconds(60);

        assertThat(scene.published).isEmpty();
        assertThat(scene.usedSeconds()).isZero();
        assertThat(scene.life.holdsPump(scene.now)).isFalse();
        assertThat(scene.results()).containsExactly("expired");
    }

    @Test
    void afterARestartOpensNothingUntilAnyRunWouldBeOver() {
        scene.restart();
        assertThat(scene.life.isBusy(scene.now)).isTrue();
        scene.passSeconds(120 + 600 + 22 - 0.25);
        assertThat(scene.life.isBusy(scene.now)).isTrue();
        scene.passSeconds(0.25);
        assertThat(scene.life.isBusy(scene.now)).isFalse();
    }

    @Test
    void afterARestartTheRunItKnowsOfIsDelivered() {
        scene.order(300);
        scene.passSeconds(5);
        scene.restart();
        scene.passSeconds(320);

        assertThat(scene.results()).containsExactly("delivered");
        assertThat(scene.opened).hasSize(1);
        assertThat(scene.published).isEmpty();
    }

    @Test
    void adviceDoesNotSilenceTheNode() {
        scene.order(300, ControlMode.ADVISE);

        assertThat(scene.opened).isEmpty();
        assertThat(scene.life.isQuietForReadings(scene.now)).isFalse();
        scene.passSeconds(300);
        assertThat(scene.results()).containsExactly("advised");
        assertThat(scene.life.isBusy(scene.now)).isFalse();
    }

    @Test
    void aMeterMayShowThatNothingFlows() {
        String id = scene.order(300);
        scene.commit(id);
        scene.passSeconds(140);
        scene.flow(0);
        assertThat(scene.alerts).isEmpty();
        scene.passSeconds(20);
        scene.flow(0);

        assertThat(scene.alertWords()).containsExactly("RAISED NO_FLOW");
        assertThat(scene.published).isEqualTo(scene.opened);
        assertThat(scene.life.failures()).isEqualTo(1);
    }

    @Test
    void aMeterMayShowALeak() {
        String id = scene.order(300);
        scene.commit(id);
        scene.passSeconds(436 + 15);
        scene.flow(2);

        assertThat(scene.alertWords())
                .containsExactly("RAISED FLOW_AFTER_CLOSE", "RAISED LOCKED_OUT");
        assertThat(scene.published).isEqualTo(scene.opened);
    }
}
