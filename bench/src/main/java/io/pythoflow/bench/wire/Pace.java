package io.pythoflow.bench.wire;

/**
 * When each message of a constant rate is due. Deadlines are absolute, so no delay adds up: who is
 * late sends what is due at once.
 *
 * @param messagesPerSecond positive
 */
public record Pace(double messagesPerSecond) implements Schedule {
    private static final double NANOS_PER_SECOND = 1e9;

    public Pace {
        if (!(messagesPerSecond > 0) || Double.isInfinite(messagesPerSecond)) {
            throw new IllegalArgumentException(
                    "Rate is " + messagesPerSecond + " messages/s and must be positive");
        }
    }

    @Override
    public long aboutDueBy(long elapsedNanos) {
        return (long) (elapsedNanos * (messagesPerSecond / NANOS_PER_SECOND));
    }

    @Override
    public long dueNanos(long message) {
        return (long) (message * (NANOS_PER_SECOND / messagesPerSecond));
    }
}
