package io.pythoflow.job.mqtt.sink;

import io.pythoflow.job.mqtt.transport.BrokerAddress;
import io.pythoflow.job.mqtt.transport.ConnectionSettings;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;

/** What the builder of {@link MqttSink} was told; see there. */
record MqttSinkSettings(
        BrokerAddress broker,
        String clientIdPrefix,
        int maximumInFlight,
        int maximumRatePerSecond,
        Duration flushTimeout,
        Duration keepAlive)
        implements Serializable {
    /** Nothing is subscribed to, so these bound what never comes. */
    private static final int RECEIVE_MAXIMUM = 1;

    private static final int MAXIMUM_PACKET_SIZE = 64 * 1024;

    String clientId(int subtask) {
        return clientIdPrefix + "-" + subtask;
    }

    /** A client without subscriptions, whose session ends with its connection. */
    ConnectionSettings connection(int subtask) {
        return new ConnectionSettings(
                broker,
                clientId(subtask),
                List.of(),
                RECEIVE_MAXIMUM,
                Duration.ZERO,
                keepAlive,
                MAXIMUM_PACKET_SIZE);
    }
}
