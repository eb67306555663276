package io.pythoflow.sim.replay;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PaceTest {

    @Test
    void dividesRecordedTimeByTheSpeed() {
        Pace pace = new Pace(60, 1_000, 500);

        assertThat(pace.waitNanos(61_000, 500)).isEqualTo(1_000_000_000L);
        assertThat(pace.waitNanos(61_000, 400_000_500)).isEqualTo(600_000_000L);
    }

    @Test
    void aStepBackIsDueAtOnce() {
        assertThat(new Pace(1, 1_000, 0).waitNanos(0, 0)).isNegative();
    }

    @Test
    void speedZeroNeverWaits() {
        assertThat(new Pace(0, 0, 0).waitNanos(Long.MAX_VALUE, 0)).isZero();
    }
}
