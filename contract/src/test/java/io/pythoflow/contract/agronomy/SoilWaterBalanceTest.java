package io.pythoflow.contract.agronomy;

import static io.pythoflow.contract.agronomy.Printed.assertPrintsAs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class SoilWaterBalanceTest {

    /** FAO-56 example 37: tomato, ETc 6 mm/day, p 0.40, no rain, Dr 55 mm at the start. */
    @Test
    void example37TomatoUnderStress() {
        double totalMm = SoilWaterBalance.totalAvailableWater(0.32, 0.12, 0.8);
        double readilyMm = SoilWaterBalance.readilyAvailableWater(0.40, totalMm);
        String[] depletion = {
            "61.0", "67.0", "72.8", "78.3", "83.4", "88.2", "92.6", "96.9", "100.8", "104.5"
        };
        String[] stress = {
            "1.00", "1.00", "0.97", "0.91", "0.85", "0.80", "0.75", "0.70", "0.66", "0.62"
        };
        double depletionMm = 55;

        assertPrintsAs("160", totalMm);
        assertPrintsAs("64", readilyMm);
        for (int day = 0; day < depletion.length; day++) {
            double ks = SoilWaterBalance.stressCoefficient(totalMm, readilyMm, depletionMm);
            depletionMm += ks * 6.0;
            assertPrintsAs(stress[day], ks);
            assertPrintsAs(depletion[day], depletionMm);
        }
    }

    @Test
    void theDepletionFractionFollowsTheEvaporativeDemandWithinItsBounds() {
        assertThat(SoilWaterBalance.depletionFraction(0.40, 5)).isEqualTo(0.40);
        assertThat(SoilWaterBalance.depletionFraction(0.40, 10)).isCloseTo(0.20, within(1e-12));
        assertThat(SoilWaterBalance.depletionFraction(0.20, 10)).isEqualTo(0.1);
        assertThat(SoilWaterBalance.depletionFraction(0.70, 0)).isEqualTo(0.8);
    }

    @Test
    void whatTheRootZoneCannotHoldPercolates() {
        SoilWaterBalance balance = new SoilWaterBalance(Soil.LOAM.water(), 0.7, 10);

        SoilWaterBalance.Fluxes fluxes = balance.advance(4, 0.4, 20, 5);

        assertThat(fluxes.evapotranspirationMm()).isEqualTo(4);
        assertThat(fluxes.deepPercolationMm()).isCloseTo(11, within(1e-12));
        assertThat(balance.depletionMm()).isZero();
        assertThat(balance.moisturePercent()).isEqualTo(100 * Soil.LOAM.water().fieldCapacity());
    }

    @Test
    void atTheWiltingPointNothingIsLeftToTake() {
        SoilWaterBalance balance = new SoilWaterBalance(Soil.SAND.water(), 0.5, 37.5);

        SoilWaterBalance.Fluxes fluxes = balance.advance(8, 0.4, 0, 0);

        assertThat(fluxes.evapotranspirationMm()).isZero();
        assertThat(balance.moisturePercent())
                .isCloseTo(100 * Soil.SAND.water().wiltingPoint(), within(1e-9));
    }

    @Test
    void aStartBelowTheWiltingPointIsRefused() {
        assertThatThrownBy(() -> new SoilWaterBalance(Soil.SAND.water(), 0.5, 40))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("40.0 mm")
                .hasMessageContaining("37.5 mm");
    }

    @Test
    void noWaterAppearsOrVanishes() {
        Random random = new Random(20_250_501);
        for (int run = 0; run < 200; run++) {
            SoilWater soil = random.nextBoolean() ? Soil.SAND.water() : Soil.CLAY.water();
            double rootDepthM = 0.2 + random.nextDouble();
            double totalMm =
                    SoilWaterBalance.totalAvailableWater(
                            soil.fieldCapacity(), soil.wiltingPoint(), rootDepthM);
            SoilWaterBalance balance =
                    new SoilWaterBalance(soil, rootDepthM, totalMm * random.nextDouble());
            double inMm = 0;
            double outMm = 0;
            double startMm = balance.depletionMm();
            for (int step = 0; step < 300; step++) {
                double rainMm = random.nextInt(10) == 0 ? 60 * random.nextDouble() : 0;
                double irrigationMm = random.nextInt(10) == 0 ? 40 * random.nextDouble() : 0;
                SoilWaterBalance.Fluxes fluxes =
                        balance.advance(
                                80 * random.nextDouble(),
                                0.1 + 0.7 * random.nextDouble(),
                                rainMm,
                                irrigationMm);
                inMm += rainMm + irrigationMm;
                outMm += fluxes.evapotranspirationMm() + fluxes.deepPercolationMm();
                assertThat(balance.depletionMm()).isBetween(0.0, totalMm + 1e-9);
                assertThat(fluxes.evapotranspirationMm()).isNotNegative();
                assertThat(fluxes.deepPercolationMm()).isNotNegative();
            }
            assertThat(inMm - outMm).isCloseTo(startMm - balance.depletionMm(), within(1e-6));
        }
    }
}
