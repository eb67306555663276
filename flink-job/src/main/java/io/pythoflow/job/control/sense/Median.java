package io.pythoflow.job.control.sense;

/** The middle of values. */
public final class Median {

    private Median() {}

    /** Of at least one value in order; of an even number the mean of the two in the middle. */
    public static double ofSorted(double[] sorted) {
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
