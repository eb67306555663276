package io.pythoflow.job.control.demand;

import static io.pythoflow.job.control.testing.ZoneBuilder.aZone;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pythoflow.contract.agronomy.SoilWater;
import io.pythoflow.contract.rules.Zone;
import org.junit.jupiter.api.Test;

/** Loam, 25 % and 12 % by the rules, in a root zone of 0.7 m: 7 mm for each percent. */
class FieldCapacityTest {
    private static final Zone ZONE = aZone().build();

    private final FieldCapacity capacity = new FieldCapacity(ZONE.soil());

    @Test
    void untilTheSoilShowsAnythingTheRulesHold() {
        assertThat(capacity.soil()).isEqualTo(ZONE.soil());
        assertThat(capacity.isSeen()).isFalse();
    }

    @Test
    void whereWaterIsMissingTheLevelIsTheCapacity() {
        rest(20);
        wet(21, 14);
        settle(21);

        assertThat(percent()).isCloseTo(21, within(0.01));
        assertThat(capacity.isSeen()).isTrue();
    }

    @Test
    void wiltingPointGoesWithFieldCapacity() {
        rest(20);
        wet(21, 14);
        settle(21);

        assertThat(capacity.soil().wiltingPoint()).isCloseTo(0.12 * 21 / 25, within(1e-4));
    }

    @Test
    void whereNothingIsMissingTheCapacityIsTriedHigherInLargeStepsUntilItWasSeen() {
        rest(22);
        wet(24, 14);
        settle(24);

        assertThat(percent()).isCloseTo(25 + 0.1 * 13, within(0.01));
        assertThat(capacity.isSeen()).isFalse();
    }

    @Test
    void onceSeenItIsTriedHigherInSmallSteps() {
        rest(23);
        wet(25, 28);
        settle(25);
        rest(22);
        wet(24, 14);
        settle(24);

        assertThat(percent()).isBetween(25.01, 25.1);
    }

    @Test
    void farBelowFullAWateringThatIsKeptSaysNothing() {
        rest(17);
        wet(19, 14);
        settle(19);

        assertThat(percent()).isEqualTo(25);
    }

    @Test
    void aTenthOfTheWaterAndNoiseMayBeMissing() {
        rest(22);
        wet(23.6, 14);
        settle(23.6);

        assertThat(percent()).isEqualTo(25);
    }

    @Test
    void waterThatIsReportedAfterTheSoilHasRisenIsNotMissing() {
        rest(20);
        capacity.advance(ZONE, 20.7, 0, 0);
        capacity.advance(ZONE, 21.4, 0, 0);
        wet(22, 14);
        settle(22);

        assertThat(percent()).isEqualTo(25);
        assertThat(capacity.isSeen()).isFalse();
    }

    @Test
    void whatTheCropTookIsNotMissing() {
        rest(22);
        capacity.advance(ZONE, 23.9, 0.7, 14);
        for (int hour = 1; hour <= 24; hour++) {
            capacity.advance(ZONE, 23.9 - 0.1 * hour, 0.7, 0);
        }

        assertThat(percent()).isGreaterThan(25);
        assertThat(capacity.isSeen()).isFalse();
    }

    @Test
    void soilAtRestAboveItsCapacityRaisesIt() {
        for (int hour = 0; hour < 48; hour++) {
            capacity.advance(ZONE, 28.0, 0, 0);
        }

        assertThat(percent()).isCloseTo(28, within(0.05));
    }

    @Test
    void drainingSoilIsNotAtRest() {
        rest(24);
        wet(32, 56);
        for (int hour = 0; hour < 11; hour++) {
            capacity.advance(ZONE, 32.0 - 0.6 * hour, 0, 0);
        }

        assertThat(percent()).isEqualTo(25);
    }

    @Test
    void noSensorTakesItFurtherThanAQuarterFromTheRules() {
        for (int hour = 0; hour < 480; hour++) {
            capacity.advance(ZONE, 55.0, 0, 0);
        }
        assertThat(percent()).isCloseTo(31.25, within(1e-9));

        FieldCapacity low = new FieldCapacity(ZONE.soil());
        low.advance(ZONE, 5.0, 0, 0);
        low.advance(ZONE, 5.0, 0, 30);
        for (int hour = 0; hour < 24; hour++) {
            low.advance(ZONE, 5.0, 0, 0);
        }
        assertThat(low.soil().fieldCapacity()).isCloseTo(0.1875, within(1e-9));
    }

    @Test
    void withoutMeasurementNothingIsLearnt() {
        capacity.advance(ZONE, null, 0, 20);
        for (int hour = 0; hour < 20; hour++) {
            capacity.advance(ZONE, null, 0.2, 0);
        }

        assertThat(percent()).isEqualTo(25);
        rest(20);
        assertThat(percent()).isEqualTo(25);
    }

    @Test
    void waterThatComesAgainSoonIsJudgedAsFarAsItCanBe() {
        rest(20);
        for (int times = 0; times < 3; times++) {
            wet(21, 7);
            for (int hour = 0; hour < 15; hour++) {
                capacity.advance(ZONE, 21.0, 0, 0);
            }
        }

        assertThat(percent()).isCloseTo(21, within(0.3));
    }

    @Test
    void aWateringInTheFirstHourIsJudgedByTheFirstMeasurement() {
        capacity.measure(20);
        wet(21, 14);
        settle(21);

        assertThat(percent()).isCloseTo(21, within(0.01));
        assertThat(capacity.isSeen()).isTrue();
    }

    @Test
    void wateringEveryFewHoursTowardsALevelThatDrainsAwayIsJudgedBeforeItHasSettled() {
        rest(22);
        for (int times = 0; times < 4; times++) {
            wet(22, 7);
            for (int hour = 0; hour < 4; hour++) {
                capacity.advance(ZONE, 22.0, 0, 0);
            }
        }

        assertThat(percent()).isCloseTo(22, within(0.01));
        assertThat(capacity.isSeen()).isTrue();
    }

    @Test
    void waterThatIsStillOnItsWayDownIsNotMissing() {
        rest(22);
        for (int times = 0; times < 3; times++) {
            wet(23 + times, 7);
            for (int hour = 0; hour < 4; hour++) {
                capacity.advance(ZONE, 23.0 + times, 0, 0);
            }
        }

        assertThat(percent()).isEqualTo(25);
    }

    @Test
    void itKnowsWhichSoilItIsAbout() {
        assertThat(capacity.isOf(ZONE.soil())).isTrue();
        assertThat(capacity.isOf(new SoilWater(0.26, 0.12))).isFalse();
    }

    private double percent() {
        return 100 * capacity.soil().fieldCapacity();
    }

    private void rest(double moisture) {
        for (int hour = 0; hour < 12; hour++) {
            capacity.advance(ZONE, moisture, 0, 0);
        }
    }

    private void wet(double moisture, double waterMm) {
        capacity.advance(ZONE, moisture, 0, waterMm);
    }

    private void settle(double moisture) {
        for (int hour = 0; hour < 24; hour++) {
            capacity.advance(ZONE, moisture, 0, 0);
        }
    }
}
