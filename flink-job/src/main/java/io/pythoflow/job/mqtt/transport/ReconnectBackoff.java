package io.pythoflow.job.mqtt.transport;

import java.time.Duration;

/**
 * How long to wait before connecting again: 1 s, then doubling up to 30 s, stretched by up to half
 * so that many clients do not return together. Never below 1 s, the rate that AWS IoT Core allows
 * per client id.
 */
final class ReconnectBackoff {
    static final Duration MINIMUM = Duration.ofSeconds(1);
    static final Duration MAXIMUM = Duration.ofSeconds(30);

    private static final int DOUBLINGS = 5;

    private ReconnectBackoff() {}

    /**
     * @param failures attempts that failed in a row before this one, 0 or more
     * @param random 0 to 1
     */
    static Duration delay(int failures, double random) {
        long doubled = MINIMUM.toMillis() << Math.min(failures, DOUBLINGS);
        long bounded = Math.min(doubled, MAXIMUM.toMillis());
        return Duration.ofMillis(bounded + (long) (bounded * random / 2));
    }
}
