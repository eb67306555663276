package io.pythoflow.sim.field;

import io.pythoflow.sim.mqtt.IncomingMessage;
import io.pythoflow.sim.mqtt.MqttPublisher;

/** Gives each gateway of a field a connection of its own. */
@FunctionalInterface
public interface GatewayConnector {

    /** What a gateway learns from its connection; told on network threads. */
    interface Listener {

        /** A message has arrived. */
        void received(IncomingMessage message);

        /** The connection was lost and is back; the broker has published the last will. */
        void reconnected();
    }

    /**
     * Connects a gateway and subscribes to its filters.
     *
     * @param gateway client id, last will (QoS 1, not retained), filters
     * @param listener is told what happens
     * @return a connection that the caller closes
     * @throws InterruptedException if interrupted while connecting; nothing is left open
     */
    MqttPublisher connect(FieldSimulation.Connection gateway, Listener listener)
            throws InterruptedException;
}
