package io.pythoflow.bench.memory;

import io.pythoflow.bench.load.Workload;
import io.pythoflow.bench.load.Workload.Late;
import java.time.Duration;

/**
 * What readings from memory look like, and the windows that they fall into.
 *
 * @param readingsPerMessage 1, or more for arrays on the gateway's topic
 * @param stepNanos event time from one reading to the next
 */
record Shape(
        int sensors,
        int metrics,
        int readingsPerMessage,
        long stepNanos,
        Late late,
        Duration window) {

    /**
     * That of the rate over MQTT: 5,000 keys, windows of a minute, and as many readings in a window
     * as 60,000 messages/s bring into it when event time is twenty times as fast as the clock.
     */
    static final Shape USUAL =
            new Shape(1_000, 5, 1, 333_333, Late.ONE_IN_A_THOUSAND, Duration.ofSeconds(60));

    /**
     * Longer than a session is kept, so that no message looks like one that a broker had stored.
     */
    private static final Duration AGO = Duration.ofHours(3);

    Shape withSensors(int sensors) {
        return new Shape(sensors, metrics, readingsPerMessage, stepNanos, late, window);
    }

    Shape withMetrics(int metrics) {
        return new Shape(sensors, metrics, readingsPerMessage, stepNanos, late, window);
    }

    Shape withReadingsPerMessage(int readingsPerMessage) {
        return new Shape(sensors, metrics, readingsPerMessage, stepNanos, late, window);
    }

    Shape withStepNanos(long stepNanos) {
        return new Shape(sensors, metrics, readingsPerMessage, stepNanos, late, window);
    }

    Shape withLate(Late late) {
        return new Shape(sensors, metrics, readingsPerMessage, stepNanos, late, window);
    }

    Shape withWindow(Duration window) {
        return new Shape(sensors, metrics, readingsPerMessage, stepNanos, late, window);
    }

    /** So many messages whose event time ends some hours before now, and begins with a window. */
    Workload workload(long messages, long now) {
        long spanMillis = Duration.ofNanos(stepNanos * messages * readingsPerMessage).toMillis();
        long base = now - AGO.toMillis() - spanMillis;
        return new Workload(
                sensors,
                metrics,
                readingsPerMessage,
                base - base % window.toMillis(),
                stepNanos,
                late);
    }
}
