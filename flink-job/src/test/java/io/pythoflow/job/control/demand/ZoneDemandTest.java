package io.pythoflow.job.control.demand;

import static io.pythoflow.job.control.testing.ZoneBuilder.aZone;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.pythoflow.contract.agronomy.Crop;
import io.pythoflow.contract.agronomy.Soil;
import io.pythoflow.contract.metric.Metric;
import io.pythoflow.contract.rules.Zone;
import io.pythoflow.job.control.sense.Sensed;
import io.pythoflow.job.control.sense.SensorTracks;
import io.pythoflow.job.control.testing.Reports;
import io.pythoflow.job.control.testing.ZoneBuilder;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Tomatoes in loam: θFC 25 %, θWP 12 %, Zr 0.7 m, TAW 91 mm, p 0.40. */
class ZoneDemandTest {
    private static final String VERSION_1 =
            "01000000000100000000000000020000019ee77a1c000140410000000000000000000000078d"
                    + "983ff0000000000000404280000000000000000002003fd00000000000003fbeb851eb851eb8"
                    + "4039000000000000004034000000000000000000000000000000000000000000000000000000"
                    + "0000000000000000000000000000000000000000000000000000000000000000000000000000"
                    + "0000000000000000000000000000000000000000000000000000000000000000000000000000"
                    + "0000000000000000000000000000000000000000000000000000000000000000000000000000"
                    + "0000000000000000000000000000000000000000000000000000000000000000000000000000"
                    + "00000000000000000000000000000000000000000000003fe666666666666680000000000000"
                    + "0000000000000000007ff8000000000000";

    private static final long HOUR = 3_600_000;
    private static final long MIDNIGHT = Instant.parse("2026-06-21T00:00:00Z").toEpochMilli();

    private final SensorTracks tracks = new SensorTracks();
    private final ZoneDemand demand = new ZoneDemand();
    private long now = MIDNIGHT;
    private long observations;

    @Test
    void aZoneIsThirstyOnceItWasBelowLowAsOftenAsTheRulesWant() {
        Zone zone = aZone().between(18, 24, 3).build();

        assertThat(observe(zone, 17.9).reason()).isEqualTo("confirming");
        assertThat(observe(zone, 17.8).reason()).isEqualTo("confirming");
        Need need = observe(zone, 17.9);

        assertThat(need.thirsty()).isTrue();
        assertThat(need.reason()).isEqualTo("soil_dry");
        assertThat(need.low()).isEqualTo(18);
        assertThat(need.high()).isEqualTo(24);
        assertThat(need.deficitMm()).isCloseTo(6.1 * 7, within(1e-9));
    }

    @Test
    void oneReadingAboveLowBeginsTheCountAnew() {
        Zone zone = aZone().between(18, 24, 2).build();

        observe(zone, 17.9);
        observe(zone, 18);

        assertThat(observe(zone, 17.9).reason()).isEqualTo("confirming");
    }

    @Test
    void lookingTwiceIsNoSecondReading() {
        Zone zone = aZone().between(18, 24, 2).build();
        observe(zone, 17.9);

        assertThat(assess(zone, moisture(17.9)).reason()).isEqualTo("confirming");
    }

    @Test
    void betweenTheThresholdsThePastDecides() {
        Zone zone = aZone().between(18, 24, 1).build();

        assertThat(observe(zone, 20).thirsty()).isFalse();
        assertThat(observe(zone, 17).thirsty()).isTrue();
        assertThat(observe(zone, 20).thirsty()).isTrue();
        assertThat(observe(zone, 23.9).enough()).isFalse();
        assertThat(observe(zone, 24).enough()).isTrue();
        assertThat(observe(zone, 20).thirsty()).isFalse();
    }

    @Test
    void thresholdsComeFromSoilAndCrop() {
        Need need = observe(aZone().build(), 22);

        assertThat(need.low()).isCloseTo(25 - 0.4 * 13, within(1e-9));
        assertThat(need.high()).isCloseTo(25 - 0.1 * 13, within(1e-9));
    }

    @Test
    void relativeMoistureHasNoDeficit() {
        Need need = assess(aZone().relative(null).build(), sensed(20.0, "%rel", 1));

        assertThat(need.thirsty()).isTrue();
        assertThat(need.deficitMm()).isNull();
        assertThat(need.share()).isCloseTo(40 / 60.0, within(1e-9));
    }

    @Test
    void withoutEnoughHealthySensorsNothingIsKnown() {
        Zone zone = aZone().between(18, 24, 1).build();
        observe(zone, 17);

        Need need = assess(zone, sensed(17.0, "%VWC", 0));

        assertThat(need.thirsty()).isFalse();
        assertThat(need.reason()).isEqualTo("unknown");
        assertThat(observe(zone, 20).thirsty()).isTrue();
    }

    @Test
    void moistureThatIsHighIsEnoughWhoeverSaysIt() {
        assertThat(assess(aZone().between(18, 24, 1).build(), sensed(24.0, "%VWC", 0)).enough())
                .isTrue();
    }

    @Test
    void unknownTemperatureIsSaidWhereFrostMatters() {
        assertThat(observe(aZone().frost(2, 60).build(), 22).explanation())
                .contains("air temperature unknown, taken as no frost");
        assertThat(observe(aZone().build(), 22).explanation()).doesNotContain("temperature");
    }

    @Test
    void withoutWeatherAndMoistureNoDepletionIsGuessed() {
        Need need = assess(sunny().byDepletion().build(), sensed(null, "%VWC", 0));

        assertThat(need.thirsty()).isFalse();
        assertThat(need.reason()).isEqualTo("unknown");
        assertThat(need.depletionMm()).isNull();
        assertThat(need.explanation()).contains("et0 unknown");
    }

    @Test
    void withoutWeatherTheMeasuredDepletionStandsIn() {
        Need need = observe(aZone().byDepletion().build(), 18);

        assertThat(need.thirsty()).isTrue();
        assertThat(need.reason()).isEqualTo("depleted");
        assertThat(need.depletionMm()).isCloseTo(49, within(1e-9));
        assertThat(need.totalAvailableMm()).isCloseTo(91, within(1e-9));
        assertThat(need.share()).isCloseTo(49 / 91.0, within(1e-9));
        assertThat(need.deficitMm()).isCloseTo(49 - 9.1, within(1e-9));
        assertThat(need.explanation()).contains("depletion as the sensors measure it");
    }

    @Test
    void sunnyDaysDepleteTheSoilUntilItIsThirsty() {
        Zone zone = sunny().byDepletion().build();
        weatherUntil(zone, MIDNIGHT + 24 * HOUR);
        double afterOneDayMm = assess(zone, unmeasured()).depletionMm();
        assertThat(afterOneDayMm).isBetween(4.0, 9.0);

        weatherUntil(zone, MIDNIGHT + 2 * 24 * HOUR);
        Need after2 = assess(zone, unmeasured());
        assertThat(after2.thirsty()).isFalse();
        assertThat(after2.reason()).isEqualTo("above_low");
        assertThat(after2.et0Mm()).isBetween(6.0, 8.0);

        weatherUntil(zone, MIDNIGHT + 4 * 24 * HOUR);
        Need after4 = assess(zone, unmeasured());
        assertThat(after4.thirsty()).isTrue();
        assertThat(after4.reason()).isEqualTo("depleted");
    }

    @Test
    void wateringEndsThirst() {
        Zone zone = sunny().byDepletion().build();
        weatherUntil(zone, MIDNIGHT + 8 * 24 * HOUR);
        Need before = assess(zone, unmeasured());

        demand.watered(before.deficitMm(), now);

        Need after = assess(zone, unmeasured());
        assertThat(after.thirsty()).isFalse();
        assertThat(after.depletionMm()).isCloseTo(9.1, within(1e-6));
        assertThat(demand.wateredAt()).isEqualTo(now);
    }

    @Test
    void rainCountsAsSoonAsItIsKnownAndLateRainToo() {
        Zone zone = sunny().byDepletion().build();
        weatherUntil(zone, MIDNIGHT + 4 * 24 * HOUR);
        double beforeMm = assess(zone, unmeasured()).depletionMm();

        rain(now - 1000, 3);
        assertThat(assess(zone, unmeasured()).depletionMm()).isCloseTo(beforeMm - 3, within(1e-9));
        rain(now - 5 * HOUR, 2);
        rain(now - 5 * HOUR, 2);
        assertThat(assess(zone, unmeasured()).depletionMm()).isCloseTo(beforeMm - 5, within(1e-9));
    }

    @Test
    void rainBeforeTheFirstLookIsInTheSoilAlready() {
        rain(now - HOUR, 20);

        assertThat(observe(aZone().byDepletion().build(), 18).depletionMm())
                .isCloseTo(49, within(1e-9));
    }

    @Test
    void theBalanceIsDrawnSlowlyTowardsWhatSensorsMeasure() {
        Zone zone = sunny().byDepletion().build();
        weatherUntil(zone, MIDNIGHT + 24 * HOUR);
        double balanceMm = assess(zone, unmeasured()).depletionMm();

        observe(zone, 20);
        now += HOUR;
        Need after = assess(zone, moisture(20));

        assertThat(after.depletionMm()).isGreaterThan(balanceMm + 0.5).isLessThan(balanceMm + 3);
    }

    @Test
    void aDayWithoutWeatherIsAssumedASecondIsNot() {
        Zone zone = sunny().byDepletion().build();
        weatherUntil(zone, MIDNIGHT + 24 * HOUR);
        now += 23 * HOUR;
        assertThat(assess(zone, unmeasured()).reason()).isEqualTo("above_low");

        now += 3 * HOUR;
        Need need = assess(zone, unmeasured());
        assertThat(need.reason()).isEqualTo("unknown");
        assertThat(need.et0Mm()).isNull();
    }

    @Test
    void theCropsAgeDecidesHowMuchItTakes() {
        Zone young =
                aZone().site(45, 10, 100)
                        .byDepletion()
                        .crop(Crop.TOMATO, LocalDate.of(2026, 6, 20))
                        .build();
        Zone grown = sunny().byDepletion().build();
        ZoneDemand other = new ZoneDemand();
        Sensed nothing = unmeasured();
        other.assess(young, nothing, tracks, List.of(), now);
        weatherUntil(grown, MIDNIGHT + 24 * HOUR);
        double grownMm = assess(grown, nothing).depletionMm();
        double youngMm = other.assess(young, nothing, tracks, List.of(), now).depletionMm();

        assertThat(youngMm / grownMm).isCloseTo(0.6 / 1.15, within(1e-6));
    }

    @Test
    void soilThatHoldsMoreThanTheRulesSayShiftsThresholdsAndSaysSo() {
        Zone zone = sunny().build();
        for (int hour = 0; hour < 3 * 24; hour++) {
            weatherUntil(zone, MIDNIGHT + hour * HOUR);
            observe(zone, 28);
        }

        Need need = observe(zone, 28);

        assertThat(need.high()).isCloseTo(0.948 * 28, within(0.1));
        assertThat(need.explanation()).contains("instead of 25.0 %, as far as the sensors have");
    }

    @Test
    void otherSoilInTheRulesHoldsAtOnce() {
        Zone zone = aZone().build();
        observe(zone, 22);

        Need need = observe(aZone().soil(Soil.CLAY.water()).build(), 22);

        assertThat(need.high()).isCloseTo(36 - 0.1 * 14, within(1e-9));
    }

    @Test
    void whatIsReadGoesOnAsWhatWasWritten() throws IOException {
        Zone zone = sunny().byDepletion().build();
        weatherUntil(zone, MIDNIGHT + 3 * 24 * HOUR);
        observe(zone, 22);
        rain(now, 4);
        observe(zone, 23);
        ZoneDemand read = read(bytes(demand));
        assertThat(bytes(read)).isEqualTo(bytes(demand));

        weatherUntil(zone, MIDNIGHT + 4 * 24 * HOUR);
        Need written = assess(zone, moisture(22));
        Need after = read.assess(zone, moisture(22), tracks, List.of(), now);

        assertThat(after).isEqualTo(written);
        assertThat(bytes(read)).isEqualTo(bytes(demand));
    }

    @Test
    void stateOfVersion1IsReadForEver() throws IOException {
        Zone zone = aZone().between(18, 24, 2).build();
        observe(zone, 20);
        observe(zone, 17);
        demand.watered(1, now);

        assertThat(HexFormat.of().formatHex(bytes(demand))).isEqualTo(VERSION_1);
        assertThat(bytes(read(HexFormat.of().parseHex(VERSION_1)))).isEqualTo(bytes(demand));
    }

    @Test
    void anUnknownVersionIsRefused() {
        assertThatThrownBy(() -> read(new byte[] {9}))
                .isInstanceOf(IOException.class)
                .hasMessage("Cannot read a zone's demand of version 9, this job knows up to 1");
    }

    private static ZoneBuilder sunny() {
        return aZone().site(45, 10, 100);
    }

    /** Clear days of midsummer, 16 to 30 °C, a reading every half hour; looks every hour. */
    private void weatherUntil(Zone zone, long until) {
        for (; now <= until; now += HOUR / 2) {
            double hour = now % (24 * HOUR) / (double) HOUR;
            double sun = Math.max(0, Math.sin(Math.PI * (hour - 4.3) / 15.4));
            tracks.accept(
                    Reports.from("s1", now)
                            .with(Metric.TEMPERATURE, 23 + 7 * Math.cos(Math.PI * (hour - 15) / 12))
                            .with(Metric.HUMIDITY, 60)
                            .with(Metric.WIND_SPEED, 2)
                            .with(Metric.SOLAR_RADIATION, 850 * sun)
                            .build());
            assess(zone, unmeasured());
        }
        now = until + HOUR / 6;
    }

    private void rain(long at, double depthMm) {
        tracks.accept(Reports.from("s1", at).with(Metric.RAIN, depthMm).build());
    }

    private Need observe(Zone zone, double moisture) {
        observations++;
        return assess(zone, moisture(moisture));
    }

    private Need assess(Zone zone, Sensed sensed) {
        return demand.assess(zone, sensed, tracks, List.of(), now);
    }

    private Sensed moisture(double moisture) {
        return sensed(moisture, "%VWC", 1);
    }

    private Sensed unmeasured() {
        return sensed(null, "%VWC", 0);
    }

    private Sensed sensed(@Nullable Double moisture, String unit, int healthy) {
        return new Sensed(
                moisture,
                unit,
                healthy,
                1,
                1,
                Map.of(),
                observations,
                null,
                null,
                false,
                null,
                false,
                null,
                null);
    }

    private static byte[] bytes(ZoneDemand demand) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        demand.write(new DataOutputStream(bytes));
        return bytes.toByteArray();
    }

    private static ZoneDemand read(byte[] bytes) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        ZoneDemand demand = ZoneDemand.read(in);
        assertThat(in.available()).isZero();
        return demand;
    }
}
