package io.pythoflow.job.mqtt.quirks;

import java.util.List;

/**
 * What passed on one connection, as far as it was whole.
 *
 * @param sessionPresent CONNACK said that the broker knew the session
 * @param subscribed SUBACK came
 * @param received packet ids of QoS 1 messages to the client, in order, without copies: the same
 *     packet id before it is acknowledged
 * @param acknowledged packet ids that the client acknowledged, in order
 * @param bytesToBroker what passed in this direction
 * @param bytesToClient what passed in that direction
 * @param isOpen the connection stands
 */
public record Exchange(
        boolean sessionPresent,
        boolean subscribed,
        List<Integer> received,
        List<Integer> acknowledged,
        int bytesToBroker,
        int bytesToClient,
        boolean isOpen) {

    /** QoS 1 messages that the client has not acknowledged. */
    public int unacknowledged() {
        return received.size() - acknowledged.size();
    }
}
