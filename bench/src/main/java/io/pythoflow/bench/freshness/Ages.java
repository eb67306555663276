package io.pythoflow.bench.freshness;

import java.util.Map;
import java.util.TreeMap;

/** Ages of rows, most of which share theirs with others. One thread. */
final class Ages {
    private final TreeMap<Double, Long> rowsByAge = new TreeMap<>();
    private long rows;

    void add(double seconds, long count) {
        rowsByAge.merge(seconds, count, Long::sum);
        rows += count;
    }

    long rows() {
        return rows;
    }

    /** The nearest rank: the least that so many percent of the rows do not exceed. */
    double percentile(double percent) {
        long rank = Math.max(1, (long) Math.ceil(percent / 100 * rows));
        long passed = 0;
        for (Map.Entry<Double, Long> entry : rowsByAge.entrySet()) {
            passed += entry.getValue();
            if (passed >= rank) {
                return entry.getKey();
            }
        }
        throw new IllegalStateException("No percentile of no rows");
    }
}
