package io.pythoflow.bench.wire;

/**
 * When each message is due. Deadlines are absolute, so no delay adds up: who is late sends what is
 * due at once.
 */
public interface Schedule {

    /** Nanoseconds after the start at which a message, counted from 0, is due; 0 for the first. */
    long dueNanos(long message);

    /** {@link #dueBy} in floating point, which may be off by one either way. */
    long aboutDueBy(long elapsedNanos);

    /** How many messages are due so many nanoseconds after the start; the first is due at once. */
    default long dueBy(long elapsedNanos) {
        if (elapsedNanos < 0) {
            return 0;
        }
        // The deadline decides.
        long due = Math.max(0, aboutDueBy(elapsedNanos) - 1);
        while (dueNanos(due) <= elapsedNanos) {
            due++;
        }
        return due;
    }
}
