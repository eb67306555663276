package io.pythoflow.job.control.valve;

/** What a measured flow says of an open valve. */
enum FlowVerdict {
    /** Too early to say. */
    NOT_YET,
    /** Water flows; how much it will be is too early to say. */
    FLOWING,
    NONE,
    SMALL,
    USUAL,
    LARGE;

    /** More than what a meter shows at rest, L/min. */
    private static final double FLOWING_LITERS_PER_MINUTE = 0.05;

    private static final double SMALL_SHARE = 0.5;
    private static final double LARGE_SHARE = 1.3;

    static boolean isFlowing(double litersPerMinute) {
        return litersPerMinute > FLOWING_LITERS_PER_MINUTE;
    }

    /**
     * @param openMillis how long the valve had been open when it was measured
     */
    static FlowVerdict of(
            double litersPerMinute,
            double expectedLitersPerMinute,
            long openMillis,
            ValveTimings timings) {
        if (!isFlowing(litersPerMinute)) {
            return openMillis < timings.noFlowAfterMillis() ? NOT_YET : NONE;
        }
        if (openMillis < timings.flowSettlingMillis()) {
            return FLOWING;
        }
        double share = litersPerMinute / expectedLitersPerMinute;
        if (share > LARGE_SHARE) {
            return LARGE;
        }
        return share < SMALL_SHARE ? SMALL : USUAL;
    }
}
