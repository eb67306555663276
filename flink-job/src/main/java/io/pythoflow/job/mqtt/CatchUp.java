package io.pythoflow.job.mqtt;

import io.pythoflow.job.mqtt.SlotWatermark.Activity;
import java.time.Duration;

/**
 * Whether a slot still receives what the broker kept for it while it was away. Pure; time comes as
 * an argument, in epoch milliseconds. Confined to the task thread.
 *
 * <p>No broker marks stored messages. They are told by their age: older at receipt than the
 * out-of-orderness, by which they would be late beside a live one, and not older than a broker
 * keeps them. Catching up is over when none came for a while ({@link #QUIET}) in which the broker
 * was free to send one, since all up to the last had been acknowledged by then; or when the slot is
 * drained; or, should a sender's clock be slow by as much for ever, after the longest time that
 * messages are kept.
 */
final class CatchUp {
    /** AWS IoT Core sends ten stored messages a second: this is many times their distance. */
    static final Duration QUIET = Duration.ofSeconds(2);

    private static final long NEVER = Long.MAX_VALUE;

    private final long youngestMs;
    private final long oldestMs;

    private boolean running;
    private long beganAt;
    private long lastBacklogAt;

    /** Since when all up to the last stored message is acknowledged. */
    private long answeredSince = NEVER;

    CatchUp(Duration outOfOrderness, Duration longestKept) {
        this.youngestMs = outOfOrderness.toMillis();
        this.oldestMs = longestKept.toMillis();
    }

    /** A connection was made. */
    void begin(long now) {
        running = true;
        beganAt = now;
        lastBacklogAt = now;
        answeredSince = NEVER;
    }

    boolean isBacklog(long eventTimestamp, long receivedAt) {
        return running
                && eventTimestamp < receivedAt - youngestMs
                && eventTimestamp >= receivedAt - oldestMs;
    }

    /** A stored message came. */
    void received(long receivedAt) {
        lastBacklogAt = Math.max(lastBacklogAt, receivedAt);
        answeredSince = NEVER;
    }

    /**
     * @param oldestUnacknowledgedAt {@link Long#MAX_VALUE} if nothing is unacknowledged
     */
    void advance(Activity activity, long oldestUnacknowledgedAt, long now) {
        if (activity == Activity.DRAINED || now - beganAt > oldestMs) {
            running = false;
        } else if (activity == Activity.BUSY && oldestUnacknowledgedAt > lastBacklogAt) {
            answeredSince = Math.min(answeredSince, now);
            running &= now - answeredSince < QUIET.toMillis();
        }
    }

    boolean isRunning() {
        return running;
    }
}
