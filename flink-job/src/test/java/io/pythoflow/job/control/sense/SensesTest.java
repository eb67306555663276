package io.pythoflow.job.control.sense;

import static io.pythoflow.job.control.testing.ZoneBuilder.aZone;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.within;

import io.pythoflow.contract.metric.Metric;
import io.pythoflow.contract.rules.Demand.Calibration;
import io.pythoflow.contract.rules.Sensing;
import io.pythoflow.contract.rules.Zone;
import io.pythoflow.job.control.testing.Reports;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SensesTest {
    private static final long SECOND = 1000;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;
    private static final long NOON = Instant.parse("2026-06-01T12:00:00Z").toEpochMilli();

    private final SensorTracks tracks = new SensorTracks();

    @Test
    void aSensorThatNeverSpokeIsNoHelp() {
        Sensed sensed = sensed(aZone().build(), NOON);

        assertThat(sensed.moisture()).isNull();
        assertThat(sensed.faults()).containsExactly(entry("s1", "never_heard"));
        assertThat(sensed.hasQuorum()).isFalse();
    }

    @Test
    void aReadingGoesStaleAfterAQuarterOfAnHour() {
        moisture("s1", NOON, 20);

        assertThat(sensed(aZone().build(), NOON + 15 * MINUTE).moisture()).isEqualTo(20);
        assertThat(sensed(aZone().build(), NOON + 15 * MINUTE + 1).faults())
                .containsExactly(entry("s1", "stale"));
    }

    @Test
    void whoMeasuresSeldomGoesStaleAfterThreePeriods() {
        tracks.accept(Reports.from("s1", NOON).with(Metric.SOIL_MOISTURE, 20).every(3600).build());

        assertThat(sensed(aZone().build(), NOON + 3 * HOUR).faults()).isEmpty();
        assertThat(sensed(aZone().build(), NOON + 3 * HOUR + 1).faults())
                .containsExactly(entry("s1", "stale"));
    }

    @Test
    void theRulesSayWhenAReadingIsStale() {
        moisture("s1", NOON, 20);
        Zone zone = aZone().sensing(new Sensing(60, null, null, 10, null)).build();

        assertThat(sensed(zone, NOON + MINUTE).faults()).isEmpty();
        assertThat(sensed(zone, NOON + MINUTE + 1).faults()).containsKey("s1");
    }

    @Test
    void ageCountsFromTheEarlierOfClockAndReceipt() {
        tracks.accept(
                Reports.from("s1", NOON + 4 * MINUTE)
                        .with(Metric.SOIL_MOISTURE, 20)
                        .receivedAt(NOON)
                        .build());
        tracks.accept(
                Reports.from("s2", NOON)
                        .with(Metric.SOIL_MOISTURE, 20)
                        .receivedAt(NOON + 4 * MINUTE)
                        .build());

        assertThat(sensed(aZone().sensors("s1", "s2").build(), NOON + 15 * MINUTE + 1).faults())
                .containsOnly(entry("s1", "stale"), entry("s2", "stale"));
    }

    @Test
    void silenceWhileAnOriginalNodeWatersIsNoFault() {
        moisture("s1", NOON, 20);
        Zone zone = aZone().build();

        assertThat(Senses.of(zone, List.of(), tracks, NOON + MINUTE, null, NOON + HOUR).faults())
                .isEmpty();
        assertThat(Senses.of(zone, List.of(), tracks, NOON + HOUR, null, NOON + HOUR).faults())
                .containsExactly(entry("s1", "stale"));
    }

    @Test
    void anImpossibleValueIsNotBelieved() {
        moisture("s1", NOON, 20);
        moisture("s1", NOON + MINUTE, 61);

        Sensed sensed = sensed(aZone().build(), NOON + MINUTE);

        assertThat(sensed.moisture()).isNull();
        assertThat(sensed.faults()).containsExactly(entry("s1", "range"));
        assertThat(sensed.observations()).isEqualTo(1);
    }

    @Test
    void oneSpikeIsLeftOutAndTheSensorKept() {
        moistures("s1", 20, 20.1, 19.9, 20, 40);

        Sensed sensed = sensed(aZone().build(), NOON + 4 * MINUTE);

        assertThat(sensed.moisture()).isEqualTo(20);
        assertThat(sensed.healthySensors()).isEqualTo(1);
        assertThat(sensed.faults()).containsExactly(entry("s1", "spike"));
        assertThat(sensed.observations()).isEqualTo(4);
    }

    @Test
    void aLevelThatRepeatsIsANewLevel() {
        moistures("s1", 20, 20.1, 19.9, 20, 40, 39.5);

        Sensed sensed = sensed(aZone().build(), NOON + 5 * MINUTE);

        assertThat(sensed.moisture()).isEqualTo(39.5);
        assertThat(sensed.faults()).isEmpty();
        assertThat(sensed.observations()).isEqualTo(6);
    }

    @Test
    void comingBackFromASpikeIsNone() {
        moistures("s1", 20, 20.1, 19.9, 40, 20);

        assertThat(sensed(aZone().build(), NOON + 4 * MINUTE).faults()).isEmpty();
    }

    @Test
    void aSensorThatJumpsAboutIsNotBelieved() {
        moistures("s1", 20, 20, 20, 20, 20, 40, 1);

        Sensed sensed = sensed(aZone().build(), NOON + 6 * MINUTE);

        assertThat(sensed.moisture()).isNull();
        assertThat(sensed.faults()).containsExactly(entry("s1", "spike"));
    }

    @Test
    void theRulesSayHowLargeAStepMayBe() {
        moistures("s1", 20, 20, 24);
        Zone zone = aZone().sensing(new Sensing(null, 3.0, null, 10, null)).build();

        assertThat(sensed(zone, NOON + 2 * MINUTE).faults()).containsEntry("s1", "spike");
        assertThat(sensed(aZone().build(), NOON + 2 * MINUTE).faults()).isEmpty();
    }

    @Test
    void afterAGapAnyLevelIsPossible() {
        moisture("s1", NOON, 20);
        moisture("s1", NOON + HOUR, 45);

        assertThat(sensed(aZone().build(), NOON + HOUR).moisture()).isEqualTo(45);
    }

    @Test
    void anUnmovedMoistureIsAFaultWhereTheSunShouldHaveMovedIt() {
        flat(NOON - 3 * HOUR, NOON + 3 * HOUR, 20, 0.1);

        assertThat(sensed(flatline(), NOON + 3 * HOUR).faults())
                .containsExactly(entry("s1", "flatline"));
    }

    @Test
    void atNightAnUnmovedMoistureIsNoFault() {
        flat(NOON + 5 * HOUR, NOON + 20 * HOUR, 20, 0.1);

        assertThat(sensed(flatline(), NOON + 20 * HOUR).faults()).isEmpty();
    }

    @Test
    void whereNothingElseMovesEitherAnUnmovedMoistureIsNoFault() {
        flat(NOON - 3 * HOUR, NOON + 3 * HOUR, 20, 0);

        assertThat(sensed(flatline(), NOON + 3 * HOUR).faults()).isEmpty();
    }

    @Test
    void anUnmovedMoistureIsAFaultAfterWatering() {
        flat(NOON + 5 * HOUR, NOON + 11 * HOUR, 20, 0.1);

        assertThat(afterWatering(NOON + 10 * HOUR).faults())
                .containsExactly(entry("s1", "flatline"));
        assertThat(afterWatering(NOON + 10 * HOUR + MINUTE).faults()).isEmpty();
    }

    @Test
    void anUnmovedMoistureIsAFaultAfterRain() {
        flat(NOON + 5 * HOUR, NOON + 11 * HOUR, 20, 0.1);
        tracks.accept(Reports.from("s1", NOON + 9 * HOUR).with(Metric.RAIN, 5).build());

        assertThat(sensed(flatline(), NOON + 11 * HOUR).faults())
                .containsExactly(entry("s1", "flatline"));
    }

    @Test
    void soilAsDryAsTheScaleGoesMayStayThere() {
        flat(NOON - 3 * HOUR, NOON + 3 * HOUR, 0, 0.1);

        assertThat(sensed(flatline(), NOON + 3 * HOUR).faults()).isEmpty();
    }

    @Test
    void theMedianOfTheHealthySensorsCounts() {
        moisture("s1", NOON, 20);
        moisture("s2", NOON, 22);
        moisture("s3", NOON, 26);

        assertThat(sensed(three(), NOON).moisture()).isEqualTo(22);
        assertThat(sensed(aZone().sensors("s1", "s2").build(), NOON).moisture()).isEqualTo(21);
    }

    @Test
    void ofTwoThatDisagreeTheWetterCounts() {
        moisture("s1", NOON, 20);
        moisture("s2", NOON, 31);

        Sensed sensed = sensed(aZone().sensors("s1", "s2").build(), NOON);

        assertThat(sensed.moisture()).isEqualTo(31);
        assertThat(sensed.healthySensors()).isEqualTo(2);
        assertThat(sensed.faults())
                .containsOnly(entry("s1", "disagreement"), entry("s2", "disagreement"));
    }

    @Test
    void oneAgainstAMajorityIsLeftOut() {
        moisture("s1", NOON, 20);
        moisture("s2", NOON, 21);
        moisture("s3", NOON, 45);

        Sensed sensed = sensed(three(), NOON);

        assertThat(sensed.moisture()).isEqualTo(20.5);
        assertThat(sensed.healthySensors()).isEqualTo(2);
        assertThat(sensed.faults()).containsExactly(entry("s3", "disagreement"));
    }

    @Test
    void aSensorThatDriftsAwayDoesNotTakeANeighbourAlong() {
        moisture("s1", NOON, 20);
        moisture("s2", NOON, 21.5);
        moisture("s3", NOON, 31);

        assertThat(sensed(three(), NOON).faults()).containsExactly(entry("s3", "disagreement"));
    }

    @Test
    void withoutMajorityTheWetterHalfCounts() {
        moisture("s1", NOON, 10);
        moisture("s2", NOON, 25);
        moisture("s3", NOON, 40);

        assertThat(sensed(three(), NOON).moisture()).isEqualTo(32.5);
    }

    @Test
    void ofThreeOrMoreSensorsTwoMustBeHealthyUnlessTheRulesSayOtherwise() {
        moisture("s1", NOON, 20);

        assertThat(sensed(aZone().build(), NOON).hasQuorum()).isTrue();
        assertThat(sensed(aZone().sensors("s1", "s2").build(), NOON).hasQuorum()).isTrue();
        assertThat(sensed(three(), NOON).quorum()).isEqualTo(2);
        assertThat(sensed(three(), NOON).hasQuorum()).isFalse();
        assertThat(
                        sensed(
                                        aZone().sensors("s1", "s2", "s3")
                                                .sensing(new Sensing(null, null, null, 10, 1))
                                                .build(),
                                        NOON)
                                .hasQuorum())
                .isTrue();
    }

    @Test
    void unitsNeverMix() {
        tracks.accept(Reports.from("s1", NOON).with(Metric.SOIL_MOISTURE_RELATIVE, 45).build());
        moisture("s2", NOON, 20);

        assertThat(sensed(aZone().build(), NOON).faults()).containsEntry("s1", "never_heard");
        Sensed relative = sensed(aZone().sensors("s1", "s2").relative(null).build(), NOON);
        assertThat(relative.faults()).containsEntry("s2", "never_heard");
        assertThat(relative.moisture()).isEqualTo(45);
        assertThat(relative.unit()).isEqualTo("%rel");
    }

    @Test
    void aCalibrationMakesRelativeMoistureVolumetric() {
        tracks.accept(Reports.from("s1", NOON).with(Metric.SOIL_MOISTURE_RELATIVE, 45).build());
        Zone zone = aZone().relative(new Calibration(10, 8, 80, 29)).build();

        assertThat(sensed(zone, NOON).moisture()).isCloseTo(18.5, within(1e-9));
        assertThat(sensed(zone, NOON).unit()).isEqualTo("%VWC");
    }

    @Test
    void anObservationIsARoundOfAllSensors() {
        moisture("s1", NOON, 20);
        moisture("s2", NOON, 20);
        assertThat(sensed(three(), NOON).observations()).isZero();

        moisture("s3", NOON, 20);
        assertThat(sensed(three(), NOON).observations()).isEqualTo(1);
    }

    @Test
    void frostHoldsUntilItHasBeenWarmerLongEnough() {
        Zone zone = aZone().frost(3, 3600).build();
        temperature("s1", NOON, 2.9);
        temperature("s1", NOON + 10 * MINUTE, 3);

        assertThat(sensed(zone, NOON).frost()).isTrue();
        assertThat(sensed(zone, NOON + 59 * MINUTE).frost()).isTrue();
        assertThat(sensed(zone, NOON + 60 * MINUTE).frost()).isFalse();
    }

    @Test
    void aThermometerThatFallsSilentInFrostLeavesItFreezingForTheNight() {
        Zone zone = aZone().frost(3, 60).build();
        temperature("s1", NOON, 1);

        assertThat(sensed(zone, NOON + 12 * HOUR - 1).frost()).isTrue();
        assertThat(sensed(zone, NOON + 12 * HOUR).frost()).isFalse();
    }

    @Test
    void unknownTemperatureIsNoFrost() {
        Sensed sensed = sensed(aZone().frost(3, 3600).build(), NOON);

        assertThat(sensed.frost()).isFalse();
        assertThat(sensed.temperatureC()).isNull();
    }

    @Test
    void theColdestSensorSaysHowColdItIsForTwoHours() {
        Zone zone = aZone().weatherSensors("w1", "w2").build();
        temperature("w1", NOON, 8);
        temperature("w2", NOON + HOUR, 9);

        assertThat(sensed(zone, NOON + 2 * HOUR).temperatureC()).isEqualTo(8);
        assertThat(sensed(zone, NOON + 2 * HOUR + 1).temperatureC()).isEqualTo(9);
    }

    @Test
    void rainIsTheGreatestSumWithinTheRulesTime() {
        Zone zone = aZone().weatherSensors("w1", "w2").build();
        rain("w1", NOON - 25 * HOUR, 7);
        rain("w1", NOON - 23 * HOUR, 1);
        rain("w2", NOON - 2 * HOUR, 0.8);
        rain("w2", NOON - HOUR, 0.4);

        assertThat(sensed(zone, NOON).rainMm()).isCloseTo(1.2, within(1e-9));
        assertThat(sensed(zone, NOON).raining()).isFalse();
    }

    @Test
    void itRainsWhileTheLastReadingWithRainIsYoung() {
        rain("s1", NOON, 0.2);
        rain("s1", NOON + MINUTE, 0);

        assertThat(sensed(aZone().build(), NOON + 30 * MINUTE - 1).raining()).isTrue();
        assertThat(sensed(aZone().build(), NOON + 30 * MINUTE).raining()).isFalse();
    }

    @Test
    void withoutAGaugeRainIsUnknown() {
        moisture("s1", NOON, 20);
        assertThat(sensed(aZone().build(), NOON).rainMm()).isNull();

        rain("s1", NOON + MINUTE, 0);
        assertThat(sensed(aZone().build(), NOON + MINUTE).rainMm()).isZero();
    }

    @Test
    void theZonesWeatherSensorsGoBeforeTheDocumentsAndThoseBeforeItsOwn() {
        temperature("s1", NOON, 1);
        temperature("d1", NOON, 2);
        temperature("w1", NOON, 3);
        Zone own = aZone().build();
        Zone named = aZone().weatherSensors("w1").build();

        assertThat(Senses.of(own, List.of(), tracks, NOON).temperatureC()).isEqualTo(1);
        assertThat(Senses.of(own, List.of("d1"), tracks, NOON).temperatureC()).isEqualTo(2);
        assertThat(Senses.of(named, List.of("d1"), tracks, NOON).temperatureC()).isEqualTo(3);
    }

    @Test
    void theFlowSensorTellsTheFlowAndWhen() {
        tracks.accept(
                Reports.from("f1", NOON)
                        .with(Metric.FLOW_RATE, 24.5)
                        .receivedAt(NOON + SECOND)
                        .build());

        Sensed sensed = sensed(aZone().flowSensor("f1").build(), NOON);

        assertThat(sensed.flowLitersPerMinute()).isEqualTo(24.5);
        assertThat(sensed.flowMeasuredAt()).isEqualTo(NOON);
        assertThat(sensed(aZone().build(), NOON).flowLitersPerMinute()).isNull();
    }

    private Zone three() {
        return aZone().sensors("s1", "s2", "s3").build();
    }

    private static Zone flatline() {
        return aZone().sensing(new Sensing(null, null, 6 * 3600, 10, null)).build();
    }

    /** Soil temperature moves by a step each time, soil moisture does not. */
    private void flat(long from, long to, double moisture, double step) {
        for (long at = from; at <= to; at += 10 * MINUTE) {
            tracks.accept(
                    Reports.from("s1", at)
                            .with(Metric.SOIL_MOISTURE, moisture)
                            .with(Metric.SOIL_TEMPERATURE, 15 + (double) (at - from) / HOUR * step)
                            .build());
        }
    }

    private Sensed afterWatering(long wateredAt) {
        return Senses.of(flatline(), List.of(), tracks, null, wateredAt, NOON + 11 * HOUR);
    }

    private void moistures(String sensor, double... values) {
        for (int i = 0; i < values.length; i++) {
            moisture(sensor, NOON + i * MINUTE, values[i]);
        }
    }

    private void moisture(String sensor, long at, double value) {
        tracks.accept(Reports.from(sensor, at).with(Metric.SOIL_MOISTURE, value).build());
    }

    private void temperature(String sensor, long at, double value) {
        tracks.accept(Reports.from(sensor, at).with(Metric.TEMPERATURE, value).build());
    }

    private void rain(String sensor, long at, double value) {
        tracks.accept(Reports.from(sensor, at).with(Metric.RAIN, value).build());
    }

    private Sensed sensed(Zone zone, long now) {
        return Senses.of(zone, List.of(), tracks, now);
    }
}
