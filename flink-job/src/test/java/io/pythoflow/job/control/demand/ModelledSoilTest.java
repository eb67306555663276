package io.pythoflow.job.control.demand;

import static io.pythoflow.job.control.testing.ZoneBuilder.aZone;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pythoflow.contract.agronomy.Crop;
import io.pythoflow.contract.metric.Metric;
import io.pythoflow.contract.rules.Zone;
import io.pythoflow.job.control.sense.SensorTracks;
import io.pythoflow.job.control.sense.ZoneWeather;
import io.pythoflow.job.control.testing.Reports;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Tomatoes in loam: θFC 25 %, θWP 12 %, Zr 0.7 m, TAW 91 mm, p 0.40, Kc 1.15 in mid-season; a
 * percent is 7 mm.
 */
class ModelledSoilTest {

    private static final long MINUTE = 60_000;
    private static final long HOUR = 60 * MINUTE;
    private static final long MIDNIGHT = Instant.parse("2026-06-21T00:00:00Z").toEpochMilli();
    private static final double ROUNDING = 1e-9;

    private final Zone zone = aZone().site(45, 10, 50).build();
    private final SensorTracks tracks = new SensorTracks();
    private final ModelledSoil soil = new ModelledSoil(zone, MIDNIGHT);

    @Test
    void itBeginsWithTheMedianOfTheFirstHour() {
        soil.measure(24, weather(), MIDNIGHT);
        soil.measure(58, weather(), MIDNIGHT + 20 * MINUTE);
        soil.measure(23, weather(), MIDNIGHT + 40 * MINUTE);
        assertThat(soil.moisturePercent()).as("the hour is not over").isNull();

        soil.measure(12, weather(), MIDNIGHT + HOUR);

        assertThat(soil.moisturePercent()).isCloseTo(24, within(ROUNDING));
    }

    @Test
    void itBeginsNoWetterThanFieldCapacityAndNoDrierThanWiltingPoint() {
        begin(38);
        assertThat(soil.moisturePercent()).isEqualTo(25);

        ModelledSoil dry = new ModelledSoil(zone, MIDNIGHT);
        dry.measure(3, weather(), MIDNIGHT);
        dry.measure(3, weather(), MIDNIGHT + HOUR);
        assertThat(dry.moisturePercent()).isCloseTo(12, within(ROUNDING));
    }

    @Test
    void withoutRainItDriesByWhatTheCropTakes() {
        begin(24);
        ReferenceEvapotranspiration reference = new ReferenceEvapotranspiration();
        double cropMm = 0;

        for (int hour = 1; hour < 49; hour++) {
            summerHour(hour);
            cropMm += 1.15 * reference.advance(zone, weather(), MIDNIGHT / HOUR + hour);
            soil.advance(weather(), MIDNIGHT + (hour + 1) * HOUR + 5 * MINUTE);
        }

        assertThat(cropMm).as("two days of summer").isBetween(8.0, 20.0);
        assertThat(soil.moisturePercent()).isCloseTo(24 - cropMm / 7, within(ROUNDING));
        assertThat(soil.totals().cropMm()).isCloseTo(cropMm, within(ROUNDING));
        assertThat(soil.totals().cropWantedMm()).isCloseTo(cropMm, within(ROUNDING));
        assertThat(soil.totals().hours()).isEqualTo(48);
        assertThat(soil.totals().stressedHours()).isZero();
        assertThat(soil.totals().unknownHours()).isZero();
        assertThat(soil.totals().percolatedMm()).isZero();
        assertThat(soil.totals().deepestShare()).isCloseTo((7 + cropMm) / 91, within(ROUNDING));
        assertThat(soil.totals().lowestPercent()).isEqualTo(soil.moisturePercent());
    }

    @Test
    void anHourIsTakenFiveMinutesAfterItsEndAndAtTheEndAtOnce() {
        begin(24);
        summerHour(12);

        soil.advance(weather(), MIDNIGHT + 13 * HOUR + 5 * MINUTE - 1);
        double before = soil.moisturePercent();
        assertThat(soil.isDue(MIDNIGHT + 13 * HOUR + 5 * MINUTE - 1)).isFalse();
        assertThat(soil.isDue(MIDNIGHT + 13 * HOUR + 5 * MINUTE)).isTrue();
        soil.finish(weather(), MIDNIGHT + 13 * HOUR);

        assertThat(soil.moisturePercent()).isLessThan(before);
    }

    @Test
    void aRunRaisesItByItsDepth() {
        begin(22);

        soil.water(7, MIDNIGHT + HOUR);

        assertThat(soil.moisturePercent()).isCloseTo(23, within(ROUNDING));
        assertThat(soil.totals().givenMm()).isEqualTo(7);
        assertThat(soil.totals().percolatedMm()).isZero();
    }

    @Test
    void aRunBeforeItBeganIsInItFromTheStart() {
        soil.measure(22, weather(), MIDNIGHT);
        soil.water(3.5, MIDNIGHT + 30 * MINUTE);
        soil.measure(22, weather(), MIDNIGHT + HOUR);

        assertThat(soil.moisturePercent()).isCloseTo(22.5, within(ROUNDING));
    }

    @Test
    void whatItCannotHoldRunsThrough() {
        begin(24);

        soil.water(4, MIDNIGHT + HOUR);
        rain(MIDNIGHT + HOUR + MINUTE, 5);
        soil.advance(weather(), MIDNIGHT + HOUR + 2 * MINUTE);

        assertThat(soil.moisturePercent()).isEqualTo(25);
        assertThat(soil.totals().rainMm()).isEqualTo(5);
        assertThat(soil.totals().percolatedMm())
                .as("7 mm of room, 9 mm of water")
                .isCloseTo(2, within(ROUNDING));
    }

    @Test
    void rainFromBeforeItBeganIsInWhatWasMeasured() {
        rain(MIDNIGHT + 30 * MINUTE, 9);
        begin(22);
        soil.advance(weather(), MIDNIGHT + HOUR + MINUTE);

        assertThat(soil.moisturePercent()).isCloseTo(22, within(ROUNDING));
        assertThat(soil.totals().rainMm()).isZero();
    }

    @Test
    void onceTheReadilyAvailableWaterIsUsedUpTheCropGetsLess() {
        begin(18);
        for (int hour = 1; hour < 13; hour++) {
            summerHour(hour);
        }
        soil.finish(weather(), MIDNIGHT + 13 * HOUR);

        assertThat(soil.totals().stressedHours()).isEqualTo(12);
        double stress = (91 - 49) / (91 - 0.40 * 91);
        assertThat(soil.totals().cropMm())
                .as("of its first hours it gets Ks, of later ones a little less")
                .isBetween(
                        0.9 * stress * soil.totals().cropWantedMm(),
                        stress * soil.totals().cropWantedMm());
    }

    @Test
    void whatMovesBeforeTheSpanDoesNotCount() {
        ModelledSoil late = new ModelledSoil(zone, MIDNIGHT + 12 * HOUR);
        late.measure(22, weather(), MIDNIGHT);
        late.measure(22, weather(), MIDNIGHT + HOUR);
        late.water(7, MIDNIGHT + 2 * HOUR);
        summerHour(10);
        summerHour(12);
        late.advance(weather(), MIDNIGHT + 11 * HOUR + 5 * MINUTE);
        assertThat(late.totals()).isNull();

        late.finish(weather(), MIDNIGHT + 13 * HOUR);

        assertThat(late.totals().givenMm()).isZero();
        assertThat(late.totals().hours()).isEqualTo(1);
        assertThat(late.totals().beganPercent()).isLessThan(23);
        assertThat(late.totals().endedPercent()).isEqualTo(late.moisturePercent());
    }

    @Test
    void itsWaterAddsUp() {
        begin(21);
        for (int hour = 1; hour < 73; hour++) {
            summerHour(hour);
            if (hour % 20 == 0) {
                soil.water(15, MIDNIGHT + (hour + 1) * HOUR);
                rain(MIDNIGHT + (hour + 1) * HOUR, 4);
            }
            soil.advance(weather(), MIDNIGHT + (hour + 1) * HOUR + 5 * MINUTE);
        }

        ModelledSoil.Totals totals = soil.totals();
        assertThat(totals.percolatedMm()).isPositive();
        assertThat(totals.givenMm() + totals.rainMm() - totals.cropMm() - totals.percolatedMm())
                .isCloseTo(7 * (totals.endedPercent() - totals.beganPercent()), within(ROUNDING));
    }

    @Test
    void withoutWeatherItStaysAsItIsAndSaysSo() {
        begin(22);
        soil.finish(weather(), MIDNIGHT + 11 * HOUR);

        assertThat(soil.moisturePercent()).isCloseTo(22, within(ROUNDING));
        assertThat(soil.totals().unknownHours()).isEqualTo(10);
        assertThat(soil.totals().hours()).isEqualTo(10);
    }

    @Test
    void shallowRootsAreASmallerBucket() {
        Zone lettuce = aZone().crop(Crop.LETTUCE, null).site(45, 10, 50).build();
        ModelledSoil shallow = new ModelledSoil(lettuce, MIDNIGHT);
        shallow.measure(22, weather(), MIDNIGHT);
        shallow.measure(22, weather(), MIDNIGHT + HOUR);

        shallow.water(3, MIDNIGHT + HOUR);

        assertThat(shallow.moisturePercent()).isCloseTo(23, within(ROUNDING));
    }

    /** Measured in the first hour of the day, begun at its end. */
    private void begin(double moisturePercent) {
        soil.measure(moisturePercent, weather(), MIDNIGHT);
        soil.measure(moisturePercent, weather(), MIDNIGHT + HOUR);
    }

    private void summerHour(int hour) {
        int hourOfDay = hour % 24;
        double sun = Math.max(0, Math.sin(Math.PI * (hourOfDay - 4) / 15));
        tracks.accept(
                Reports.from("s1", MIDNIGHT + hour * HOUR + 30 * MINUTE)
                        .with(Metric.TEMPERATURE, 18 + 10 * sun)
                        .with(Metric.HUMIDITY, 80 - 30 * sun)
                        .with(Metric.WIND_SPEED, 2)
                        .with(Metric.SOLAR_RADIATION, 850 * sun)
                        .build());
    }

    private void rain(long at, double depthMm) {
        tracks.accept(Reports.from("s1", at).with(Metric.RAIN, depthMm).build());
    }

    private ZoneWeather weather() {
        return ZoneWeather.of(zone, List.of(), tracks);
    }
}
