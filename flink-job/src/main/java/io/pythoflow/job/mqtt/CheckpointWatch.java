package io.pythoflow.job.mqtt;

import java.time.Duration;

/**
 * Notices that messages wait for a checkpoint that does not come: checkpoints are switched off,
 * fail, or take longer than a broker waits before it sends again. Pure; time comes as an argument.
 * Confined to the task thread.
 */
final class CheckpointWatch {
    /** AWS IoT Core sends an unacknowledged message again after about this time. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private boolean warned;

    /** A checkpoint completed. */
    void completed() {
        warned = false;
    }

    /**
     * Whether to warn now: once until the next checkpoint completes. Times in epoch milliseconds.
     *
     * @param oldestUnacknowledgedAt {@link Long#MAX_VALUE} if nothing is unacknowledged
     */
    boolean shouldWarn(long oldestUnacknowledgedAt, long now) {
        // The oldest comes first, so the difference cannot overflow with the value for none.
        if (warned || oldestUnacknowledgedAt > now - PATIENCE.toMillis()) {
            return false;
        }

        warned = true;
        return true;
    }
}
