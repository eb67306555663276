package io.pythoflow.contract.archive;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One line of the raw archive: a message as the broker received it.
 *
 * @param topic as published
 * @param clientId of the publisher; null where the message did not come over MQTT
 * @param receivedAt when the broker's rule saw it, epoch milliseconds
 * @param payload the bytes as published, which need not be JSON
 */
public record ArchivedMessage(
        String topic, @Nullable String clientId, long receivedAt, byte[] payload) {

    /** The SQL of the AWS IoT rule that produces the lines; the action separates them by LF. */
    public static final String IOT_RULE_SQL =
            "SELECT topic() AS topic, clientid() AS client_id, timestamp() AS time,"
                    + " encode(*, 'base64') AS payload FROM 'irrigation/#'";

    public ArchivedMessage {
        Objects.requireNonNull(topic, "topic");
        Objects.requireNonNull(payload, "payload");
    }
}
