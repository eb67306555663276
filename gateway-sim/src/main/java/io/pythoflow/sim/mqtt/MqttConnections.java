package io.pythoflow.sim.mqtt;

import io.pythoflow.sim.SimException;

/** Opens connections; one gateway is one connection. */
public final class MqttConnections {

    private MqttConnections() {}

    /**
     * Connects, trying until the options' timeout is over; what cannot heal (refused credentials,
     * an untrusted certificate) fails at once.
     *
     * @return a connected connection, to be closed by the caller
     * @throws SimException naming the broker and the reason
     * @throws InterruptedException if interrupted while connecting; nothing is left open
     */
    public static MqttConnection connect(BrokerOptions options, ConnectionRequest request)
            throws InterruptedException {
        ReconnectingConnection connection =
                new ReconnectingConnection(options.address(), request, options.connectTimeout());
        connection.awaitConnected();
        return connection;
    }
}
