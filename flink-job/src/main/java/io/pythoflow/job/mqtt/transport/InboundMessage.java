package io.pythoflow.job.mqtt.transport;

/**
 * A PUBLISH as it arrived.
 *
 * @param connection number of the connection it arrived on; its acknowledgement is void on any
 *     other
 * @param packetId 1 to 65535 with QoS 1, 0 with QoS 0
 * @param qos 0 or 1
 * @param duplicate the broker says that it may have sent this before
 * @param retained it is the topic's stored value
 * @param payload owned by the receiver
 * @param receivedAt epoch milliseconds
 */
public record InboundMessage(
        long connection,
        int packetId,
        int qos,
        boolean duplicate,
        boolean retained,
        String topic,
        byte[] payload,
        long receivedAt) {}
