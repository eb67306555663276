package io.pythoflow.job.control;

import java.io.Serializable;

/**
 * Which past is replayed; epoch milliseconds.
 *
 * @param start of what is heard
 * @param from start of the decisions that count; from {@code start} on until then the controller
 *     only learns
 * @param to end of both, exclusive
 */
public record ReplaySpan(long start, long from, long to) implements Serializable {

    public ReplaySpan {
        if (start > from || from >= to) {
            throw new IllegalArgumentException(
                    "No span: from %d by %d to %d".formatted(start, from, to));
        }
    }

    /** Whether something was heard in it. */
    public boolean contains(long instant) {
        return instant >= start && instant < to;
    }
}
