package io.pythoflow.contract.agronomy;

import static io.pythoflow.contract.agronomy.Printed.assertPrintsAs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** The worked examples of FAO Irrigation and Drainage Paper 56, to the digits it prints. */
class Fao56Test {

    private static final double NDIAYE = 16 + 13 / 60.0;

    @Test
    void example2AtmosphericParameters() {
        double pressure = Fao56.atmosphericPressure(1800);

        assertPrintsAs("81.8", pressure);
        assertPrintsAs("0.054", Fao56.psychrometricConstant(pressure));
    }

    @Test
    void example3MeanSaturationVapourPressure() {
        assertPrintsAs("3.075", Fao56.saturationVapourPressure(24.5));
        assertPrintsAs("1.705", Fao56.saturationVapourPressure(15.0));
        assertPrintsAs("2.39", Fao56.meanSaturationVapourPressure(24.5, 15.0));
    }

    @Test
    void example5ActualVapourPressureFromRelativeHumidity() {
        assertPrintsAs("2.064", Fao56.saturationVapourPressure(18));
        assertPrintsAs("3.168", Fao56.saturationVapourPressure(25));
        assertPrintsAs("1.70", Fao56.actualVapourPressure(25, 18, 82, 54));
    }

    @Test
    void example8ExtraterrestrialRadiation() {
        assertPrintsAs("0.985", Fao56.inverseRelativeDistance(246));
        assertPrintsAs("0.120", Fao56.solarDeclination(246));
        assertPrintsAs("1.527", Fao56.sunsetHourAngle(-20, 246));
        assertPrintsAs("32.2", Fao56.extraterrestrialRadiation(-20, 246));
    }

    @Test
    void example9DaylightHours() {
        assertPrintsAs("11.7", Fao56.daylightHours(-20, 246));
    }

    @Test
    void example14WindAtTwoMetres() {
        assertPrintsAs("2.4", Fao56.windAt2m(3.2, 10));
    }

    @Test
    void example17MonthlyMeanInBangkok() {
        double latitude = 13 + 44 / 60.0;
        double ra = Fao56.extraterrestrialRadiation(latitude, 105);
        double daylight = Fao56.daylightHours(latitude, 105);
        double rs = Fao56.solarRadiationFromSunshine(8.5, daylight, ra);
        double clearness = rs / Fao56.clearSkyRadiation(2, ra);
        double rn =
                Fao56.netShortwaveRadiation(rs)
                        - Fao56.netLongwaveRadiation(34.8, 25.6, 2.85, clearness);
        double g = Fao56.monthlySoilHeatFlux(29.2, 30.2);
        // The example goes on with the printed pressure, not with the computed one.
        double gamma = Fao56.psychrometricConstant(101.3);
        double es = Fao56.meanSaturationVapourPressure(34.8, 25.6);

        assertPrintsAs("38.06", ra);
        assertPrintsAs("12.31", daylight);
        assertPrintsAs("22.65", rs);
        assertPrintsAs("14.33", rn);
        assertPrintsAs("0.14", g);
        assertPrintsAs("0.246", Fao56.vapourPressureSlope(30.2));
        assertPrintsAs("101.3", Fao56.atmosphericPressure(2));
        assertPrintsAs("0.0674", gamma);
        assertPrintsAs("4.42", es);
        assertPrintsAs(
                "5.72", Fao56.dailyReferenceEvapotranspiration(30.2, 2, rn, g, es, 2.85, gamma));
    }

    @Test
    void example18DayInBrussels() {
        double latitude = 50 + 48 / 60.0;
        double u2 = Fao56.windAt2m(10 / 3.6, 10);
        double pressure = Fao56.atmosphericPressure(100);
        double gamma = Fao56.psychrometricConstant(pressure);
        double meanC = (21.5 + 12.3) / 2;
        double es = Fao56.meanSaturationVapourPressure(21.5, 12.3);
        double ea = Fao56.actualVapourPressure(21.5, 12.3, 84, 63);
        double ra = Fao56.extraterrestrialRadiation(latitude, 187);
        double daylight = Fao56.daylightHours(latitude, 187);
        double rs = Fao56.solarRadiationFromSunshine(9.25, daylight, ra);
        double rso = Fao56.clearSkyRadiation(100, ra);
        double rns = Fao56.netShortwaveRadiation(rs);
        double rnl = Fao56.netLongwaveRadiation(21.5, 12.3, ea, rs / rso);

        assertPrintsAs("2.078", u2);
        assertPrintsAs("100.1", pressure);
        assertPrintsAs("0.122", Fao56.vapourPressureSlope(meanC));
        assertPrintsAs("0.0666", gamma);
        assertPrintsAs("1.997", es);
        assertPrintsAs("1.409", ea);
        assertPrintsAs("41.09", ra);
        assertPrintsAs("16.1", daylight);
        assertPrintsAs("22.07", rs);
        assertPrintsAs("30.90", rso);
        assertPrintsAs("17.0", rns);
        assertPrintsAs("3.71", rnl);
        assertPrintsAs("13.28", rns - rnl);
        assertPrintsAs(
                "3.9",
                Fao56.dailyReferenceEvapotranspiration(meanC, u2, rns - rnl, 0, es, ea, gamma));
    }

    @Test
    void example19aHourOfNightInNDiaye() {
        double omega = Fao56.solarHourAngle(2.5, 15, 16.25, 274);
        double ea = 0.90 * Fao56.saturationVapourPressure(28);
        double rn = -Fao56.hourlyNetLongwaveRadiation(28, ea, 0.8);
        double g = Fao56.nighttimeSoilHeatFlux(rn);
        double gamma = Fao56.psychrometricConstant(Fao56.atmosphericPressure(8));

        assertPrintsAs("-2.46", omega);
        assertPrintsAs("0", hourOfRadiation(omega));
        assertPrintsAs("3.780", Fao56.saturationVapourPressure(28));
        assertPrintsAs("3.402", ea);
        assertPrintsAs("0.220", Fao56.vapourPressureSlope(28));
        assertPrintsAs("-0.100", rn);
        assertPrintsAs("-0.050", g);
        assertPrintsAs("0.00", Fao56.hourlyReferenceEvapotranspiration(28, 1.9, rn, g, ea, gamma));
    }

    @Test
    void example19bHourOfAfternoonInNDiaye() {
        double omega = Fao56.solarHourAngle(14.5, 15, 16.25, 274);
        double ra = hourOfRadiation(omega);
        double rso = Fao56.clearSkyRadiation(8, ra);
        double ea = 0.52 * Fao56.saturationVapourPressure(38);
        double rns = Fao56.netShortwaveRadiation(2.450);
        double rnl = Fao56.hourlyNetLongwaveRadiation(38, ea, 2.450 / rso);
        double rn = rns - rnl;
        double g = Fao56.daytimeSoilHeatFlux(rn);
        double gamma = Fao56.psychrometricConstant(Fao56.atmosphericPressure(8));

        assertPrintsAs("0.682", omega);
        assertPrintsAs("3.543", ra);
        assertPrintsAs("2.658", rso);
        assertPrintsAs("0.922", 2.450 / rso);
        assertPrintsAs("6.625", Fao56.saturationVapourPressure(38));
        assertPrintsAs("3.445", ea);
        assertPrintsAs("0.358", Fao56.vapourPressureSlope(38));
        assertPrintsAs("0.0673", gamma);
        assertPrintsAs("1.887", rns);
        assertPrintsAs("0.137", rnl);
        assertPrintsAs("1.749", rn);
        assertPrintsAs("0.175", g);
        assertPrintsAs("0.63", Fao56.hourlyReferenceEvapotranspiration(38, 3.3, rn, g, ea, gamma));
    }

    @Test
    void example20MissingDataInLyon() {
        double latitude = 45 + 43 / 60.0;
        double ra = Fao56.extraterrestrialRadiation(latitude, 196);
        double rs = Fao56.solarRadiationFromTemperature(26.6, 14.8, ra, 0.16);
        double ea = Fao56.saturationVapourPressure(14.8);
        double rn =
                Fao56.netShortwaveRadiation(rs)
                        - Fao56.netLongwaveRadiation(
                                26.6, 14.8, ea, rs / Fao56.clearSkyRadiation(200, ra));
        double gamma = Fao56.psychrometricConstant(Fao56.atmosphericPressure(200));

        assertPrintsAs("40.55", ra);
        assertPrintsAs("22.29", rs);
        assertPrintsAs("1.68", ea);
        assertPrintsAs(
                "4.56",
                Fao56.dailyReferenceEvapotranspiration(
                        20.7, 2, rn, 0, Fao56.meanSaturationVapourPressure(26.6, 14.8), ea, gamma));
        assertPrintsAs("5.0", Fao56.hargreavesReferenceEvapotranspiration(26.6, 14.8, ra));
    }

    @Test
    void theHoursOfADayAddUpToTheDay() {
        double sum = 0;
        for (int hour = 0; hour < 24; hour++) {
            sum += hourOfRadiation(Math.PI / 12 * (hour + 0.5 - 12));
        }
        assertThat(sum).isCloseTo(Fao56.extraterrestrialRadiation(NDIAYE, 274), within(1e-9));
    }

    @Test
    void polarNightHasNoDayAndPolarDayNoNight() {
        assertThat(Fao56.daylightHours(80, 355)).isZero();
        assertThat(Fao56.daylightHours(80, 172)).isEqualTo(24);
    }

    private static double hourOfRadiation(double middleHourAngle) {
        double half = Math.PI / 24;
        return Fao56.extraterrestrialRadiation(
                NDIAYE, 274, middleHourAngle - half, middleHourAngle + half);
    }
}
