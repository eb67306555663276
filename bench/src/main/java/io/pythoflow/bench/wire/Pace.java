package io.pythoflow.bench.wire;

/**
 * When each message of a constant rate is due. Deadlines are absolute, so no delay adds up: who is
 * late sends what is due at once.
 *
 * @param messagesPerSecond positive
 */
public record Pace(double messagesPerSecond) {
    private static final double NANOS_PER_SECOND = 1e9;

    public Pace {
        if (!(messagesPerSecond > 0) || Double.isInfinite(messagesPerSecond)) {
            throw new IllegalArgumentException(
                    "Rate is " + messagesPerSecond + " messages/s and must be positive");
        }
    }

    /** How many messages are due so many nanoseconds after the start; the first is due at once. */
    public long dueBy(long elapsedNanos) {
        if (elapsedNanos < 0) {
            return 0;
        }
        long about = (long) (elapsedNanos * (messagesPerSecond / NANOS_PER_SECOND));
        // The floating point may be off by one either way; the deadline decides.
        long due = Math.max(0, about - 1);
        while (dueNanos(due) <= elapsedNanos) {
            due++;
        }
        return due;
    }

    /** Nanoseconds after the start at which a message, counted from 0, is due. */
    public long dueNanos(long message) {
        return (long) (message * (NANOS_PER_SECOND / messagesPerSecond));
    }
}
