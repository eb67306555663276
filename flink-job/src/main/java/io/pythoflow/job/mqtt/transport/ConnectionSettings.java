package io.pythoflow.job.mqtt.transport;

import java.time.Duration;
import java.util.List;

/**
 * One client of one broker.
 *
 * @param clientId at most one connection of the whole world may use it at a time
 * @param filters subscribed with QoS 1; empty for a client that only publishes
 * @param receiveMaximum unacknowledged QoS 1 messages that the broker may have under way, 1 to
 *     65535
 * @param sessionExpiry how long the broker keeps the session while the client is away, whole
 *     seconds; zero to end it with the connection
 * @param keepAlive longest silence towards the broker, whole seconds, at most 65535 s; zero for no
 *     limit
 * @param maximumPacketSize largest packet that the broker may send, in bytes
 */
public record ConnectionSettings(
        BrokerAddress broker,
        String clientId,
        List<String> filters,
        int receiveMaximum,
        Duration sessionExpiry,
        Duration keepAlive,
        int maximumPacketSize) {
    public ConnectionSettings {
        filters = List.copyOf(filters);
    }

    /** A client that only publishes, and whose session ends with its connection, resumes none. */
    boolean cleanStart() {
        return filters.isEmpty() && sessionExpiry.isZero();
    }
}
