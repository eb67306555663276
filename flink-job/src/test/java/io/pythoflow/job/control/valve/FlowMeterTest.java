package io.pythoflow.job.control.valve;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FlowMeterTest {

    private static final long NOON = 1_748_779_200_000L;
    private static final long MINUTE = 60_000;

    private final FlowMeter meter = new FlowMeter();

    @Test
    void aReadingSpeaksOfTheTimeSinceTheOneBefore() {
        meter.liters(0, NOON, 300);

        assertThat(meter.liters(25, NOON + 5 * MINUTE, 300)).isEqualTo(125);
        assertThat(meter.liters(12.5, NOON + 7 * MINUTE, 300)).isEqualTo(25);
    }

    @Test
    void theFirstReadingSpeaksOfNoKnownTime() {
        assertThat(meter.liters(25, NOON, 300)).isZero();
    }

    @Test
    void aLongSilenceIsNoFlowOfItsWholeLength() {
        meter.liters(0, NOON, 300);

        assertThat(meter.liters(10, NOON + 600 * MINUTE, 300)).isEqualTo(150);
        assertThat(meter.liters(10, NOON + 1_200 * MINUTE, null)).isEqualTo(150);
    }

    @Test
    void whatAMeterShowsAtRestIsNoWater() {
        meter.liters(0, NOON, 300);

        assertThat(meter.liters(0.05, NOON + 5 * MINUTE, 300)).isZero();
    }

    @Test
    void copiesAndLateReadingsCountNothing() {
        meter.liters(0, NOON, 300);
        meter.liters(25, NOON + 5 * MINUTE, 300);

        assertThat(meter.liters(25, NOON + 5 * MINUTE, 300)).isZero();
        assertThat(meter.liters(25, NOON + 4 * MINUTE, 300)).isZero();
        assertThat(meter.liters(25, NOON + 6 * MINUTE, 300)).isEqualTo(25);
    }
}
