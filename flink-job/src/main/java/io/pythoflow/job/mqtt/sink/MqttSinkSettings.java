package io.pythoflow.job.mqtt.sink;

import io.pythoflow.job.mqtt.transport.BrokerAddress;
import io.pythoflow.job.mqtt.transport.ConnectionSettings;
import java.io.Serializable;
import java.time.Duration;

/** What the builder of {@link MqttSink} was told; see there. */
record MqttSinkSettings(
        BrokerAddress broker,
        String clientIdPrefix,
        int maximumInFlight,
        int maximumRatePerSecond,
        Duration flushTimeout,
        Duration keepAlive)
        implements Serializable {

    ConnectionSettings connection(int subtask) {
        return ConnectionSettings.ofPublisher(broker, clientIdPrefix + "-" + subtask, keepAlive);
    }
}
