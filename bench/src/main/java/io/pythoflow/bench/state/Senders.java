package io.pythoflow.bench.state;

import io.pythoflow.contract.payload.Measurement;
import io.pythoflow.contract.payload.Reading;
import io.pythoflow.contract.payload.TimestampSource;
import io.pythoflow.contract.topic.Topics;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sensors that each send one reading per period, evenly spread over it. No two readings are equal.
 *
 * @param messagesPerSecond of all sensors together
 * @param periodSeconds between two readings of a sensor
 */
record Senders(int messagesPerSecond, int periodSeconds, IdentityKind identity) {
    private static final long MILLIS_PER_SECOND = 1_000;

    int sensors() {
        return messagesPerSecond * periodSeconds;
    }

    /**
     * A reading. Every text in it is new, as in a job, where each comes out of its own message.
     *
     * @param message counted from 0
     * @param startMillis when message 0 was sent, epoch milliseconds
     */
    Reading reading(long message, long startMillis) {
        long sentAt = startMillis + message * MILLIS_PER_SECOND / messagesPerSecond;
        String sensorId = "sensor-" + message % sensors();
        return new Reading(
                messageId(message),
                sensorId,
                null,
                null,
                sentAt,
                identity == IdentityKind.CONTENT ? TimestampSource.INGEST : TimestampSource.DEVICE,
                sentAt,
                null,
                null,
                false,
                List.of(new Measurement("soil_moisture", message, null)),
                List.of(),
                Topics.sensorData(sensorId),
                null);
    }

    private @Nullable String messageId(long message) {
        return identity == IdentityKind.MESSAGE_ID ? "bench:" + message : null;
    }
}
