package io.pythoflow.job.control.sense;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RainLogTest {
    private static final long HOUR = 3_600_000;
    private static final long NOON = 1_767_268_800_000L;

    private final RainLog log = new RainLog();

    @Test
    void aGaugeThatReportsNoRainIsFittedNevertheless() {
        assertThat(log.isFitted()).isFalse();

        log.accept(NOON, 0);

        assertThat(log.isFitted()).isTrue();
        assertThat(log.depthMm(0, NOON)).isZero();
    }

    @Test
    void aSpanBeginsAfterItsFirstMomentAndEndsWithItsLast() {
        log.accept(NOON - HOUR, 1);
        log.accept(NOON, 2);
        log.accept(NOON + HOUR, 4);

        assertThat(log.depthMm(NOON - HOUR, NOON + HOUR)).isEqualTo(6);
        assertThat(log.depthMm(NOON - HOUR, NOON)).isEqualTo(2);
    }

    @Test
    void rainOlderThanThreeDaysIsForgottenAndNotHeardOfAgain() {
        log.accept(NOON - 72 * HOUR, 1);
        log.accept(NOON, 0);
        log.accept(NOON - 72 * HOUR, 1);

        assertThat(log.depthMm(0, NOON)).isZero();
    }

    @Test
    void ofTwoReadingsOfOneMomentTheGreaterCounts() {
        log.accept(NOON, 1);
        log.accept(NOON, 3);
        log.accept(NOON, 2);

        assertThat(log.depthMm(0, NOON)).isEqualTo(3);
    }

    @Test
    void beyondItsRoomTheOldestArePutTogetherAndTheirCopiesStillCountOnce() {
        for (int i = 0; i < RainLog.MOST_ENTRIES + 10; i++) {
            log.accept(NOON + i * 10_000L, 0.5);
        }
        for (int i = 0; i < 20; i++) {
            log.accept(NOON + i * 10_000L, 0.5);
        }

        assertThat(log.depthMm(0, NOON + 100 * HOUR))
                .isCloseTo((RainLog.MOST_ENTRIES + 10) * 0.5, within(1e-6));
    }
}
