package io.pythoflow.bench.wire;

/**
 * A rate that grows evenly from nothing, so that compilers and buffers are warm when it counts, and
 * then stays.
 *
 * @param rampSeconds until the rate is reached, not negative
 * @param messagesPerSecond from then on, positive
 */
public record Ramp(double rampSeconds, double messagesPerSecond) implements Schedule {
    private static final double NANOS_PER_SECOND = 1e9;

    public Ramp {
        if (!(rampSeconds >= 0) || !(messagesPerSecond > 0)) {
            throw new IllegalArgumentException(
                    "Ramp is %s s to %s messages/s, must be at least 0 s to a positive rate"
                            .formatted(rampSeconds, messagesPerSecond));
        }
    }

    /** How many messages are due before the rate is reached. */
    public long messages() {
        return (long) (messagesPerSecond * rampSeconds / 2);
    }

    @Override
    public long dueNanos(long message) {
        double seconds =
                message < messages()
                        ? Math.sqrt(2 * message * rampSeconds / messagesPerSecond)
                        : message / messagesPerSecond + rampSeconds / 2;
        return (long) (seconds * NANOS_PER_SECOND);
    }

    @Override
    public long aboutDueBy(long elapsedNanos) {
        double seconds = elapsedNanos / NANOS_PER_SECOND;
        return (long)
                (seconds < rampSeconds
                        ? messagesPerSecond * seconds * seconds / (2 * rampSeconds)
                        : messagesPerSecond * (seconds - rampSeconds / 2));
    }
}
