package io.pythoflow.sim.replay;

/**
 * When a recorded time is due.
 *
 * @param speed recorded seconds per second; 0 is no pacing at all
 * @param firstTime recorded time that is due at once, epoch milliseconds
 * @param startNanos of {@link System#nanoTime}
 */
record Pace(double speed, long firstTime, long startNanos) {

    /** Nanoseconds to wait; 0 or less when due. A time before the first is due at once. */
    long waitNanos(long time, long nowNanos) {
        if (speed == 0) {
            return 0;
        }
        double afterStart = (time - firstTime) * 1e6 / speed;
        return (long) afterStart - (nowNanos - startNanos);
    }
}
