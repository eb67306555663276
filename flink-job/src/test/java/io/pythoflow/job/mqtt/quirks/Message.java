package io.pythoflow.job.mqtt.quirks;

import java.nio.charset.StandardCharsets;

/**
 * What was published.
 *
 * @param qos 0 or 1
 * @param retained the publisher asked to keep it as the topic's value
 */
public record Message(String topic, byte[] payload, int qos, boolean retained) {

    /** The payload as UTF-8. */
    public String text() {
        return new String(payload, StandardCharsets.UTF_8);
    }

    Message withQosAtMost(int highest) {
        return qos <= highest ? this : new Message(topic, payload, highest, retained);
    }
}
