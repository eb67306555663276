package io.pythoflow.bench.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pythoflow.bench.baseline.Statistics.Moments;
import org.junit.jupiter.api.Test;

class StatisticsTest {
    private final Statistics statistics = new Statistics();

    @Test
    void knowsWhatValuesHaveInCommon() {
        Moments moments = of(2, 4, 4, 4, 5, 5, 7, 9);

        assertThat(moments.count).isEqualTo(8);
        assertThat(moments.min).isEqualTo(2);
        assertThat(moments.max).isEqualTo(9);
        assertThat(moments.mean).isCloseTo(5, within(1e-12));
        assertThat(moments.squares).isCloseTo(32, within(1e-12));
    }

    @Test
    void mergesIntoWhatAllValuesTogetherGive() {
        Moments merged = statistics.merge(of(2, 4, 4), of(4, 5, 5, 7, 9));

        assertThat(merged)
                .usingRecursiveComparison()
                .withComparatorForType(
                        (one, other) -> Math.abs(one - other) < 1e-12 ? 0 : 1, Double.class)
                .isEqualTo(of(2, 4, 4, 4, 5, 5, 7, 9));
    }

    @Test
    void mergesWithNothing() {
        assertThat(statistics.merge(of(), of(3, 4))).usingRecursiveComparison().isEqualTo(of(3, 4));
        assertThat(statistics.merge(of(3, 4), of())).usingRecursiveComparison().isEqualTo(of(3, 4));
    }

    private Moments of(double... values) {
        Moments moments = statistics.createAccumulator();
        for (double value : values) {
            moments = statistics.add(new MetricValue("s-1", "rain", value), moments);
        }
        return moments;
    }
}
