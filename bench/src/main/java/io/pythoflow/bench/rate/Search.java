package io.pythoflow.bench.rate;

/** The highest rate that holds, to within a share of it. */
final class Search {

    /** Tries a rate. */
    interface Trial {
        boolean holds(double rate) throws InterruptedException;
    }

    private static final double STEP = 1.3;

    private Search() {}

    /**
     * Doubles back between the highest rate that held and the lowest that did not.
     *
     * @param start where to begin, positive
     * @param least below which it is given up; what is returned then is 0
     * @param most above which nothing is tried
     * @param precision share by which the two may differ in the end, such as 0.05
     */
    static double highest(double start, double least, double most, double precision, Trial trial)
            throws InterruptedException {
        double held = 0;
        double failed = Double.POSITIVE_INFINITY;
        double rate = Math.min(start, most);
        while (rate >= least) {
            if (trial.holds(rate)) {
                held = rate;
            } else {
                failed = rate;
            }
            if (held >= most || (held > 0 && failed <= held * (1 + precision))) {
                return held;
            }
            if (held == 0) {
                rate = failed / STEP;
            } else if (Double.isInfinite(failed)) {
                rate = Math.min(most, held * STEP);
            } else {
                rate = Math.sqrt(held * failed);
            }
        }
        return 0;
    }
}
