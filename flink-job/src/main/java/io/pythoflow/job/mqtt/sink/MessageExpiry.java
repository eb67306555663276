package io.pythoflow.job.mqtt.sink;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** From the time at which a publication becomes void to the interval that MQTT carries. */
final class MessageExpiry {
    /** AWS IoT Core raises and lowers intervals to these; the same everywhere is simpler. */
    private static final long MINIMUM_SECONDS = 1;

    private static final long MAXIMUM_SECONDS = Duration.ofDays(7).toSeconds();

    private MessageExpiry() {}

    /**
     * @param expiresAt epoch milliseconds, null for never
     * @param now epoch milliseconds
     */
    static boolean isOver(@Nullable Long expiresAt, long now) {
        return expiresAt != null && expiresAt <= now;
    }

    /**
     * What is left, as the message expiry interval of a PUBLISH sent now: whole seconds, rounded
     * down so that the broker does not deliver later than asked for, but 1 s at least; 7 d at most.
     *
     * @return null for no expiry
     */
    static @Nullable Long remainingSeconds(@Nullable Long expiresAt, long now) {
        if (expiresAt == null) {
            return null;
        }

        long seconds = Math.floorDiv(expiresAt - now, 1000L);
        return Math.max(MINIMUM_SECONDS, Math.min(MAXIMUM_SECONDS, seconds));
    }
}
