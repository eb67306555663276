package io.pythoflow.job.mqtt.quirks;

/**
 * A token bucket: so many per second on the long run, some of them at once. Pure; time comes as an
 * argument, in milliseconds, and never falls.
 */
final class RateLimit {
    /** Of one that passes; what a rate of one per second earns is 1 per millisecond. */
    private static final long COST = 1000;

    private final int perSecond;
    private final long mostCredit;
    private long credit;
    private long filledAt = Long.MIN_VALUE;

    /**
     * @param perSecond 0 for no limit
     * @param burst how many may pass at once after a pause
     */
    RateLimit(int perSecond, int burst) {
        this.perSecond = perSecond;
        this.mostCredit = burst * COST;
        this.credit = mostCredit;
    }

    /** Whether one may pass now; if so, it counts. */
    boolean admits(long now) {
        if (perSecond == 0) {
            return true;
        }

        if (filledAt != Long.MIN_VALUE) {
            credit = Math.min(mostCredit, credit + (now - filledAt) * perSecond);
        }

        filledAt = now;
        if (credit < COST) {
            return false;
        }

        credit -= COST;
        return true;
    }
}
