package io.pythoflow.job.control.valve;

import static org.assertj.core.api.Assertions.assertThat;

import io.pythoflow.contract.payload.Command;
import io.pythoflow.contract.payload.CommandAck.State;
import java.util.HashSet;
import org.junit.jupiter.api.Test;

class ValveClosingTest {
    private final ValveScene scene = ValveScene.v1();

    @Test
    void closingIsToldAtOnceAndUntilItIsDone() {
        String id = scene.orderStarted(300);
        scene.passSeconds(100);
        scene.close("paused");
        assertThat(scene.closes()).hasSize(1);
        assertThat(scene.closes().get(0).reason()).isEqualTo("paused");

        scene.passSeconds(21);
        scene.close("paused");
        assertThat(scene.closes().size()).isBetween(6, 11);
        assertThat(new HashSet<>(scene.closes())).hasSize(1);

        scene.answer(id, State.ABORTED, "CLOSE", 121.0, 50.0);
        scene.answer(scene.lastClose(), State.COMPLETED);
        int told = scene.closes().size();
        scene.passSeconds(60);
        assertThat(scene.closes()).hasSize(told);
        assertThat(scene.results()).containsExactly("aborted");
        assertThat(scene.ended.get(0).outcome().detail()).isEqualTo("paused");
        assertThat(scene.usedSeconds()).isEqualTo(121);
        assertThat(scene.life.failures()).isZero();
        assertThat(scene.life.isBusy(scene.now)).isFalse();
    }

    @Test
    void aCloseThatExpiresUnansweredIsToldUnderANewId() {
        scene.orderStarted(300);
        scene.close("paused");
        scene.passSeconds(125);

        assertThat(scene.closes())
                .allSatisfy(c -> assertThat(c.expiresAt() - c.issuedAt()).isEqualTo(120_000));
        assertThat(scene.closes().stream().map(Command::commandId).distinct()).hasSize(2);
    }

    @Test
    void aDeviceThatCannotCloseIsToldUnderNewIds() {
        String id = scene.orderStarted(300);
        scene.close("paused");
        String first = scene.lastClose();
        scene.answer(first, State.REJECTED, "VALVE_STUCK", null, null);
        scene.passSeconds(2);

        assertThat(scene.lastClose()).isNotEqualTo(first);
        assertThat(scene.life.holdsPump(scene.now)).isTrue();
        scene.answer(scene.lastClose(), State.DUPLICATE, "REJECTED", null, null);
        scene.passSeconds(5);
        assertThat(scene.life.holdsPump(scene.now)).isTrue();
        scene.answer(id, State.ABORTED, "VALVE_STUCK", 9.0, 4.0);
        assertThat(scene.life.holdsPump(scene.now)).isFalse();
    }

    @Test
    void anOpenThatArrivesAfterItsCloseIsClosedAgain() {
        String id = scene.order(300);
        scene.close("emergency_stop");
        String first = scene.lastClose();
        scene.answer(first, State.COMPLETED);
        assertThat(scene.life.holdsPump(scene.now)).isTrue();
        scene.passSeconds(1);
        scene.commit(id);
        scene.answer(id, State.STARTED);

        // The device obeys an id once, so this must be another.
        assertThat(scene.lastClose()).isNotEqualTo(first);
        scene.answer(id, State.ABORTED, "CLOSE", 0.5, 0.2);
        assertThat(scene.results()).containsExactly("aborted");
        assertThat(scene.life.holdsPump(scene.now)).isFalse();
        assertThat(scene.usedSeconds()).isEqualTo(0.5);
    }

    @Test
    void anOrderThatWasStoppedBeforeItsCheckpointIsToldToCloseUntilItExpires() {
        scene.order(300);
        scene.close("emergency_stop");
        scene.answer(scene.lastClose(), State.COMPLETED);
        scene.passSeconds(129);
        assertThat(scene.closes().size()).isGreaterThan(20);
        scene.passSeconds(1);
        int told = scene.closes().size();
        scene.passSeconds(60);

        assertThat(scene.closes()).hasSize(told);
        assertThat(scene.results()).containsExactly("aborted");
        assertThat(scene.usedSeconds()).isZero();
    }

    @Test
    void aStoppedRunWhoseCheckpointWasToldLateIsToldToCloseAgain() {
        String id = scene.order(300);
        scene.close("emergency_stop");
        scene.passSeconds(131);
        int told = scene.closes().size();
        scene.commit(id);
        scene.passSeconds(1);

        assertThat(scene.closes().size()).isGreaterThan(told);
    }

    @Test
    void whereNothingRunsThereIsNothingToClose() {
        scene.close("paused");

        assertThat(scene.published).isEmpty();
    }
}
