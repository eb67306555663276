package io.pythoflow.job.lake.backfill;

import java.util.TreeSet;
import org.apache.flink.api.common.accumulators.Accumulator;

/** A few names of many, the first by order, from all tasks together. */
public final class FirstNames implements Accumulator<String, String> {

    private static final long serialVersionUID = 1L;

    private static final int KEPT = 3;

    private final TreeSet<String> names = new TreeSet<>();

    @Override
    public void add(String name) {
        names.add(name);
        if (names.size() > KEPT) {
            names.pollLast();
        }
    }

    /** The names, with commas between. */
    @Override
    public String getLocalValue() {
        return String.join(", ", names);
    }

    @Override
    public void resetLocal() {
        names.clear();
    }

    @Override
    public void merge(Accumulator<String, String> other) {
        ((FirstNames) other).names.forEach(this::add);
    }

    @Override
    public FirstNames clone() {
        FirstNames clone = new FirstNames();
        clone.names.addAll(names);
        return clone;
    }
}
