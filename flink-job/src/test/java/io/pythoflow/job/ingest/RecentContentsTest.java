package io.pythoflow.job.ingest;

import static io.pythoflow.job.ingest.RecentContents.Occurrence.BEYOND_HORIZON;
import static io.pythoflow.job.ingest.RecentContents.Occurrence.FIRST;
import static io.pythoflow.job.ingest.RecentContents.Occurrence.WITHIN_HORIZON;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RecentContentsTest {
    private static final long HORIZON = 90;

    private final RecentContents recent = new RecentContents();

    @Test
    void equalContentsCloserThanTheHorizonAreOne() {
        assertThat(recent.observe(5, 1_000, HORIZON)).isEqualTo(FIRST);
        assertThat(recent.observe(5, 1_089, HORIZON)).isEqualTo(WITHIN_HORIZON);
        assertThat(recent.observe(6, 1_089, HORIZON)).isEqualTo(FIRST);
        assertThat(recent.observe(5, 1_090, HORIZON)).isEqualTo(BEYOND_HORIZON);
    }

    @Test
    void theHorizonIsMeasuredFromWhatCountedLast() {
        recent.observe(5, 0, HORIZON);

        assertThat(recent.observe(5, 60, HORIZON)).isEqualTo(WITHIN_HORIZON);
        assertThat(recent.observe(5, 120, HORIZON)).isEqualTo(BEYOND_HORIZON);
        assertThat(recent.observe(5, 180, HORIZON)).isEqualTo(WITHIN_HORIZON);
    }

    @Test
    void aCopyReceivedALittleEarlierOnAnotherConnectionIsOneToo() {
        recent.observe(5, 1_000, HORIZON);

        assertThat(recent.observe(5, 950, HORIZON)).isEqualTo(WITHIN_HORIZON);
    }

    @Test
    void repetitionsAreRecognisedForTenHorizons() {
        recent.observe(5, 0, HORIZON);
        for (int content = 100; content < 200; content++) {
            recent.observe(content, 10 * HORIZON, HORIZON);
        }

        assertThat(recent.observe(5, 10 * HORIZON, HORIZON)).isEqualTo(BEYOND_HORIZON);
    }

    @Test
    void whatIsOlderIsForgottenSoThatSizeFollowsTheRateAndNotTheRunningTime() {
        for (int i = 1; i <= 100_000; i++) {
            recent.observe(i, i, HORIZON);
        }

        assertThat(recent.size()).isBetween(900, 2_000);
        assertThat(recent.capacity()).isLessThan(4_000);
    }

    @Test
    void aCopyGoesItsOwnWay() {
        recent.observe(5, 1_000, HORIZON);
        RecentContents copy = recent.copy();
        copy.observe(6, 1_000, HORIZON);

        assertThat(recent.size()).isEqualTo(1);
        assertThat(copy.observe(5, 1_001, HORIZON)).isEqualTo(WITHIN_HORIZON);
        assertThat(recent.observe(6, 1_001, HORIZON)).isEqualTo(FIRST);
    }
}
