package io.pythoflow.sim.field;

import io.pythoflow.sim.SimException;
import io.pythoflow.sim.mqtt.BrokerOptions;
import io.pythoflow.sim.mqtt.ConnectionRequest;
import io.pythoflow.sim.mqtt.Credentials;
import io.pythoflow.sim.mqtt.MqttConnection;
import io.pythoflow.sim.mqtt.MqttConnections;
import io.pythoflow.sim.mqtt.MqttPublisher;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * Connects gateways to the broker of the command line, each with its own credentials if any were
 * given.
 */
public final class BrokerGateways implements GatewayConnector {

    private final BrokerOptions broker;
    private final Map<String, Credentials> credentials = new TreeMap<>();

    /**
     * @throws SimException listing every problem of the folders below {@code --credentials}
     */
    public BrokerGateways(BrokerOptions broker) {
        this.broker = broker;
        broker.credentialsBelow().forEach(own -> credentials.put(own.thingName(), own));
    }

    @Override
    public MqttPublisher connect(FieldSimulation.Connection gateway, Listener listener)
            throws InterruptedException {
        MqttConnection connection =
                MqttConnections.connect(
                        broker,
                        request(gateway.id())
                                .withLastWill(gateway.willTopic(), gateway.willPayload()));
        boolean subscribed = false;
        try {
            connection.onReconnect(listener::reconnected);
            subscribe(connection, gateway, listener);
            subscribed = true;
        } finally {
            if (!subscribed) {
                connection.close();
            }
        }
        return connection;
    }

    private static void subscribe(
            MqttConnection connection, FieldSimulation.Connection gateway, Listener listener)
            throws InterruptedException {
        CompletableFuture<?>[] grants =
                gateway.filters().stream()
                        .map(filter -> connection.subscribe(filter, listener::received))
                        .toArray(CompletableFuture[]::new);
        try {
            CompletableFuture.allOf(grants).get();
        } catch (ExecutionException e) {
            throw new SimException(
                    "Gateway %s gets no commands: %s"
                            .formatted(gateway.id(), e.getCause().getMessage()),
                    e.getCause());
        }
    }

    private ConnectionRequest request(String gatewayId) {
        if (credentials.isEmpty()) {
            return ConnectionRequest.as(gatewayId);
        }
        Credentials own = credentials.get(gatewayId);
        if (own == null) {
            throw new SimException(
                    "No folder below --credentials holds the thing %s; there are %s"
                            .formatted(gatewayId, credentials.keySet()));
        }
        return ConnectionRequest.as(own);
    }
}
