package io.pythoflow.bench.report;

import java.util.List;

/** The middle of several runs. */
public final class Median {
    private Median() {}

    /**
     * The middle value; the mean of the middle two if their number is even.
     *
     * @param values at least one, in any order
     */
    public static double of(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1
                ? sorted.get(middle)
                : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
