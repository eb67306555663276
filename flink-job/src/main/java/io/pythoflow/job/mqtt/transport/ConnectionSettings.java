package io.pythoflow.job.mqtt.transport;

import java.time.Duration;
import java.util.List;

/**
 * One client of one broker.
 *
 * @param clientId at most one connection of the whole world may use it at a time
 * @param filters subscribed with QoS 1; empty for a client that only publishes
 * @param formerFilters unsubscribed from before, should a session that is resumed hold them
 * @param sessionKnown the broker held this client's session before
 * @param sessionLossFatal whether to fail, before anything is subscribed, where a known session is
 *     gone
 * @param receiveMaximum unacknowledged QoS 1 messages that the broker may have under way, 1 to
 *     65535
 * @param sessionExpiry how long the broker keeps the session while the client is away, whole
 *     seconds; zero to end it with the connection: then each connection starts clean, subscribes
 *     anew, and receives what is retained under its filters anew
 * @param keepAlive longest silence towards the broker, whole seconds, at most 65535 s; zero for no
 *     limit
 * @param maximumPacketSize largest packet that the broker may send, in bytes
 */
public record ConnectionSettings(
        BrokerAddress broker,
        String clientId,
        List<String> filters,
        List<String> formerFilters,
        boolean sessionKnown,
        boolean sessionLossFatal,
        int receiveMaximum,
        Duration sessionExpiry,
        Duration keepAlive,
        int maximumPacketSize) {
    /** For clients that only publish: the least that the protocol allows to be announced. */
    private static final int NOTHING_RECEIVED = 1;

    /** For clients that only publish: room for the protocol's own packets. */
    private static final int SMALL_PACKETS = 64 * 1024;

    public ConnectionSettings {
        filters = List.copyOf(filters);
        formerFilters = List.copyOf(formerFilters);
    }

    /** A client that subscribes to nothing and leaves no session behind. */
    public static ConnectionSettings ofPublisher(
            BrokerAddress broker, String clientId, Duration keepAlive) {
        return new ConnectionSettings(
                broker,
                clientId,
                List.of(),
                List.of(),
                false,
                false,
                NOTHING_RECEIVED,
                Duration.ZERO,
                keepAlive,
                SMALL_PACKETS);
    }

    /** Whether a session outlives its connection, to be resumed by the next. */
    boolean keepsSession() {
        return !sessionExpiry.isZero();
    }

    /** Subscribes to nothing, and no session of its own outlives its connection. */
    boolean onlyPublishes() {
        return filters.isEmpty() && !keepsSession();
    }
}
