package io.pythoflow.bench.command;

import java.util.Arrays;

/** Times in milliseconds, in order. */
final class Latencies {

    private final double[] sorted;

    Latencies(double[] millis) {
        sorted = millis.clone();
        Arrays.sort(sorted);
    }

    /** The nearest rank: the least that so many percent of all do not exceed. */
    double percentile(double percent) {
        int rank = (int) Math.ceil(percent / 100 * sorted.length);
        return sorted[Math.max(1, rank) - 1];
    }

    double max() {
        return sorted[sorted.length - 1];
    }
}
