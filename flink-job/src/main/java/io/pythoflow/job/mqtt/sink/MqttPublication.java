package io.pythoflow.job.mqtt.sink;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One message to publish with QoS 1. Arrays are not copied: whoever makes a publication leaves them
 * alone afterwards.
 *
 * @param topic without wildcards, 1 to 65,535 bytes of UTF-8 (AWS IoT Core: at most 256, with at
 *     most seven slashes)
 * @param retained the broker keeps it as the topic's value; never for something that must not
 *     happen later
 * @param expiresAt epoch milliseconds from which on it must no longer be delivered; null for never
 * @param correlationData handed to subscribers, at most 65,535 bytes, for instance an id that makes
 *     a copy recognisable; null for none
 * @param responseTopic where a subscriber is to answer, without wildcards; null for nowhere
 * @param contentType handed to subscribers, at most 65,535 bytes of UTF-8; null for none
 */
public record MqttPublication(
        String topic,
        byte[] payload,
        boolean retained,
        @Nullable Long expiresAt,
        byte @Nullable [] correlationData,
        @Nullable String responseTopic,
        @Nullable String contentType) {
    private static final int MAXIMUM_LENGTH = 0xffff;

    public MqttPublication {
        checkTopic("topic", topic);
        if (responseTopic != null) {
            checkTopic("response topic", responseTopic);
        }

        if (contentType != null) {
            checkText("content type", contentType);
        }

        if (correlationData != null && correlationData.length > MAXIMUM_LENGTH) {
            throw new IllegalArgumentException(
                    "The correlation data is "
                            + correlationData.length
                            + " bytes long and may have 65535");
        }
    }

    /** Not retained, without an expiry and without properties. */
    public static MqttPublication of(String topic, byte[] payload) {
        return new MqttPublication(topic, payload, false, null, null, null, null);
    }

    /** The same, kept by the broker as the topic's value. */
    public MqttPublication asRetained() {
        return new MqttPublication(
                topic, payload, true, expiresAt, correlationData, responseTopic, contentType);
    }

    /** The same, void from then on. */
    public MqttPublication expiringAt(long epochMillis) {
        return new MqttPublication(
                topic, payload, retained, epochMillis, correlationData, responseTopic, contentType);
    }

    /** The same, with data by which an answer or a copy can be matched to it. */
    public MqttPublication correlatedBy(byte[] data) {
        return new MqttPublication(
                topic, payload, retained, expiresAt, data, responseTopic, contentType);
    }

    /** The same, to be answered on a topic. */
    public MqttPublication answeredOn(String topicOfTheAnswer) {
        return new MqttPublication(
                topic,
                payload,
                retained,
                expiresAt,
                correlationData,
                topicOfTheAnswer,
                contentType);
    }

    /** The same, its payload being of this MIME type. */
    public MqttPublication ofType(String mimeType) {
        return new MqttPublication(
                topic, payload, retained, expiresAt, correlationData, responseTopic, mimeType);
    }

    private static void checkTopic(String what, String topic) {
        checkText(what, topic);
        if (topic.isEmpty() || topic.indexOf('+') >= 0 || topic.indexOf('#') >= 0) {
            throw new IllegalArgumentException(
                    "The "
                            + what
                            + " \""
                            + topic
                            + "\" must be one topic to publish to: not empty, without + and #");
        }
    }

    private static void checkText(String what, String text) {
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAXIMUM_LENGTH || text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(
                    "The "
                            + what
                            + " of "
                            + bytes
                            + " bytes must have at most 65535, none of them zero");
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof MqttPublication that
                && topic.equals(that.topic)
                && Arrays.equals(payload, that.payload)
                && retained == that.retained
                && Objects.equals(expiresAt, that.expiresAt)
                && Arrays.equals(correlationData, that.correlationData)
                && Objects.equals(responseTopic, that.responseTopic)
                && Objects.equals(contentType, that.contentType);
    }

    @Override
    public int hashCode() {
        return Objects.hash(
                topic,
                Arrays.hashCode(payload),
                retained,
                expiresAt,
                Arrays.hashCode(correlationData),
                responseTopic,
                contentType);
    }

    /** Names the topic, the size and the expiry: a payload may be anything. */
    @Override
    public String toString() {
        return "MqttPublication[topic="
                + topic
                + ", "
                + payload.length
                + " bytes, expiresAt="
                + expiresAt
                + "]";
    }
}
