package io.pythoflow.job.control.valve;

import static io.pythoflow.job.control.testing.ZoneBuilder.aZone;
import static org.assertj.core.api.Assertions.assertThat;

import io.pythoflow.contract.payload.CommandAck.State;
import io.pythoflow.contract.payload.GatewayError.Severity;
import io.pythoflow.contract.payload.GatewayStatus.ValveState;
import io.pythoflow.contract.payload.ValveStatus;
import io.pythoflow.contract.rules.ControlMode;
import org.junit.jupiter.api.Test;

class FlowSupervisionTest {
    private final ValveScene scene = ValveScene.v1();

    @Test
    void anOpenValveWithoutFlowIsClosedAndNotTriedAgain() {
        String id = scene.orderStarted(300);
        scene.passSeconds(29);
        scene.flow(0);
        assertThat(scene.alerts).isEmpty();
        scene.passSeconds(1);
        scene.flow(0);
        scene.passSeconds(1);
        scene.flow(0);

        assertThat(scene.alertWords()).containsExactly("RAISED NO_FLOW");
        assertThat(scene.closes()).hasSize(1);
        assertThat(scene.closes().get(0).reason()).isEqualTo("no_flow");
        scene.answer(id, State.ABORTED, "CLOSE", 31.0, 0.0);
        assertThat(scene.results()).containsExactly("aborted");
        assertThat(scene.ended.get(0).outcome().detail()).startsWith("no flow 30 s after");
        assertThat(scene.life.failures()).isEqualTo(1);
        assertThat(scene.life.isLockedOut(scene.zone)).isFalse();
        assertThat(scene.life.isBusy(scene.now)).isTrue();
        scene.passSeconds(60);
        assertThat(scene.life.isBusy(scene.now)).isFalse();

        scene.orderStarted(300);
        scene.passSeconds(5);
        scene.flow(20);
        assertThat(scene.alertWords()).containsExactly("RAISED NO_FLOW", "CLEARED NO_FLOW");
    }

    @Test
    void aRunThatCompletesThoughNothingFlowedIsNoSuccess() {
        String id = scene.orderStarted(60);
        scene.passSeconds(40);
        scene.flow(0);
        scene.passSeconds(20);
        scene.complete(id, 60);

        assertThat(scene.results()).containsExactly("aborted");
        assertThat(scene.life.failures()).isEqualTo(1);
    }

    @Test
    void aBurstIsClosedAndLockedOutAtOnce() {
        scene.orderStarted(300);
        scene.passSeconds(89);
        scene.flow(33);
        assertThat(scene.alerts).isEmpty();
        scene.passSeconds(1);
        scene.flow(32.5);
        assertThat(scene.alerts).isEmpty();
        scene.passSeconds(1);
        scene.flow(32.6);

        assertThat(scene.alertWords()).containsExactly("RAISED OVER_FLOW", "RAISED LOCKED_OUT");
        assertThat(scene.alerts.get(0).severity()).isEqualTo(Severity.CRITICAL);
        assertThat(scene.closes()).hasSize(1);
        assertThat(scene.life.isLockedOut(scene.zone)).isTrue();
        assertThat(scene.life.lockOutReason())
                .isEqualTo("32.6 L/min flow of expected 25.0: something has burst");
    }

    @Test
    void aCloggedRunFinishes() {
        String id = scene.orderStarted(300);
        scene.passSeconds(90);
        scene.flow(12);
        scene.flow(12);
        assertThat(scene.alertWords()).containsExactly("RAISED UNDER_FLOW");
        scene.passSeconds(210);
        scene.complete(id, 300);

        assertThat(scene.published).isEmpty();
        assertThat(scene.results()).containsExactly("completed");
        assertThat(scene.life.failures()).isZero();
        scene.orderStarted(300);
        scene.passSeconds(90);
        scene.flow(20);
        assertThat(scene.alertWords()).containsExactly("RAISED UNDER_FLOW", "CLEARED UNDER_FLOW");
    }

    @Test
    void theFlowOfTheRunBeforeJudgesNothing() {
        String first = scene.orderStarted(100);
        scene.passSeconds(100);
        long measuredInFirst = scene.now - 1_000;
        scene.complete(first, 100);
        scene.passSeconds(20);
        scene.life.measuredFlow(40, measuredInFirst, scene.zone, scene.now, scene);
        String second = scene.orderStarted(300);
        scene.passSeconds(95);
        scene.life.measuredFlow(0, measuredInFirst + 500, scene.zone, scene.now, scene);
        scene.passSeconds(205);
        scene.complete(second, 300);

        assertThat(scene.alerts).isEmpty();
    }

    @Test
    void aFlowThatWasOvertakenJudgesNothing() {
        scene.orderStarted(300);
        scene.passSeconds(100);
        scene.flow(25);
        scene.life.measuredFlow(0, scene.now - 2_000, scene.zone, scene.now, scene);

        assertThat(scene.alerts).isEmpty();
    }

    @Test
    void flowAfterTheCloseIsClosedAgainAndLockedOut() {
        String id = scene.orderStarted(60);
        scene.passSeconds(60);
        scene.complete(id, 60);
        scene.passSeconds(14);
        scene.flow(3);
        assertThat(scene.alerts).isEmpty();
        scene.passSeconds(1);
        scene.flow(3);

        assertThat(scene.alertWords())
                .containsExactly("RAISED FLOW_AFTER_CLOSE", "RAISED LOCKED_OUT");
        assertThat(scene.closes()).hasSize(1);
        assertThat(scene.life.holdsPump(scene.now)).isTrue();
        scene.passSeconds(3);
        assertThat(scene.closes().size()).isGreaterThan(1);
        String told = scene.lastClose();
        scene.answer(told, State.COMPLETED);
        scene.passSeconds(10);
        assertThat(scene.lastClose()).isEqualTo(told);

        scene.flow(3);
        assertThat(scene.lastClose()).isNotEqualTo(told);
        scene.flow(0.05);
        scene.passSeconds(1);
        scene.flow(0.05);
        assertThat(scene.alertWords()).contains("CLEARED FLOW_AFTER_CLOSE");
        assertThat(scene.life.holdsPump(scene.now)).isFalse();
        assertThat(scene.life.isLockedOut(scene.zone)).isTrue();
    }

    @Test
    void waterThroughAValveThatNobodyOpenedIsALeak() {
        scene.passSeconds(20);
        scene.flow(1);

        assertThat(scene.alertWords()).containsExactly("RAISED LEAK", "RAISED LOCKED_OUT");
        assertThat(scene.closes()).hasSize(1);
    }

    @Test
    void whereTheJobOnlyAdvisesOthersMayWater() {
        scene.zone = aZone().mode(ControlMode.ADVISE).build();
        scene.passSeconds(20);
        scene.flow(25);

        assertThat(scene.alerts).isEmpty();
        assertThat(scene.published).isEmpty();
    }

    @Test
    void whileTheValveIsKnownToBeOpenUnexpectedlyWaterIsNoLeak() {
        scene.passSeconds(20);
        scene.status(ValveState.OPEN, null);
        scene.passSeconds(20);
        scene.flow(25);

        assertThat(scene.alertWords()).containsExactly("RAISED UNEXPECTED_OPENING");
    }

    @Test
    void aStatusMayCarryTheFlow() {
        String id = scene.orderStarted(300);
        scene.passSeconds(31);
        scene.life.reported(
                new ValveStatus("d1", null, scene.now, scene.now, ValveState.OPEN, 0.0, 269.0, id),
                scene.zone,
                scene.now,
                scene);

        assertThat(scene.alertWords()).containsExactly("RAISED NO_FLOW");
    }

    @Test
    void soilThatIsNoWetterAfterWateringHalvesTheDoseOnce() {
        water(20.0);
        scene.life.measuredMoisture(20.1, scene.now + 60_000, scene.zone, scene.now, scene);
        assertThat(scene.life.doseFactor()).isEqualTo(1);
        scene.passSeconds(1800);
        scene.life.measuredMoisture(20.2, scene.now - 60_000, scene.zone, scene.now, scene);
        assertThat(scene.alerts).isEmpty();
        scene.life.measuredMoisture(20.2, scene.now, scene.zone, scene.now, scene);
        scene.life.measuredMoisture(20.2, scene.now + 1, scene.zone, scene.now, scene);

        assertThat(scene.alertWords()).containsExactly("RAISED INEFFECTIVE_WATERING");
        assertThat(scene.life.doseFactor()).isEqualTo(0.5);

        water(20.0);
        scene.passSeconds(60);
        scene.life.measuredMoisture(21, scene.now, scene.zone, scene.now, scene);
        assertThat(scene.life.doseFactor()).isEqualTo(1);
        assertThat(scene.alertWords())
                .containsExactly("RAISED INEFFECTIVE_WATERING", "CLEARED INEFFECTIVE_WATERING");
    }

    @Test
    void aReadingFromBeforeTheEndOfWateringDoesNotJudgeIt() {
        water(20.0);
        scene.passSeconds(1801);
        scene.life.measuredMoisture(25, scene.now - 1_802_000, scene.zone, scene.now, scene);
        scene.life.measuredMoisture(20, scene.now, scene.zone, scene.now, scene);

        assertThat(scene.life.doseFactor()).isEqualTo(0.5);
    }

    private void water(double moistureBefore) {
        ValveRun run = scene.run(300, moistureBefore);
        scene.life.order(run, scene.zone, ControlMode.ACT, scene.now, scene);
        scene.commit(run.commandId());
        scene.answer(run.commandId(), State.STARTED);
        scene.passSeconds(300);
        scene.complete(run.commandId(), 300);
    }
}
