package io.pythoflow.job.control.valve;

import org.jspecify.annotations.Nullable;

/**
 * How much water has run past a flow sensor that says, in each reading, the mean since the one
 * before. What a meter shows at rest is no water. A silence is no flow of its whole length: of more
 * than three sample periods, or a quarter of an hour where the sensor does not say how often it
 * measures, the rest is taken to have been dry. So the first reading counts nothing.
 *
 * <p>Not thread-safe.
 */
public final class FlowMeter {

    private static final int PERIODS = 3;
    private static final long LONGEST_UNKNOWN_MILLIS = 15 * 60_000L;
    private static final double MILLIS_PER_MINUTE = 60_000;

    private long newestAt = RunState.NEVER;

    /**
     * Takes a reading; one that is not newer than the newest counts nothing.
     *
     * @param litersPerMinute mean since the reading before
     * @param measuredAt epoch milliseconds
     * @param samplePeriodSeconds how often the sensor measures, if it says
     * @return litres since the reading before
     */
    public double liters(
            double litersPerMinute, long measuredAt, @Nullable Integer samplePeriodSeconds) {
        if (newestAt == RunState.NEVER || measuredAt <= newestAt) {
            newestAt = Math.max(newestAt, measuredAt);
            return 0;
        }
        long longest =
                samplePeriodSeconds == null
                        ? LONGEST_UNKNOWN_MILLIS
                        : PERIODS * samplePeriodSeconds * 1_000L;
        long millis = Math.min(measuredAt - newestAt, longest);
        newestAt = measuredAt;
        return FlowVerdict.isFlowing(litersPerMinute)
                ? litersPerMinute * millis / MILLIS_PER_MINUTE
                : 0;
    }
}
