package io.pythoflow.sim.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.pythoflow.sim.broker.BrokerSettings;
import io.pythoflow.sim.broker.LocalBroker;
import io.pythoflow.sim.testing.CuttingProxy;
import io.pythoflow.sim.testing.TestClient;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SubscriptionTest {

    private static LocalBroker broker;

    private final Queue<IncomingMessage> received = new ConcurrentLinkedQueue<>();
    private final AtomicInteger reconnects = new AtomicInteger();

    @BeforeAll
    static void start() throws InterruptedException {
        broker = LocalBroker.start(BrokerSettings.onPort(0));
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @Test
    void deliversWhatMatchesInOrder() throws Exception {
        try (MqttConnection connection = connect(broker.address());
                TestClient publisher = TestClient.acknowledging(broker.address(), "in-order")) {
            connection.subscribe("in-order/+", received::add).get();

            publisher.publish("in-order/a", bytes("1"));
            publisher.publish("elsewhere/a", bytes("2"));
            publisher.publish("in-order/b", bytes("3"));

            await().untilAsserted(() -> assertThat(texts()).containsExactly("1", "3"));
            assertThat(received)
                    .extracting(IncomingMessage::topic)
                    .containsExactly("in-order/a", "in-order/b");
        }
    }

    @Test
    void isRenewedAfterAReconnect() throws Exception {
        try (CuttingProxy proxy = new CuttingProxy(broker.address().port());
                MqttConnection connection =
                        connect(BrokerAddress.parse("mqtt://127.0.0.1:" + proxy.port()));
                TestClient publisher = TestClient.acknowledging(broker.address(), "renewed")) {
            connection.subscribe("renewed", received::add).get();
            connection.onReconnect(reconnects::incrementAndGet);

            proxy.cut();

            await().untilAsserted(
                            () -> {
                                publisher.publish("renewed", bytes("again"));
                                assertThat(texts()).contains("again");
                            });
            assertThat(connection.connectionsLost()).isOne();
            assertThat(reconnects).hasValue(1);
        }
    }

    @Test
    void refusesAFilterThatIsNone() throws Exception {
        try (MqttConnection connection = connect(broker.address())) {
            assertThatThrownBy(() -> connection.subscribe("a/#/b", received::add))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("a/#/b");
        }
    }

    private static MqttConnection connect(BrokerAddress address) throws InterruptedException {
        return MqttConnections.connect(
                BrokerOptions.at(address), ConnectionRequest.tool("subscriber", 0, null));
    }

    private List<String> texts() {
        return received.stream().map(message -> new String(message.payload(), UTF_8)).toList();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
