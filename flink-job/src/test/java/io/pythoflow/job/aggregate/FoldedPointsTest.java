package io.pythoflow.job.aggregate;

import static io.pythoflow.job.testing.ReadingBuilder.NOON;
import static io.pythoflow.job.testing.ReadingBuilder.aReading;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pythoflow.job.aggregate.SensorAggregate.Origin;
import io.pythoflow.job.aggregate.WindowOracle.Point;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Windows with more values than the exact limit. */
class FoldedPointsTest {
    private static final int HALF_HOUR = 1_800_000;
    private static final long END = NOON + HALF_HOUR;
    private static final int EXACT_LIMIT = 64;
    private static final int COUNT = 20_000;

    /** Twice the error that 99 % of the sketches keep. */
    private static final Offset<Double> RANK_ERROR = within(2 * 0.0068);

    private final List<Point> points = points();
    private final WindowOracle oracle = new WindowOracle(points);

    @Test
    void inOrderOnlyPercentilesAreApproximate() {
        SensorAggregate row = row(points);

        assertValueStatistics(row);
        assertThat(row.maxGapSeconds()).isEqualTo(oracle.largestGapSeconds());
        assertThat(row.timeWeightedMean()).isCloseTo(oracle.timeWeightedMean(END), within(1e-9));
        assertThat(row.spikeCount()).isEqualTo(oracle.spikes(8)).isGreaterThan(100);
    }

    @Test
    void aLittleDisorderChangesNothing() {
        List<Point> disordered = new ArrayList<>(points);
        for (int i = 0; i + 10 <= COUNT; i += 10) {
            Collections.reverse(disordered.subList(i, i + 10));
        }
        SensorAggregate row = row(disordered);

        assertValueStatistics(row);
        assertThat(row.maxGapSeconds()).isEqualTo(oracle.largestGapSeconds());
        assertThat(row.timeWeightedMean()).isCloseTo(oracle.timeWeightedMean(END), within(1e-9));
        assertThat(row.spikeCount()).isEqualTo(oracle.spikes(8));
    }

    @Test
    void anyDisorderLeavesWhatDependsOnValuesExact() {
        List<Point> shuffled = new ArrayList<>(points);
        Collections.shuffle(shuffled, new Random(3));
        SensorAggregate row = row(shuffled);

        assertValueStatistics(row);
        assertThat(row.timeWeightedMean()).isBetween(row.min(), row.max());
    }

    @Test
    void aWindowBeyondTheLimitStaysSmall() throws Exception {
        SensorWindow window = new SensorWindow(NOON, HALF_HOUR);
        points.forEach(point -> add(window, point));
        DataOutputSerializer out = new DataOutputSerializer(64);
        new SensorWindowSerializer().serialize(window, out);

        assertThat(out.length()).isLessThan(12_000);
    }

    @Test
    void directionsBeyondTheLimitKeepTheirMean() {
        SensorWindow window = new SensorWindow(NOON, HALF_HOUR);
        for (int i = 0; i < 1_000; i++) {
            window.add(
                    aReading().at(NOON + i).with("wind_direction", i % 2 == 0 ? 350 : 30).build(),
                    EXACT_LIMIT);
        }

        assertThat(take(window).get(0).mean()).isCloseTo(10, within(1e-9));
    }

    @Test
    void revisionsGoOnBeyondTheLimit() {
        SensorWindow window = new SensorWindow(NOON, HALF_HOUR);
        points.subList(0, 50).forEach(point -> add(window, point));
        assertThat(take(window).get(0).count()).isEqualTo(50);
        points.subList(50, 500).forEach(point -> add(window, point));
        SensorAggregate revised = take(window).get(0);

        assertThat(revised.count()).isEqualTo(500);
        assertThat(revised.lateCount()).isEqualTo(450);
        assertThat(revised.revision()).isEqualTo(1);
        assertThat(take(window)).isEmpty();
    }

    private void assertValueStatistics(SensorAggregate row) {
        assertThat(row.count()).isEqualTo(COUNT);
        assertThat(row.min()).isEqualTo(oracle.percentile(0));
        assertThat(row.max()).isEqualTo(oracle.percentile(100));
        assertThat(row.sum()).isCloseTo(oracle.sum(), within(1e-6));
        assertThat(row.mean()).isCloseTo(oracle.mean(), within(1e-9));
        assertThat(row.stddev()).isCloseTo(oracle.deviation(), within(1e-9));
        assertThat(row.slopePerHour()).isCloseTo(oracle.slopePerHour(), within(1e-6));
        assertThat(row.firstAt()).isEqualTo(oracle.first().time());
        assertThat(row.firstValue()).isEqualTo(oracle.first().value());
        assertThat(row.lastAt()).isEqualTo(oracle.last().time());
        assertThat(row.lastValue()).isEqualTo(oracle.last().value());
        assertThat(row.outOfRangeCount())
                .isEqualTo(points.stream().filter(p -> p.value() > 60 || p.value() < -20).count())
                .isPositive();
        assertThat(oracle.rankOf(row.p05())).isCloseTo(0.05, RANK_ERROR);
        assertThat(oracle.rankOf(row.p25())).isCloseTo(0.25, RANK_ERROR);
        assertThat(oracle.rankOf(row.p50())).isCloseTo(0.50, RANK_ERROR);
        assertThat(oracle.rankOf(row.p75())).isCloseTo(0.75, RANK_ERROR);
        assertThat(oracle.rankOf(row.p95())).isCloseTo(0.95, RANK_ERROR);
    }

    private static List<Point> points() {
        Random random = new Random(5);
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < COUNT; i++) {
            double spike = random.nextInt(50) == 0 ? 30 : 0;
            points.add(new Point(NOON + 17 + i * 80L, 25 + 3 * random.nextGaussian() + spike));
        }
        return points;
    }

    private static SensorAggregate row(List<Point> points) {
        SensorWindow window = new SensorWindow(NOON, HALF_HOUR);
        points.forEach(point -> add(window, point));
        return take(window).get(0);
    }

    private static void add(SensorWindow window, Point point) {
        window.add(
                aReading().at(point.time()).with("soil_temperature", point.value()).build(),
                EXACT_LIMIT);
    }

    private static List<SensorAggregate> take(SensorWindow window) {
        return window.takeRows("A1", Origin.LIVE, END);
    }
}
