package io.pythoflow.job.control.demand;

import static io.pythoflow.job.control.testing.ZoneBuilder.aZone;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pythoflow.contract.rules.Limits;
import io.pythoflow.contract.rules.Zone;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** On 50 m² with 25 L/min and 90 % of it at the roots, 1 mm takes 133 s. */
class DoseTest {

    @Test
    void aDepthBecomesARunTime() {
        Dose dose = Dose.of(aZone().build(), thirsty(9.0)).orElseThrow();

        assertThat(dose.runSeconds()).isEqualTo(1200);
        assertThat(dose.depthMm()).isCloseTo(9, within(1e-9));
        assertThat(dose.volumeLiters()).isCloseTo(500, within(1e-9));
        assertThat(dose.pulseSeconds()).containsExactly(1200);
    }

    @Test
    void theDepthIsCapped() {
        Zone zone = aZone().limits(limits(30, 3600, 4.5, null)).build();

        assertThat(Dose.of(zone, thirsty(9.0)).orElseThrow().runSeconds()).isEqualTo(600);
    }

    @Test
    void withoutCyclesOneOpeningIsAllThereIs() {
        Zone zone = aZone().limits(limits(30, 900, null, null)).build();

        Dose dose = Dose.of(zone, thirsty(9.0)).orElseThrow();

        assertThat(dose.runSeconds()).isEqualTo(900);
        assertThat(dose.depthMm()).isCloseTo(6.75, within(1e-9));
    }

    @Test
    void aLongRunIsSplitIntoPulsesAsEqualAsSecondsAllow() {
        Zone zone = aZone().limits(limits(30, 900, null, 500)).build();

        Dose dose = Dose.of(zone, thirsty(9.01)).orElseThrow();

        assertThat(dose.runSeconds()).isEqualTo(1201);
        assertThat(dose.pulseSeconds()).containsExactly(401, 400, 400);
    }

    @Test
    void noPulseIsLongerThanTheLongestRun() {
        Zone zone = aZone().limits(limits(30, 600, null, 900)).build();

        assertThat(Dose.of(zone, thirsty(9.0)).orElseThrow().pulseSeconds())
                .containsExactly(600, 600);
    }

    @Test
    void allPulsesTogetherStayWithinTheDay() {
        Zone zone = aZone().limits(limits(30, 600, null, 600)).build();

        assertThat(Dose.of(zone, thirsty(90.0)).orElseThrow().runSeconds()).isEqualTo(7200);
    }

    @Test
    void belowTheShortestRunThereIsNone() {
        assertThat(Dose.of(aZone().build(), thirsty(0.2))).isEmpty();
        assertThat(Dose.of(aZone().build(), thirsty(0.23))).isPresent();
    }

    @Test
    void aFixedRunTimeOverridesTheDeficit() {
        Dose dose = Dose.of(aZone().relative(null).build(), thirsty(null)).orElseThrow();

        assertThat(dose.runSeconds()).isEqualTo(300);
        assertThat(dose.volumeLiters()).isCloseTo(125, within(1e-9));
        assertThat(dose.depthMm()).isCloseTo(2.25, within(1e-9));
    }

    @Test
    void withoutDeficitOrFixedRunTimeThereIsNone() {
        assertThat(Dose.of(aZone().build(), thirsty(null))).isEmpty();
    }

    @Test
    void whoIsNotThirstyGetsNothing() {
        Need content =
                new Need(false, true, null, null, null, null, null, 0, 9.0, Need.ABOVE_LOW, "");

        assertThat(Dose.of(aZone().build(), content)).isEmpty();
    }

    private static Need thirsty(@Nullable Double deficitMm) {
        return new Need(
                true, false, null, null, null, null, null, 0.5, deficitMm, Need.SOIL_DRY, "");
    }

    private static Limits limits(
            int minRun, int maxRun, @Nullable Double maxDepthMm, @Nullable Integer cycle) {
        return new Limits(minRun, maxRun, maxDepthMm, cycle, 600, 0, 7200, null);
    }
}
