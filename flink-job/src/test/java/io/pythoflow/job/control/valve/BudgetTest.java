package io.pythoflow.job.control.valve;

import static io.pythoflow.job.control.testing.ZoneBuilder.aZone;
import static org.assertj.core.api.Assertions.assertThat;

import io.pythoflow.contract.payload.CommandAck.State;
import io.pythoflow.contract.payload.GatewayStatus.ValveState;
import io.pythoflow.contract.rules.Limits;
import io.pythoflow.contract.rules.Zone;
import java.time.ZonedDateTime;
import org.junit.jupiter.api.Test;

class BudgetTest {
    private static final Zone ZONE =
            aZone().timeZone("America/Sao_Paulo")
                    .limits(new Limits(30, 3600, null, null, 0, 0, 1000, 500.0))
                    .build();
    private static final long EVENING = at("2026-03-01T23:58:00-03:00");
    private static final long NEXT_DAY = at("2026-03-02T00:01:00-03:00");

    private final Budget budget = new Budget();

    @Test
    void countsByTheZonesDay() {
        budget.reserve(ZONE, EVENING, 300, 125);
        assertThat(budget.runSecondsLeft(ZONE, EVENING)).isEqualTo(700);
        assertThat(budget.volumeLitersLeft(ZONE, EVENING)).isEqualTo(375);
        assertThat(budget.runSecondsLeft(ZONE, NEXT_DAY)).isEqualTo(1000);
        assertThat(budget.volumeLitersLeft(ZONE, NEXT_DAY)).isEqualTo(500);
    }

    @Test
    void aRunOverMidnightIsCorrectedOnTheDayItWasOrdered() {
        long day = budget.reserve(ZONE, EVENING, 300, 125);
        budget.correct(day, -100, -40);
        assertThat(budget.runSecondsUsed(ZONE, EVENING)).isEqualTo(200);
        assertThat(budget.runSecondsUsed(ZONE, NEXT_DAY)).isZero();

        budget.reserve(ZONE, NEXT_DAY, 60, 25);
        budget.correct(day, -100, -40);
        assertThat(budget.runSecondsUsed(ZONE, NEXT_DAY)).isEqualTo(60);
        assertThat(budget.volumeLitersUsed(ZONE, NEXT_DAY)).isEqualTo(25);
    }

    @Test
    void aClockSetBackGivesNothing() {
        budget.reserve(ZONE, NEXT_DAY, 900, 10);

        assertThat(budget.runSecondsLeft(ZONE, EVENING)).isEqualTo(100);
        budget.reserve(ZONE, EVENING, 50, 10);
        assertThat(budget.runSecondsUsed(ZONE, NEXT_DAY)).isEqualTo(950);
    }

    @Test
    void isNeverOverdrawn() {
        budget.reserve(ZONE, EVENING, 1200, 600);

        assertThat(budget.runSecondsLeft(ZONE, EVENING)).isZero();
        assertThat(budget.volumeLitersLeft(ZONE, EVENING)).isZero();
    }

    @Test
    void whereNothingLimitsTheWaterThereIsAlwaysMore() {
        assertThat(budget.volumeLitersLeft(aZone().build(), EVENING)).isInfinite();
    }

    @Test
    void whatFlowedCountsInPlaceOfWhatWasOrdered() {
        ValveScene scene = ValveScene.v1();
        String id = scene.orderStarted(300);
        scene.passSeconds(240);
        scene.answer(id, State.COMPLETED, "VOLUME_REACHED", 240.0, 125.0);

        assertThat(scene.usedSeconds()).isEqualTo(240);
        assertThat(scene.life.budget().volumeLitersUsed(scene.zone, scene.now)).isEqualTo(125);
    }

    @Test
    void whereNewsOfTheStartCameLateItCountsAllThatMayHaveFlowed() {
        ValveScene scene = ValveScene.v1();
        String id = scene.order(60);
        scene.commit(id);
        scene.passSeconds(9);
        scene.status(ValveState.OPEN, id);
        scene.passSeconds(30);
        scene.status(ValveState.CLOSED, id);
        scene.passSeconds(10);

        assertThat(scene.results()).containsExactly("aborted");
        assertThat(scene.usedSeconds()).isEqualTo(39);
    }

    @Test
    void whereNewsOfTheEndCameLateItCountsNoMoreThanWasOrdered() {
        ValveScene scene = ValveScene.v1();
        String id = scene.order(60);
        scene.commit(id);
        scene.passSeconds(9);
        scene.answer(id, State.STARTED);
        scene.passSeconds(58);
        scene.status(ValveState.CLOSED, id);
        scene.passSeconds(10);

        assertThat(scene.results()).containsExactly("completed");
        assertThat(scene.usedSeconds()).isEqualTo(60);
    }

    private static long at(String time) {
        return ZonedDateTime.parse(time).toInstant().toEpochMilli();
    }
}
