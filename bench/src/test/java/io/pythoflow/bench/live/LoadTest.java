package io.pythoflow.bench.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.pythoflow.bench.load.Workload;
import org.junit.jupiter.api.Test;

class LoadTest {
    private static final long NOW = 1_767_225_600_000L;

    @Test
    void theRampAndTheMeasuredTimeAreAllMessages() {
        assertThat(new Load(1_000, 1, 4, 10).messages()).isEqualTo(12_000);
    }

    @Test
    void eventTimeRunsTwentyTimesAsFastAndEndsHoursAgo() {
        Load load = new Load(500, 10, 4, 10);

        Workload workload = load.workload(NOW);

        assertThat(workload.stepNanos() * load.readingsPerSecond()).isEqualTo(20e9);
        long last = workload.timeOf(load.messages() * 10 - 1);
        assertThat(NOW - last).isBetween(3 * 3_600_000L - 5_000, 3 * 3_600_000L + 5_000);
    }

    @Test
    void anotherRateKeepsTheTimes() {
        assertThat(new Load(1_000, 10, 4, 10).at(2_000)).isEqualTo(new Load(2_000, 10, 4, 10));
    }
}
