package io.pythoflow.job.aggregate;

import java.util.Arrays;

/**
 * The five percentiles of a row.
 *
 * @param p50 the median
 */
record Percentiles(double p05, double p25, double p50, double p75, double p95) {

    /** Exact, by linear interpolation between closest ranks. */
    static Percentiles exact(double[] values) {
        double[] ascending = values.clone();
        Arrays.sort(ascending);
        return new Percentiles(
                interpolated(ascending, 0.05),
                interpolated(ascending, 0.25),
                interpolated(ascending, 0.50),
                interpolated(ascending, 0.75),
                interpolated(ascending, 0.95));
    }

    private static double interpolated(double[] ascending, double fraction) {
        double rank = (ascending.length - 1) * fraction;
        int below = (int) rank;
        double weight = rank - below;
        double low = ascending[below];
        if (weight == 0) {
            return low;
        }
        double high = ascending[below + 1];
        double span = high - low;
        // The span of values near the largest double overflows; their weighted sum does not.
        return Double.isInfinite(span) ? low * (1 - weight) + high * weight : low + span * weight;
    }
}
