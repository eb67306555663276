package io.pythoflow.job.mqtt.sink;

import java.time.Duration;

/**
 * Lets so many pass per second, evenly but for a burst of a tenth of a second's worth. In any
 * second that is no more than 1.1 times the rate: 99 at a rate of 90, below the 100 of AWS IoT
 * Core, where a burst of a full second's worth would let twice the rate pass.
 */
final class TokenBucket {
    private static final long SECOND_NANOS = Duration.ofSeconds(1).toNanos();
    private static final int BURSTS_PER_SECOND = 10;

    private final long nanosPerToken;
    private final long capacityNanos;
    private long creditNanos;
    private long lastNanos;

    /**
     * @param tokensPerSecond 1 or more
     * @param nowNanos of a clock that only moves forward, as in the other methods
     */
    TokenBucket(int tokensPerSecond, long nowNanos) {
        // Rounded up: never faster than asked for.
        nanosPerToken = (SECOND_NANOS + tokensPerSecond - 1) / tokensPerSecond;
        capacityNanos = nanosPerToken * Math.max(1, tokensPerSecond / BURSTS_PER_SECOND);
        creditNanos = capacityNanos;
        lastNanos = nowNanos;
    }

    boolean tryTake(long nowNanos) {
        refill(nowNanos);
        if (creditNanos < nanosPerToken) {
            return false;
        }

        creditNanos -= nanosPerToken;
        return true;
    }

    /** How long until {@link #tryTake} succeeds; zero if it would now. */
    Duration untilNext(long nowNanos) {
        refill(nowNanos);
        return Duration.ofNanos(Math.max(0, nanosPerToken - creditNanos));
    }

    private void refill(long nowNanos) {
        creditNanos = Math.min(capacityNanos, creditNanos + (nowNanos - lastNanos));
        lastNanos = nowNanos;
    }
}
