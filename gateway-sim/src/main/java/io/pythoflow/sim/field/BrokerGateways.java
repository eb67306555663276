package io.pythoflow.sim.field;

import io.pythoflow.sim.SimException;
import io.pythoflow.sim.mqtt.BrokerOptions;
import io.pythoflow.sim.mqtt.ConnectionRequest;
import io.pythoflow.sim.mqtt.Credentials;
import io.pythoflow.sim.mqtt.MqttConnections;
import io.pythoflow.sim.mqtt.MqttPublisher;
import java.util.Map;
import java.util.TreeMap;

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
    public MqttPublisher connect(String gatewayId, String willTopic, byte[] willPayload)
            throws InterruptedException {
        return MqttConnections.connect(
                broker, request(gatewayId).withLastWill(willTopic, willPayload));
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
