package io.pythoflow.job.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.pythoflow.job.mqtt.SlotWatermark.Activity;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CatchUpTest {
    private static final long NOON = 1_700_000_000_000L;
    private static final long SECOND = 1000;
    private static final long NOTHING = Long.MAX_VALUE;

    private final CatchUp catchUp = new CatchUp(Duration.ofSeconds(10), Duration.ofHours(2));

    @Test
    void doesNotRunBeforeAConnectionIsMade() {
        assertThat(catchUp.isRunning()).isFalse();
        assertThat(catchUp.isBacklog(NOON - 60 * SECOND, NOON)).isFalse();
    }

    @Test
    void storedMessagesAreTheOnesThatWouldBeLateBesideLiveOnes() {
        catchUp.begin(NOON);

        assertThat(catchUp.isBacklog(NOON - 11 * SECOND, NOON)).isTrue();
        assertThat(catchUp.isBacklog(NOON - 10 * SECOND, NOON)).isFalse();
        assertThat(catchUp.isBacklog(NOON + SECOND, NOON)).isFalse();
    }

    @Test
    void whatIsOlderThanAnyBrokerKeepsIsARecordingAndNoBacklog() {
        catchUp.begin(NOON);

        assertThat(catchUp.isBacklog(NOON - 2 * 3600 * SECOND, NOON)).isTrue();
        assertThat(catchUp.isBacklog(NOON - 2 * 3600 * SECOND - 1, NOON)).isFalse();
    }

    @Test
    void endsWhenNothingStoredComesForAWhile() {
        catchUp.begin(NOON);
        catchUp.advance(Activity.BUSY, NOON + 100, NOON + 200);
        assertThat(catchUp.isRunning()).isTrue();

        catchUp.advance(Activity.BUSY, NOON + 100, NOON + 200 + CatchUp.QUIET.toMillis());
        assertThat(catchUp.isRunning()).isFalse();
    }

    @Test
    void aBrokerThatWaitsForAcknowledgementsMayStillHoldMore() {
        catchUp.begin(NOON);
        catchUp.received(NOON + 100);
        catchUp.advance(Activity.BUSY, NOON + 100, NOON + 60 * SECOND);
        assertThat(catchUp.isRunning()).isTrue();

        // Acknowledged at last; the next batch has its time to come.
        catchUp.advance(Activity.BUSY, NOTHING, NOON + 61 * SECOND);
        assertThat(catchUp.isRunning()).isTrue();
        catchUp.received(NOON + 62 * SECOND);
        catchUp.advance(Activity.BUSY, NOON + 62 * SECOND, NOON + 90 * SECOND);
        assertThat(catchUp.isRunning()).isTrue();

        catchUp.advance(Activity.BUSY, NOON + 90 * SECOND, NOON + 91 * SECOND);
        catchUp.advance(Activity.BUSY, NOON + 90 * SECOND, NOON + 93 * SECOND);
        assertThat(catchUp.isRunning()).isFalse();
    }

    @Test
    void aLostConnectionDoesNotEndIt() {
        catchUp.begin(NOON);
        catchUp.advance(Activity.DISCONNECTED, NOTHING, NOON + 60 * SECOND);
        catchUp.advance(Activity.DISCONNECTED, NOTHING, NOON + 70 * SECOND);

        assertThat(catchUp.isRunning()).isTrue();
    }

    @Test
    void endsAtOnceWhenTheSlotIsDrained() {
        catchUp.begin(NOON);
        catchUp.received(NOON + 100);
        catchUp.advance(Activity.DRAINED, NOTHING, NOON + SECOND);

        assertThat(catchUp.isRunning()).isFalse();
    }

    @Test
    void aClockThatIsSlowForEverDoesNotHoldItForEver() {
        catchUp.begin(NOON);
        for (long minute = 1; minute <= 121; minute++) {
            catchUp.received(NOON + minute * 60 * SECOND);
            catchUp.advance(
                    Activity.BUSY, NOON + minute * 60 * SECOND, NOON + minute * 60 * SECOND);
        }

        assertThat(catchUp.isRunning()).isFalse();
    }
}
