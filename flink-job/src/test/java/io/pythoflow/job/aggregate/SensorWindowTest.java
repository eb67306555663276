package io.pythoflow.job.aggregate;

import static io.pythoflow.job.testing.ReadingBuilder.NOON;
import static io.pythoflow.job.testing.ReadingBuilder.aReading;
import static java.lang.Math.abs;
import static java.lang.Math.max;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.pythoflow.contract.payload.Reading;
import io.pythoflow.job.aggregate.SensorAggregate.Origin;
import io.pythoflow.job.aggregate.SensorAggregate.Quality;
import io.pythoflow.job.aggregate.WindowOracle.Point;
import io.pythoflow.job.testing.ReadingBuilder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SensorWindowTest {
    private static final int HALF_HOUR = 1_800_000;
    private static final long END = NOON + HALF_HOUR;
    private static final int EXACT_LIMIT = 1_024;
    private static final long EMITTED_AT = END + 60_000;

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 10, 180, 1_024})
    void everyStatisticAgreesWithItsDefinition(int count) {
        Random random = new Random(count);
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            // Whole seconds, so that some instants coincide; large and close values, so that naive
            // sums of squares would cancel.
            long time = NOON + random.nextInt(1_800) * 1_000L;
            points.add(new Point(time, 1e6 + 20 * random.nextGaussian()));
        }
        SensorAggregate row = only(window(points));
        WindowOracle oracle = new WindowOracle(points);

        assertThat(row.count()).isEqualTo(count);
        assertThat(row.min()).isEqualTo(oracle.percentile(0));
        assertThat(row.max()).isEqualTo(oracle.percentile(100));
        assertThat(row.sum()).isCloseTo(oracle.sum(), near(oracle.sum()));
        assertThat(row.mean()).isCloseTo(oracle.mean(), near(oracle.mean()));
        assertThat(row.stddev()).isCloseTo(oracle.deviation(), near(oracle.deviation()));
        assertThat(row.p05()).isCloseTo(oracle.percentile(5), near(1e6));
        assertThat(row.p25()).isCloseTo(oracle.percentile(25), near(1e6));
        assertThat(row.p50()).isCloseTo(oracle.percentile(50), near(1e6));
        assertThat(row.p75()).isCloseTo(oracle.percentile(75), near(1e6));
        assertThat(row.p95()).isCloseTo(oracle.percentile(95), near(1e6));
        assertThat(row.timeWeightedMean()).isCloseTo(oracle.timeWeightedMean(END), near(1e6));
        assertThat(row.firstAt()).isEqualTo(oracle.first().time());
        assertThat(row.firstValue()).isEqualTo(oracle.first().value());
        assertThat(row.lastAt()).isEqualTo(oracle.last().time());
        assertThat(row.lastValue()).isEqualTo(oracle.last().value());
        assertThat(row.maxGapSeconds()).isEqualTo(oracle.largestGapSeconds());
        assertThat(row.slopePerHour()).isCloseTo(oracle.slopePerHour(), near(1e3));
        // 1e6 is out of any range; the step of a soil temperature is 8.
        assertThat(row.spikeCount()).isEqualTo(oracle.spikes(8));
        assertThat(row.outOfRangeCount()).isEqualTo(count);
    }

    @Test
    void rowsDoNotDependOnOrderNorOnWhatWasLate() {
        Random random = new Random(11);
        for (int round = 0; round < 200; round++) {
            List<Reading> readings = randomReadings(random);
            List<SensorAggregate> expected = take(windowOf(readings));

            SensorWindow split = new SensorWindow(NOON, HALF_HOUR);
            List<Reading> shuffled = new ArrayList<>(readings);
            List<SensorAggregate> newest = new ArrayList<>();
            Collections.shuffle(shuffled, random);
            for (Reading reading : shuffled) {
                split.add(reading, EXACT_LIMIT);
                if (random.nextInt(4) == 0) {
                    replace(newest, take(split));
                }
            }
            replace(newest, take(split));

            assertThat(newest.stream().map(SensorWindowTest::withoutHistory))
                    .containsExactlyInAnyOrderElementsOf(
                            expected.stream().map(SensorWindowTest::withoutHistory).toList());
        }
    }

    @Test
    void aSingleValueHasNoSpreadNoGapAndNoSlope() {
        SensorAggregate row = only(window(List.of(new Point(NOON + 5, 22.3))));

        assertThat(row)
                .isEqualTo(
                        new SensorAggregate(
                                "A1",
                                "irrigation-gateway-000",
                                null,
                                "soil_temperature",
                                "Cel",
                                NOON,
                                END,
                                1,
                                null,
                                null,
                                22.3,
                                22.3,
                                22.3,
                                null,
                                22.3,
                                22.3,
                                22.3,
                                22.3,
                                22.3,
                                22.3,
                                22.3,
                                22.3,
                                NOON + 5,
                                22.3,
                                NOON + 5,
                                null,
                                null,
                                0,
                                0,
                                0,
                                0,
                                0,
                                false,
                                Quality.GOOD,
                                0,
                                EMITTED_AT,
                                Origin.LIVE,
                                1L,
                                NOON + 5.0));
    }

    @Test
    void eachValueStandsUntilTheNextAndTheLastUntilTheEnd() {
        SensorAggregate row =
                only(window(List.of(new Point(NOON + 600_000, 10), new Point(NOON + 900_000, 40))));

        assertThat(row.timeWeightedMean()).isEqualTo((10 * 300 + 40 * 900) / 1_200.0);
    }

    @Test
    void valuesOfOneInstantAreOrderedByValueAndHaveNoSlope() {
        SensorAggregate row = only(window(List.of(new Point(NOON + 9, 3), new Point(NOON + 9, 1))));

        assertThat(row.firstValue()).isEqualTo(1);
        assertThat(row.lastValue()).isEqualTo(3);
        assertThat(row.timeWeightedMean()).isEqualTo(2);
        assertThat(row.maxGapSeconds()).isZero();
        assertThat(row.slopePerHour()).isNull();
    }

    @Test
    void equalValuesHaveExactlyTheirMeanAndNoSpread() {
        SensorAggregate row = only(series("soil_temperature", 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1));

        assertThat(row.mean()).isEqualTo(0.1);
        assertThat(row.stddev()).isZero();
        assertThat(row.slopePerHour()).isZero();
    }

    @Test
    void theMeanOfTheLargestDoublesIsFinite() {
        SensorAggregate row = only(series("strange", 1.7e308, 1.7e308, 1.7e308));

        assertThat(row.mean()).isCloseTo(1.7e308, near(1.7e308));
        assertThat(row.sum()).isInfinite();
        assertThat(only(series("strange", -1.7e308, 1.7e308)).p50()).isZero();
    }

    @Test
    void aValueThatLeavesBothNeighboursIsASpike() {
        assertThat(only(series("soil_temperature", 20, 28.1, 20)).spikeCount()).isEqualTo(1);
        assertThat(only(series("soil_temperature", 20, 28, 20)).spikeCount()).isZero();
        assertThat(only(series("soil_temperature", 20, 11, 20, 20)).spikeCount()).isEqualTo(1);
        assertThat(only(series("soil_temperature", 20, 30, 40)).spikeCount()).isZero();
        assertThat(only(series("soil_temperature", 20, 20, 40)).spikeCount()).isZero();
        assertThat(only(series("leaf_wetness", 20, 1e6, 20)).spikeCount()).isZero();
        assertThat(only(series("soil_temperature", 20, 28.1, 20)).quality())
                .isEqualTo(Quality.SUSPECT);
    }

    @Test
    void tenEqualValuesAreAFlatline() {
        double[] stuck = DoubleStream.generate(() -> 27.4).limit(10).toArray();
        double[] zeros = new double[10];

        assertThat(only(series("soil_moisture", stuck)).flatline()).isTrue();
        assertThat(only(series("soil_moisture", stuck)).quality()).isEqualTo(Quality.SUSPECT);
        assertThat(only(series("soil_moisture", zeros)).flatline()).isTrue();
        assertThat(only(series("rain", stuck)).flatline()).isTrue();
        assertThat(only(series("rain", zeros)).flatline()).as("dry weather").isFalse();
        assertThat(only(series("soil_moisture", 1, 1, 1, 1, 1, 1, 1, 1, 1)).flatline()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"120, 15, 15", "7, 257, 15", "3600, 1, 15", "1800, 1, 15"})
    void theSamplePeriodSaysHowManyValuesAreExpected(int period, long expected, int count) {
        SensorWindow window = new SensorWindow(NOON, HALF_HOUR);
        for (int i = 0; i < count; i++) {
            window.add(aReading().at(NOON + i).every(period).with("rain", i).build(), EXACT_LIMIT);
        }
        SensorAggregate row = only(window);

        assertThat(row.expectedCount()).isEqualTo(expected);
        assertThat(row.completeness()).isEqualTo(Math.min(1, (double) count / expected));
    }

    @ParameterizedTest
    @CsvSource({"7, BAD", "8, SUSPECT", "11, SUSPECT", "12, GOOD", "16, GOOD"})
    void completenessDecidesQuality(int count, Quality quality) {
        SensorWindow window = new SensorWindow(NOON, HALF_HOUR);
        for (int i = 0; i < count; i++) {
            window.add(aReading().at(NOON + i).every(112).with("rain", i).build(), EXACT_LIMIT);
        }

        assertThat(only(window.copy()).expectedCount()).isEqualTo(16);
        assertThat(only(window).quality()).isEqualTo(quality);
    }

    @Test
    void withoutASamplePeriodOnlyFlagsDecideQuality() {
        assertThat(only(series("rain", 200)).quality()).isEqualTo(Quality.GOOD);
        assertThat(only(series("rain", 201)).quality()).isEqualTo(Quality.SUSPECT);
        assertThat(only(series("rain", 201)).completeness()).isNull();
    }

    @Test
    void aLateReadingConcernsAllMetrics() {
        SensorWindow window =
                windowOf(List.of(aReading().with("rain", 1).with("humidity", 60).build()));
        assertThat(take(window)).hasSize(2);
        window.add(
                aReading().at(NOON + 1).with("rain", 2).inZone("field-01.A").build(), EXACT_LIMIT);

        assertThat(take(window))
                .extracting(
                        SensorAggregate::metric,
                        SensorAggregate::zoneId,
                        SensorAggregate::count,
                        SensorAggregate::readingCount,
                        SensorAggregate::revision)
                .containsExactly(
                        tuple("humidity", "field-01.A", 1L, 2L, 1),
                        tuple("rain", "field-01.A", 2L, 2L, 1));
    }

    @Test
    void readingsAreCountedWhateverTheyMeasuredAndDuplicatesAreNot() {
        SensorWindow window =
                windowOf(
                        List.of(
                                aReading().with("rain", 1).build(),
                                aReading().at(NOON + 1).with("humidity", 60).build(),
                                aReading().at(NOON + 2).with("humidity", 61).build()));
        window.countDuplicate(aReading().with("rain", 1).build());

        assertThat(take(window))
                .extracting(
                        SensorAggregate::metric,
                        SensorAggregate::count,
                        SensorAggregate::readingCount)
                .containsExactly(tuple("humidity", 2L, 3L), tuple("rain", 1L, 3L));
    }

    @Test
    void theMeanTimeOfReceiptRoundsOnceHoweverLateReadingsCame() {
        Random random = new Random(5);
        List<Point> receipts = new ArrayList<>();
        List<Reading> readings = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            // Up to thirty years after the window, and clocks that run ahead before it.
            long receivedAt = NOON - 60_000 + random.nextLong(950_000_000_000L);
            receipts.add(new Point(NOON, receivedAt));
            readings.add(aReading().at(NOON + i).receivedAt(receivedAt).with("rain", 1).build());
        }

        // A quarter of a microsecond: one place of a double of that size.
        assertThat(only(windowOf(readings)).receivedAtMean())
                .isCloseTo(new WindowOracle(receipts).mean(), within(0.000_25));
    }

    @Test
    void gatewayZoneAndPeriodAreTheLatestByEventTimeThatWereSaid() {
        SensorWindow window = new SensorWindow(NOON, HALF_HOUR);
        window.add(
                aReading().at(NOON + 9).through("gw-2").inZone("z-2").every(20).build(),
                EXACT_LIMIT);
        window.add(
                aReading().at(NOON + 5).through("gw-1").inZone("z-1").every(10).build(),
                EXACT_LIMIT);
        window.add(aReading().at(NOON + 20).through(null).build(), EXACT_LIMIT);
        SensorAggregate row = only(window);

        assertThat(row.gatewayId()).isEqualTo("gw-2");
        assertThat(row.zoneId()).isEqualTo("z-2");
        assertThat(row.expectedCount()).isEqualTo(90);
    }

    @Test
    void unknownMetricsKeepTheirNameAndUnit() {
        SensorAggregate row =
                only(windowOf(List.of(aReading().with("leaf_wetness", 12.5, "%").build())));

        assertThat(row.metric()).isEqualTo("leaf_wetness");
        assertThat(row.unit()).isEqualTo("%");
        assertThat(row.outOfRangeCount()).isZero();
    }

    @Test
    void windDirectionIsAveragedAsAVector() {
        SensorAggregate row = only(series("wind_direction", 350, 10, 20, 340));

        assertThat(row.mean()).isCloseTo(0, within(1e-9));
        assertThat(only(series("wind_direction", 80, 100)).mean()).isCloseTo(90, within(1e-9));
        assertThat(only(series("wind_direction", 80, 100)).timeWeightedMean())
                .isBetween(99.0, 100.0);
        assertThat(only(series("wind_direction", 350, 30)).mean()).isCloseTo(10, within(1e-9));
        assertThat(only(series("wind_direction", 0, 180)).mean())
                .as("opposite directions have no mean of directions")
                .isEqualTo(90);
    }

    @Test
    void whatCameAfterTheFirstRowIsLate() {
        SensorWindow window = windowOf(List.of(aReading().with("rain", 1).build()));
        assertThat(only(window).revision()).isZero();
        assertThat(take(window)).isEmpty();

        window.add(aReading().at(NOON + 1).with("rain", 2).fromBuffer().build(), EXACT_LIMIT);
        SensorAggregate revised = only(window);

        assertThat(revised.revision()).isEqualTo(1);
        assertThat(revised.count()).isEqualTo(2);
        assertThat(revised.lateCount()).isEqualTo(1);
        assertThat(revised.historicalCount()).isEqualTo(1);

        window.add(aReading().at(NOON + 2).with("battery", 3.9).build(), EXACT_LIMIT);
        assertThat(take(window))
                .extracting(
                        SensorAggregate::metric,
                        SensorAggregate::lateCount,
                        SensorAggregate::revision)
                .as("the first row of a metric has revision 0, also when it is late")
                .containsExactly(tuple("battery", 1L, 0), tuple("rain", 1L, 2));
    }

    @Test
    void duplicatesAreCountedOnTheirMetricsOnly() {
        SensorWindow window =
                windowOf(List.of(aReading().with("rain", 1).with("humidity", 60).build()));
        window.countDuplicate(aReading().with("rain", 1).with("battery", 3.9).build());

        assertThat(take(window))
                .extracting(SensorAggregate::metric, SensorAggregate::duplicateCount)
                .containsExactly(tuple("humidity", 0L), tuple("rain", 1L));
        window.countDuplicate(aReading().with("rain", 1).build());
        assertThat(window.changed()).isFalse();
    }

    @Test
    void aCopyGoesItsOwnWay() {
        SensorWindow window = series("rain", 1, 2, 3);
        SensorWindow copy = window.copy();
        copy.add(aReading().at(NOON + 100).with("rain", 9).build(), EXACT_LIMIT);
        copy.add(aReading().at(NOON + 100).with("humidity", 9).build(), EXACT_LIMIT);

        assertThat(take(copy)).extracting(SensorAggregate::count).containsExactly(1L, 4L);
        assertThat(window.fired()).isFalse();
        assertThat(only(window).count()).isEqualTo(3);
    }

    private static List<Reading> randomReadings(Random random) {
        String[] metrics = {"soil_moisture", "wind_direction", "leaf_wetness", "battery"};
        List<Reading> readings = new ArrayList<>();
        int count = 1 + random.nextInt(60);
        for (int i = 0; i < count; i++) {
            ReadingBuilder reading =
                    aReading()
                            .at(NOON + random.nextInt(40) * 45_000L)
                            .through("gw-" + random.nextInt(3));
            reading.receivedAt(NOON + random.nextLong(90_000_000));
            if (random.nextBoolean()) {
                reading.inZone("z-" + random.nextInt(3)).every(1 + random.nextInt(3));
            }
            if (random.nextInt(5) == 0) {
                reading.fromBuffer();
            }
            for (String metric : metrics) {
                if (random.nextInt(3) > 0) {
                    // Sums of such values depend on their order in the last digits.
                    double value = random.nextGaussian() * Math.pow(10, random.nextInt(12));
                    reading.with(metric, random.nextInt(9) == 0 ? -0.0 : value, "u-" + i % 2);
                }
            }
            readings.add(reading.build());
        }
        return readings;
    }

    private static void replace(List<SensorAggregate> newest, List<SensorAggregate> rows) {
        for (SensorAggregate row : rows) {
            newest.removeIf(older -> older.metric().equals(row.metric()));
            newest.add(row);
        }
    }

    /** The row without what tells how its readings came. */
    private static String withoutHistory(SensorAggregate row) {
        return row.toString().replaceAll("(lateCount|revision)=\\d+", "$1=any");
    }

    private static SensorWindow window(List<Point> points) {
        return windowOf(
                points.stream()
                        .map(p -> aReading().at(p.time()).with("soil_temperature", p.value()))
                        .map(ReadingBuilder::build)
                        .toList());
    }

    private static SensorWindow series(String metric, double... values) {
        List<Reading> readings = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            readings.add(aReading().at(NOON + i * 1_000L).with(metric, values[i]).build());
        }
        return windowOf(readings);
    }

    private static SensorWindow windowOf(List<Reading> readings) {
        SensorWindow window = new SensorWindow(NOON, HALF_HOUR);
        readings.forEach(reading -> window.add(reading, EXACT_LIMIT));
        return window;
    }

    private static List<SensorAggregate> take(SensorWindow window) {
        return window.takeRows("A1", Origin.LIVE, EMITTED_AT);
    }

    private static SensorAggregate only(SensorWindow window) {
        List<SensorAggregate> rows = take(window);
        assertThat(rows).hasSize(1);
        return rows.get(0);
    }

    private static Offset<Double> near(double magnitude) {
        return within(max(abs(magnitude), 1e-300) * 1e-9);
    }
}
