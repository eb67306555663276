package io.pythoflow.sim.field;

import io.pythoflow.sim.mqtt.BrokerOptions;
import io.pythoflow.sim.mqtt.ConnectionRequest;
import io.pythoflow.sim.mqtt.MqttConnection;
import io.pythoflow.sim.mqtt.MqttConnections;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Option;

/** The options of a simulated field; nothing to choose yet. */
public final class FieldOptions {

    @Option(names = "--gateway-id", defaultValue = "irrigation-gateway-000")
    private String gatewayId = "irrigation-gateway-000";

    /** Connects one gateway. */
    public FieldRun start(BrokerOptions broker) throws InterruptedException {
        MqttConnection gateway = MqttConnections.connect(broker, ConnectionRequest.as(gatewayId));
        CountDownLatch stopped = new CountDownLatch(1);
        return new FieldRun() {
            @Override
            public void await() throws InterruptedException {
                stopped.await();
            }

            @Override
            public String summary() {
                return "1 gateway, 0 sensors";
            }

            @Override
            public void close() {
                stopped.countDown();
                gateway.close();
            }
        };
    }
}
