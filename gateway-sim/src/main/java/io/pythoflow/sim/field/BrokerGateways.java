package io.pythoflow.sim.field;

import io.pythoflow.sim.mqtt.BrokerOptions;
import io.pythoflow.sim.mqtt.MqttPublisher;

/** Connects gateways to the broker of the command line. */
final class BrokerGateways implements GatewayConnector {

    private final BrokerOptions broker;

    BrokerGateways(BrokerOptions broker) {
        this.broker = broker;
    }

    @Override
    public MqttPublisher connect(String gatewayId, String willTopic, byte[] willPayload) {
        return broker.connect(gatewayId, willTopic, willPayload);
    }
}
