package io.pythoflow.job.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CheckpointWatchTest {
    private static final long NOON = 1_700_000_000_000L;
    private static final long PATIENCE = CheckpointWatch.PATIENCE.toMillis();

    private final CheckpointWatch watch = new CheckpointWatch();

    @Test
    void isSilentWhileNothingWaits() {
        assertThat(watch.shouldWarn(Long.MAX_VALUE, NOON)).isFalse();
    }

    @Test
    void warnsOnceWhenAMessageWaitsTooLong() {
        assertThat(watch.shouldWarn(NOON, NOON + PATIENCE - 1)).isFalse();
        assertThat(watch.shouldWarn(NOON, NOON + PATIENCE)).isTrue();
        assertThat(watch.shouldWarn(NOON, NOON + 2 * PATIENCE)).isFalse();
    }

    @Test
    void warnsAnewAfterACheckpoint() {
        assertThat(watch.shouldWarn(NOON, NOON + PATIENCE)).isTrue();
        watch.completed();
        assertThat(watch.shouldWarn(NOON, NOON + PATIENCE)).isTrue();
    }
}
