package io.pythoflow.job.mqtt;

/**
 * A message as the broker delivered it.
 *
 * @param payload never null, may be empty; belongs to the receiver
 * @param receivedAt when it reached this machine, epoch milliseconds
 * @param qos 0 or 1
 * @param duplicate the broker says that it may have delivered this before
 * @param retained it is the topic's stored value, not news
 */
public record MqttMessage(
        String topic,
        byte[] payload,
        long receivedAt,
        int qos,
        boolean duplicate,
        boolean retained) {}
