package io.pythoflow.job.control.valve;

import static io.pythoflow.job.control.testing.ZoneBuilder.aZone;
import static io.pythoflow.job.control.valve.ValveScene.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.pythoflow.contract.payload.Command;
import io.pythoflow.contract.payload.CommandAck;
import io.pythoflow.contract.payload.CommandAck.State;
import io.pythoflow.contract.payload.GatewayStatus.ValveState;
import io.pythoflow.contract.rules.ControlMode;
import io.pythoflow.contract.rules.Limits;
import org.junit.jupiter.api.Test;

class ValveLifeTest {
    private final ValveScene scene = ValveScene.v1();

    @Test
    void aRunGoesFromOrderToCompletion() {
        String id = scene.order(300);

        assertThat(scene.opened).hasSize(1);
        Command open = scene.opened.get(0).command();
        assertThat(open.action()).isEqualTo(Command.Action.OPEN);
        assertThat(open.durationSeconds()).isEqualTo(300);
        assertThat(open.maxVolumeLiters()).isEqualTo(125);
        assertThat(open.issuedAt()).isEqualTo(START);
        assertThat(open.expiresAt()).isEqualTo(START + 120_000);

        scene.pass(3_000);
        scene.commit(id);
        scene.answer(id, State.ACCEPTED);
        scene.answer(id, State.STARTED);
        scene.passSeconds(300);
        scene.complete(id, 299.5);

        assertThat(scene.results()).containsExactly("completed");
        assertThat(scene.ended.get(0).outcome().durationSeconds()).isEqualTo(299.5);
        assertThat(scene.usedSeconds()).isEqualTo(299.5);
        assertThat(scene.life.isBusy(scene.now)).isFalse();
        assertThat(scene.life.busyReason(scene.now)).isEmpty();
        assertThat(scene.life.holdsPump(scene.now)).isFalse();
        assertThat(scene.life.lastWateredUntil()).hasValue(scene.now);
        assertThat(scene.published).isEmpty();
        assertThat(scene.alerts).isEmpty();
    }

    @Test
    void aRunIsAtMostAsLongAsTheLimits() {
        scene.zone = aZone().limits(new Limits(30, 100, null, null, 0, 0, 7200, null)).build();
        scene.order(400);

        Command open = scene.opened.get(0).command();
        assertThat(open.durationSeconds()).isEqualTo(100);
        assertThat(open.maxVolumeLiters()).isCloseTo(100 * 25 / 60.0, within(1e-9));
        assertThat(scene.usedSeconds()).isEqualTo(100);
    }

    @Test
    void nothingIsOrderedWhileTheValveIsBusy() {
        scene.order(300);

        assertThatThrownBy(() -> scene.order(300))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("Cannot open zone z1: a run is ordered");
        assertThat(scene.opened).hasSize(1);
    }

    @Test
    void silenceIsCountedFromTheCheckpointAndAnsweredByTheSameCommand() {
        String id = scene.order(300);
        scene.passSeconds(30);
        assertThat(scene.published).isEmpty();
        scene.commit(id);

        scene.passSeconds(10.75);
        assertThat(scene.published).isEmpty();
        scene.passSeconds(0.25);
        assertThat(scene.published).hasSize(1);
        scene.passSeconds(2);
        assertThat(scene.published).hasSize(2);
        scene.passSeconds(4);
        assertThat(scene.published).hasSize(3).containsOnly(scene.opened.get(0));

        scene.passSeconds(9.75);
        assertThat(scene.ended).isEmpty();
        scene.passSeconds(0.25);
        assertThat(scene.results()).containsExactly("unknown");
        assertThat(scene.alertWords()).containsExactly("RAISED UNKNOWN_OUTCOME");
        assertThat(scene.closes()).hasSize(1);
        assertThat(scene.usedSeconds()).isEqualTo(300);
        assertThat(scene.life.failures()).isEqualTo(1);
    }

    @Test
    void anOpenIsNotRepeatedOnceItHasExpired() {
        String id = scene.order(300);
        scene.passSeconds(111);
        scene.commit(id);
        scene.passSeconds(200);

        assertThat(scene.commands()).noneMatch(c -> c.action() == Command.Action.OPEN);
        assertThat(scene.results()).containsExactly("unknown");
    }

    @Test
    void withoutACheckpointTheOpenExpiresAndItsWaterIsGivenBack() {
        String id = scene.order(300);
        scene.passSeconds(129.75);
        assertThat(scene.ended).isEmpty();
        assertThat(scene.life.holdsPump(scene.now)).isTrue();
        scene.passSeconds(0.25);

        assertThat(scene.results()).containsExactly("expired");
        assertThat(scene.usedSeconds()).isZero();
        assertThat(scene.life.lastWateredUntil()).isEmpty();
        assertThat(scene.life.failures()).isZero();
        assertThat(scene.published).isEmpty();

        // The notice of a checkpoint was late: it may have been published after all.
        scene.commit(id);
        assertThat(scene.usedSeconds()).isEqualTo(300);
        assertThat(scene.life.isBusy(scene.now)).isTrue();
        scene.passSeconds(600);
        assertThat(scene.results()).containsExactly("expired");
    }

    @Test
    void anAnswerProvesPublicationWithoutNoticeOfACheckpoint() {
        String id = scene.order(300);
        scene.passSeconds(6);
        scene.answer(id, State.STARTED);
        scene.passSeconds(300);
        scene.complete(id, 300);
        scene.commit(id);

        assertThat(scene.results()).containsExactly("completed");
        assertThat(scene.life.isBusy(scene.now)).isFalse();
    }

    @Test
    void aRunThatBeganAfterItWasGivenUpIsLookedAfter() {
        String id = scene.order(300);
        scene.passSeconds(131);
        assertThat(scene.results()).containsExactly("expired");
        scene.answer(id, State.STARTED);

        assertThat(scene.life.holdsPump(scene.now)).isTrue();
        assertThat(scene.usedSeconds()).isEqualTo(300);
        scene.passSeconds(300);
        scene.complete(id, 300);
        assertThat(scene.results()).containsExactly("expired");
        assertThat(scene.life.holdsPump(scene.now)).isFalse();
    }

    @Test
    void progressNeverGoesBackwards() {
        String id = scene.order(60);
        scene.commit(id);
        scene.answer(id, State.STARTED);
        scene.answer(id, State.ACCEPTED);
        scene.answer(id, State.REJECTED, "BUSY", null, null);
        scene.answer(id, State.EXPIRED);
        scene.passSeconds(60);
        scene.complete(id, 60);
        scene.answer(id, State.STARTED);
        scene.answer(id, State.ACCEPTED);
        scene.complete(id, 60);

        assertThat(scene.results()).containsExactly("completed");
        assertThat(scene.life.isBusy(scene.now)).isFalse();
        assertThat(scene.usedSeconds()).isEqualTo(60);
    }

    @Test
    void answersToOtherCommandsOrOfOtherDevicesChangeNothing() {
        String first = scene.orderStarted(60);
        scene.passSeconds(60);
        scene.complete(first, 60);
        String second = scene.order(60);
        scene.commit(second);
        byte[] before = scene.bytes();

        scene.complete(first, 12);
        scene.answer("somebody-else", State.STARTED);
        scene.life.answered(
                new CommandAck(
                        second,
                        "d2",
                        null,
                        scene.now,
                        scene.now,
                        State.STARTED,
                        null,
                        null,
                        null,
                        null),
                scene.zone,
                scene.now,
                scene);

        assertThat(scene.bytes()).isEqualTo(before);
    }

    @Test
    void aRejectionGivesTheWaterBackAndCountsAsFailure() {
        String id = scene.order(300);
        scene.commit(id);
        scene.answer(id, State.REJECTED, "NO_CLOCK", null, null);

        assertThat(scene.results()).containsExactly("rejected");
        assertThat(scene.ended.get(0).outcome().detail()).isEqualTo("NO_CLOCK");
        assertThat(scene.usedSeconds()).isZero();
        assertThat(scene.life.failures()).isEqualTo(1);
        assertThat(scene.life.holdsPump(scene.now)).isFalse();
        assertThat(scene.life.isBusy(scene.now)).isTrue();
        scene.passSeconds(60);
        assertThat(scene.life.isBusy(scene.now)).isFalse();

        String next = scene.order(300);
        scene.commit(next);
        scene.answer(next, State.ACCEPTED);
        assertThat(scene.alertWords())
                .containsExactly("RAISED COMMAND_REJECTED", "CLEARED COMMAND_REJECTED");
    }

    @Test
    void aBusyDeviceIsNoFailure() {
        String id = scene.order(300);
        scene.commit(id);
        scene.answer(id, State.REJECTED, "BUSY", null, null);

        assertThat(scene.results()).containsExactly("rejected");
        assertThat(scene.life.failures()).isZero();
    }

    @Test
    void aRefusedOpenThatWasRepeatedHoldsTheValveUntilItExpires() {
        String id = scene.order(300);
        scene.commit(id);
        scene.passSeconds(12);
        assertThat(scene.published).hasSize(1);
        scene.answer(id, State.REJECTED, "BUSY", null, null);

        assertThat(scene.life.holdsPump(scene.now)).isTrue();
        scene.passSeconds(100);
        assertThat(scene.life.holdsPump(scene.now)).isTrue();
        scene.passSeconds(20);
        assertThat(scene.life.holdsPump(scene.now)).isFalse();
        assertThat(scene.published).hasSize(1);
    }

    @Test
    void aDuplicateTellsHowFarTheFirstGot() {
        String id = scene.order(60);
        scene.commit(id);
        scene.answer(id, State.DUPLICATE, "STARTED", null, null);
        scene.passSeconds(60);
        scene.answer(id, State.DUPLICATE, "COMPLETED", null, null);

        assertThat(scene.results()).containsExactly("completed");
        assertThat(scene.usedSeconds()).isEqualTo(60);
    }

    @Test
    void aRunThatDoesNotStartIsClosed() {
        String id = scene.order(300);
        scene.commit(id);
        scene.answer(id, State.ACCEPTED);
        scene.passSeconds(10);

        assertThat(scene.results()).containsExactly("timed_out");
        assertThat(scene.closes()).hasSize(1);
        scene.answer(scene.lastClose(), State.COMPLETED);
        // The OPEN has not expired: the device might still begin.
        assertThat(scene.life.holdsPump(scene.now)).isTrue();
        scene.passSeconds(125);
        assertThat(scene.life.holdsPump(scene.now)).isTrue();
        scene.answer(scene.lastClose(), State.COMPLETED);
        assertThat(scene.life.holdsPump(scene.now)).isFalse();
        assertThat(scene.results()).containsExactly("timed_out");
    }

    @Test
    void aRunThatLastsTooLongIsClosedUntilItIs() {
        String id = scene.orderStarted(300);
        scene.passSeconds(315.75);
        assertThat(scene.published).isEmpty();
        scene.passSeconds(0.25);

        assertThat(scene.closes()).hasSize(1);
        assertThat(scene.alertWords()).containsExactly("RAISED RUN_PAST_MAXIMUM");
        assertThat(scene.results()).containsExactly("timed_out");
        assertThat(scene.life.failures()).isEqualTo(1);

        scene.passSeconds(600);
        assertThat(scene.closes().size()).isBetween(40, 50);
        assertThat(scene.life.holdsPump(scene.now)).isTrue();
        scene.answer(id, State.ABORTED, "CLOSE", 916.0, 381.0);
        assertThat(scene.life.holdsPump(scene.now)).isFalse();
        assertThat(scene.usedSeconds()).isEqualTo(916);
        assertThat(scene.results()).containsExactly("timed_out");
        assertThat(scene.alertWords())
                .containsExactly("RAISED RUN_PAST_MAXIMUM", "CLEARED RUN_PAST_MAXIMUM");
    }

    @Test
    void aStatusIsAsGoodAsALostAnswer() {
        String id = scene.order(60);
        scene.commit(id);
        scene.pass(500);
        scene.status(ValveState.OPEN, id);
        scene.passSeconds(60);
        scene.status(ValveState.CLOSED, id);
        assertThat(scene.ended).isEmpty();
        scene.passSeconds(10);

        assertThat(scene.results()).containsExactly("completed");
        assertThat(scene.usedSeconds()).isEqualTo(60);
        scene.complete(id, 58);
        assertThat(scene.usedSeconds()).isEqualTo(58);
        assertThat(scene.results()).containsExactly("completed");
    }

    @Test
    void aStatusThatWasOvertakenChangesNothing() {
        String id = scene.orderStarted(60);
        long before = scene.now - 1_000;
        scene.status(ValveState.CLOSED, null, before);
        scene.passSeconds(60);
        scene.complete(id, 60);
        scene.status(ValveState.OPEN, id, scene.now - 1_000);

        assertThat(scene.results()).containsExactly("completed");
        assertThat(scene.alerts).isEmpty();
    }

    @Test
    void threeFailuresInARowLockOutUntilReset() {
        for (int i = 0; i < 3; i++) {
            assertThat(scene.life.isLockedOut(scene.zone)).isFalse();
            String id = scene.order(300);
            scene.commit(id);
            scene.answer(id, State.REJECTED, "VALVE_STUCK", null, null);
            scene.passSeconds(60);
        }
        assertThat(scene.life.isLockedOut(scene.zone)).isTrue();
        assertThat(scene.life.lockOutReason()).contains("3 runs in a row failed", "VALVE_STUCK");
        assertThat(scene.alertWords())
                .containsExactly("RAISED COMMAND_REJECTED", "RAISED LOCKED_OUT");

        scene.zone = aZone().maintenanceResetAt(START).build();
        scene.passSeconds(1);
        assertThat(scene.life.isLockedOut(scene.zone)).isTrue();

        scene.zone = aZone().maintenanceResetAt(scene.now + 5_000).build();
        scene.passSeconds(4);
        assertThat(scene.life.isLockedOut(scene.zone)).isTrue();
        scene.passSeconds(1);
        assertThat(scene.life.isLockedOut(scene.zone)).isFalse();
        assertThat(scene.life.failures()).isZero();
        assertThat(scene.alertWords()).contains("CLEARED LOCKED_OUT", "CLEARED COMMAND_REJECTED");
        assertThat(scene.life.isBusy(scene.now)).isFalse();
    }

    @Test
    void aSuccessEndsTheRowOfFailures() {
        for (int i = 0; i < 2; i++) {
            String id = scene.order(60);
            scene.commit(id);
            scene.answer(id, State.REJECTED, "VALVE_STUCK", null, null);
            scene.passSeconds(60);
        }
        assertThat(scene.life.failures()).isEqualTo(2);
        String id = scene.orderStarted(60);
        scene.passSeconds(60);
        scene.complete(id, 60);

        assertThat(scene.life.failures()).isZero();
    }

    @Test
    void aRunTheDeviceAbortsItselfIsAFailure() {
        String id = scene.orderStarted(300);
        scene.passSeconds(100);
        scene.answer(id, State.ABORTED, "REBOOT", 100.0, 41.0);

        assertThat(scene.results()).containsExactly("aborted");
        assertThat(scene.life.failures()).isEqualTo(1);
        assertThat(scene.usedSeconds()).isEqualTo(100);
    }

    @Test
    void aCompletionAfterAnUnknownOutcomeCorrectsWhatIsKnown() {
        String id = scene.order(60);
        scene.commit(id);
        scene.passSeconds(27);
        assertThat(scene.results()).containsExactly("unknown");
        scene.complete(id, 40);

        assertThat(scene.results()).containsExactly("unknown");
        assertThat(scene.usedSeconds()).isEqualTo(40);
        scene.complete(id, 40);
        assertThat(scene.usedSeconds()).isEqualTo(40);
        assertThat(scene.alertWords())
                .containsExactly("RAISED UNKNOWN_OUTCOME", "CLEARED UNKNOWN_OUTCOME");
        assertThat(scene.life.failures()).isZero();
    }

    @Test
    void anUnknownRunHoldsThePumpUntilItCannotBeOpen() {
        String id = scene.order(300);
        scene.commit(id);
        scene.passSeconds(435.75);
        assertThat(scene.life.holdsPump(scene.now)).isTrue();
        scene.passSeconds(0.25);
        assertThat(scene.life.holdsPump(scene.now)).isFalse();
        int told = scene.published.size();
        scene.passSeconds(60);
        assertThat(scene.published).hasSize(told);
        assertThat(scene.usedSeconds()).isEqualTo(300);
    }

    @Test
    void anOpeningThatNobodyOrderedIsClosed() {
        scene.status(ValveState.OPEN, null);

        assertThat(scene.alertWords()).containsExactly("RAISED UNEXPECTED_OPENING");
        assertThat(scene.closes()).hasSize(1);
        assertThat(scene.life.isBusy(scene.now)).isTrue();
        assertThat(scene.life.busyReason(scene.now)).contains("nobody ordered");
        scene.passSeconds(5);
        scene.status(ValveState.OPEN, null);
        scene.status(ValveState.CLOSED, null);
        assertThat(scene.life.isBusy(scene.now)).isFalse();
        assertThat(scene.alertWords())
                .containsExactly("RAISED UNEXPECTED_OPENING", "CLEARED UNEXPECTED_OPENING");
        int told = scene.closes().size();
        scene.passSeconds(60);
        assertThat(scene.closes()).hasSize(told);
    }

    @Test
    void anAdvisorTouchesNoValve() {
        scene.zone = aZone().mode(ControlMode.ADVISE).build();
        scene.status(ValveState.OPEN, null);
        assertThat(scene.alertWords()).containsExactly("RAISED UNEXPECTED_OPENING");
        scene.passSeconds(60);
        scene.status(ValveState.CLOSED, null);
        scene.order(300, ControlMode.ADVISE);

        assertThat(scene.life.holdsPump(scene.now)).isTrue();
        assertThat(scene.usedSeconds()).isEqualTo(300);
        scene.passSeconds(300);
        assertThat(scene.results()).containsExactly("advised");
        assertThat(scene.life.isBusy(scene.now)).isFalse();
        assertThat(scene.life.lastWateredUntil()).hasValue(scene.now);
        assertThat(scene.opened).isEmpty();
        assertThat(scene.published).isEmpty();
    }

    @Test
    void adviceThatIsStoppedCountsAsFarAsItWent() {
        scene.order(300, ControlMode.ADVISE);
        scene.passSeconds(100);
        scene.close("paused");

        assertThat(scene.results()).containsExactly("advised");
        assertThat(scene.usedSeconds()).isEqualTo(100);
        assertThat(scene.published).isEmpty();
    }
}
