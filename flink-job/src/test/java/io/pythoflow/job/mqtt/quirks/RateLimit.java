package io.pythoflow.job.mqtt.quirks;

/**
 * A token bucket: so many per second on the long run, some of them at once. Pure; time comes as an
 * argument, in milliseconds, and never falls.
 */
final class RateLimit {
    private final int perSecond;
    private final int burst;
    private double tokens;
    private long filledAt = Long.MIN_VALUE;

    /**
     * @param perSecond 0 for no limit
     * @param burst how many may pass at once after a pause
     */
    RateLimit(int perSecond, int burst) {
        this.perSecond = perSecond;
        this.burst = burst;
        this.tokens = burst;
    }

    /** Whether one may pass now; if so, it counts. */
    boolean admits(long now) {
        if (perSecond == 0) {
            return true;
        }

        if (filledAt != Long.MIN_VALUE) {
            tokens = Math.min(burst, tokens + (now - filledAt) * perSecond / 1000.0);
        }

        filledAt = now;
        if (tokens < 1) {
            return false;
        }

        tokens--;
        return true;
    }
}
