package io.pythoflow.sim.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class LatencyHistogramTest {

    private final LatencyHistogram histogram = new LatencyHistogram();

    @Test
    void isZeroWithoutAnything() {
        assertThat(histogram.percentileMillis(0.99)).isZero();
    }

    @Test
    void percentilesAreWithinABucketOfTheTruth() {
        for (int micros = 1; micros <= 100_000; micros++) {
            histogram.record(TimeUnit.MICROSECONDS.toNanos(micros));
        }

        assertThat(histogram.percentileMillis(0.5)).isCloseTo(50, Percentage.withPercentage(3.2));
        assertThat(histogram.percentileMillis(0.99)).isCloseTo(99, Percentage.withPercentage(3.2));
        assertThat(histogram.percentileMillis(1)).isGreaterThanOrEqualTo(100);
    }

    @Test
    void takesAnyDuration() {
        histogram.record(0);
        histogram.record(-1);
        histogram.record(Long.MAX_VALUE);

        assertThat(histogram.percentileMillis(0.1)).isEqualTo(0.001);
        assertThat(histogram.percentileMillis(1)).isGreaterThan(365 * 86_400_000.0);
    }
}
