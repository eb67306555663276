package io.pythoflow.job.mqtt.transport;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A PUBLISH as it is to be sent.
 *
 * @param topic at most 65,535 bytes of UTF-8, no wildcards
 * @param payload not copied
 * @param qos 0 or 1
 * @param retained the broker keeps it as the topic's value
 * @param messageExpirySeconds how long the broker may keep it for subscribers, 0 to 4294967295;
 *     null for ever
 * @param correlationData handed to subscribers, at most 65,535 bytes; null for none
 * @param responseTopic where a subscriber is to answer; null for nowhere
 * @param contentType handed to subscribers; null for none
 */
public record Publication(
        String topic,
        byte[] payload,
        int qos,
        boolean retained,
        @Nullable Long messageExpirySeconds,
        byte @Nullable [] correlationData,
        @Nullable String responseTopic,
        @Nullable String contentType) {
    private static final int IDENTIFIER_BYTES = 1;
    private static final int LENGTH_BYTES = 2;
    private static final int EXPIRY_BYTES = IDENTIFIER_BYTES + 4;
    private static final int PACKET_ID_BYTES = 2;

    /** A message without properties that is not retained. */
    public static Publication of(String topic, byte[] payload, int qos) {
        return new Publication(topic, payload, qos, false, null, null, null, null);
    }

    /** Bytes on the wire, header included. */
    public int packetBytes() {
        int properties =
                (messageExpirySeconds == null ? 0 : EXPIRY_BYTES)
                        + (correlationData == null
                                ? 0
                                : IDENTIFIER_BYTES + LENGTH_BYTES + correlationData.length)
                        + propertyBytes(responseTopic)
                        + propertyBytes(contentType);
        int rest =
                LENGTH_BYTES
                        + utf8Bytes(topic)
                        + (qos == 0 ? 0 : PACKET_ID_BYTES)
                        + variableIntegerBytes(properties)
                        + properties
                        + payload.length;
        return 1 + variableIntegerBytes(rest) + rest;
    }

    private static int propertyBytes(@Nullable String text) {
        return text == null ? 0 : IDENTIFIER_BYTES + LENGTH_BYTES + utf8Bytes(text);
    }

    private static int utf8Bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** MQTT 5, §1.5.5: seven bits a byte. */
    private static int variableIntegerBytes(int value) {
        return value < 1 << 7 ? 1 : value < 1 << 14 ? 2 : value < 1 << 21 ? 3 : 4;
    }

    /** Names the topic and the size: a payload may be anything. */
    @Override
    public String toString() {
        return "Publication[topic=" + topic + ", " + payload.length + " bytes, QoS " + qos + "]";
    }
}
