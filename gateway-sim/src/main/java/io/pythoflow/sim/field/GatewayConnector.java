package io.pythoflow.sim.field;

import io.pythoflow.sim.mqtt.MqttPublisher;

/** Gives each gateway of a field a connection of its own. */
@FunctionalInterface
public interface GatewayConnector {

    /**
     * Connects a gateway.
     *
     * @param gatewayId client id, {@code irrigation-gateway-000}
     * @param willTopic topic of its last will
     * @param willPayload payload of its last will, QoS 1, not retained
     * @return a connection that the caller closes
     * @throws InterruptedException if interrupted while connecting; nothing is left open
     */
    MqttPublisher connect(String gatewayId, String willTopic, byte[] willPayload)
            throws InterruptedException;
}
