package io.pythoflow.sim.field;

import io.pythoflow.sim.mqtt.IncomingMessage;
import io.pythoflow.sim.mqtt.MqttPublisher;
import java.util.function.Consumer;

/** Gives each gateway of a field a connection of its own. */
@FunctionalInterface
public interface GatewayConnector {

    /**
     * Connects a gateway and subscribes to its filters.
     *
     * @param gateway client id, last will (QoS 1, not retained), filters
     * @param inbox gets what arrives, on a network thread
     * @return a connection that the caller closes
     * @throws InterruptedException if interrupted while connecting; nothing is left open
     */
    MqttPublisher connect(FieldSimulation.Connection gateway, Consumer<IncomingMessage> inbox)
            throws InterruptedException;
}
