package io.pythoflow.job.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.pythoflow.job.mqtt.SlotWatermark.Activity;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SlotWatermarkTest {
    private static final long NOON = Instant.parse("2026-06-01T12:00:00Z").toEpochMilli();
    private static final long IN_2018 = Instant.parse("2018-05-01T00:00:00Z").toEpochMilli();
    private static final long MINUTE = 60_000;
    private static final long OUT_OF_ORDERNESS = 10_000;

    private static final long NOTHING = Long.MAX_VALUE;

    private final SlotWatermark slot = slot(false /* live before */);

    @Test
    void trailsTheHighestEventTimeByTheOutOfOrderness() {
        slot.emitted(NOON - 3000, NOON);
        slot.emitted(NOON - 9000, NOON);
        slot.advance(Activity.BUSY, NOTHING, NOON);

        assertThat(slot.watermark()).isEqualTo(NOON - 3000 - OUT_OF_ORDERNESS - 1);
        assertThat(slot.isIdle()).isFalse();
    }

    @Test
    void aClockThatRunsAheadMovesTheWatermarkNoFurtherThanTheReceipt() {
        slot.emitted(NOON + 60 * MINUTE, NOON);
        slot.advance(Activity.BUSY, NOTHING, NOON);

        assertThat(slot.watermark()).isEqualTo(NOON - OUT_OF_ORDERNESS - 1);
    }

    @Test
    void neverFalls() {
        slot.emitted(NOON, NOON);
        slot.advance(Activity.DRAINED, NOTHING, NOON + 10 * MINUTE);
        long before = slot.watermark();
        slot.emitted(NOON + MINUTE, NOON + 10 * MINUTE);
        slot.advance(Activity.BUSY, NOTHING, NOON + 10 * MINUTE);

        assertThat(slot.watermark()).isEqualTo(before);
    }

    @Test
    void isWaitedForUntilItIsDrainedThoughNothingCame() {
        slot.advance(Activity.DISCONNECTED, NOTHING, NOON);
        assertThat(slot.isIdle()).isFalse();
        slot.advance(Activity.BUSY, NOTHING, NOON);
        assertThat(slot.isIdle()).isFalse();
        assertThat(slot.watermark()).isEqualTo(Long.MIN_VALUE);
    }

    @Test
    void isIdleWhenDrainedWithoutEverHavingHadAnEventTime() {
        slot.advance(Activity.DRAINED, NOTHING, NOON);

        assertThat(slot.isIdle()).isTrue();
        assertThat(slot.watermark()).isEqualTo(Long.MIN_VALUE);
    }

    @Test
    void followsTheClockWhenLiveSendersFallSilent() {
        slot.emitted(NOON - 30_000, NOON);
        slot.advance(Activity.DRAINED, NOTHING, NOON + 5 * MINUTE);

        assertThat(slot.isIdle()).isFalse();
        assertThat(slot.watermark()).isEqualTo(NOON + 5 * MINUTE - OUT_OF_ORDERNESS - 1);
    }

    @Test
    void doesNotFollowTheClockWhileAnythingIsUnacknowledged() {
        slot.emitted(NOON, NOON);
        slot.advance(Activity.BUSY, NOTHING, NOON + 5 * MINUTE);

        assertThat(slot.watermark()).isEqualTo(NOON - OUT_OF_ORDERNESS - 1);
    }

    @Test
    void isIdleWhenAReplayedRecordingIsDrained() {
        slot.emitted(IN_2018, NOON);
        slot.advance(Activity.DRAINED, NOTHING, NOON + MINUTE);

        assertThat(slot.isIdle()).isTrue();
        assertThat(slot.watermark()).isEqualTo(IN_2018 - OUT_OF_ORDERNESS - 1);
    }

    @Test
    void isActiveAgainWhenSomethingArrivesAfterIdleness() {
        slot.emitted(IN_2018, NOON);
        slot.advance(Activity.DRAINED, NOTHING, NOON);
        slot.activate();
        assertThat(slot.isIdle()).isFalse();

        slot.emitted(IN_2018 + MINUTE, NOON + MINUTE);
        slot.advance(Activity.BUSY, NOTHING, NOON + MINUTE);
        assertThat(slot.isIdle()).isFalse();
        assertThat(slot.watermark()).isEqualTo(IN_2018 + MINUTE - OUT_OF_ORDERNESS - 1);
    }

    @Test
    void holdsWhileDisconnected() {
        slot.emitted(NOON, NOON);
        slot.advance(Activity.DRAINED, NOTHING, NOON + MINUTE);
        long before = slot.watermark();
        slot.advance(Activity.DISCONNECTED, NOTHING, NOON + 5 * MINUTE);

        assertThat(slot.watermark()).isEqualTo(before);
        assertThat(slot.isIdle()).isFalse();
    }

    @Test
    void anImpossibleEventTimeDoesNotOverflow() {
        slot.emitted(Long.MIN_VALUE + 1, NOON);
        slot.advance(Activity.BUSY, NOTHING, NOON);
        assertThat(slot.watermark()).isEqualTo(Long.MIN_VALUE);

        slot.emitted(Long.MAX_VALUE, NOON);
        slot.advance(Activity.BUSY, NOTHING, NOON);
        assertThat(slot.watermark()).isEqualTo(NOON - OUT_OF_ORDERNESS - 1);
    }

    @Test
    void liveDataDoesNotMakeADrainingBacklogLate() {
        slot.connected(NOON);
        slot.emitted(NOON - 60 * MINUTE, NOON + 10);
        slot.emitted(NOON, NOON + 20);
        slot.advance(Activity.BUSY, NOON + 10, NOON + 200);

        assertThat(slot.watermark()).isEqualTo(NOON - 60 * MINUTE - OUT_OF_ORDERNESS - 1);

        slot.emitted(NOON - 59 * MINUTE, NOON + 300);
        slot.emitted(NOON + 300, NOON + 310);
        slot.advance(Activity.BUSY, NOON + 10, NOON + 400);

        assertThat(slot.watermark()).isEqualTo(NOON - 59 * MINUTE - OUT_OF_ORDERNESS - 1);
    }

    @Test
    void followsLiveDataOnceTheBacklogIsOver() {
        slot.connected(NOON);
        slot.emitted(NOON - 60 * MINUTE, NOON + 10);
        slot.emitted(NOON + 3000, NOON + 3000);
        slot.advance(Activity.BUSY, NOON + 3000, NOON + 3000);
        assertThat(slot.watermark()).isEqualTo(NOON - 60 * MINUTE - OUT_OF_ORDERNESS - 1);

        slot.emitted(NOON + 6000, NOON + 6000);
        slot.advance(Activity.BUSY, NOON + 6000, NOON + 6000);

        assertThat(slot.watermark()).isEqualTo(NOON + 6000 - OUT_OF_ORDERNESS - 1);
    }

    @Test
    void followsTheClockAfterARestartWhereItWasLiveBefore() {
        SlotWatermark restarted = slot(true /* live before */);
        restarted.connected(NOON);
        restarted.advance(Activity.BUSY, NOTHING, NOON + 200);
        assertThat(restarted.watermark()).isEqualTo(Long.MIN_VALUE);
        assertThat(restarted.isIdle()).isFalse();

        restarted.advance(Activity.DRAINED, NOTHING, NOON + MINUTE);
        assertThat(restarted.watermark()).isEqualTo(NOON + MINUTE - OUT_OF_ORDERNESS - 1);
        assertThat(restarted.isIdle()).isFalse();

        restarted.emitted(IN_2018, NOON + 2 * MINUTE);
        assertThat(restarted.isLive()).isFalse();
    }

    private static SlotWatermark slot(boolean liveBefore) {
        return new SlotWatermark(
                Duration.ofMillis(OUT_OF_ORDERNESS),
                Duration.ofMinutes(1),
                Duration.ofHours(2),
                liveBefore);
    }
}
