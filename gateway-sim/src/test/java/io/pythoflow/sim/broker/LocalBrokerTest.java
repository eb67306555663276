package io.pythoflow.sim.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.Mqtt3BlockingClient;
import io.pythoflow.sim.SimException;
import io.pythoflow.sim.mqtt.BrokerOptions;
import io.pythoflow.sim.mqtt.ConnectionRequest;
import io.pythoflow.sim.mqtt.InFlight;
import io.pythoflow.sim.mqtt.MqttConnection;
import io.pythoflow.sim.mqtt.MqttConnections;
import io.pythoflow.sim.testing.TestClient;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LocalBrokerTest {

    private static final Duration STEADY = Duration.ofMillis(500);

    private @Nullable LocalBroker broker;

    @AfterEach
    void stop() {
        if (broker != null) {
            broker.close();
        }
    }

    @Test
    void keepsWhatAnOfflineSessionMisses() throws Exception {
        start(BrokerSettings.onPort(0));
        TestClient.acknowledging(broker.address(), "job").subscribe("data").close();

        publish("data", 2_500);

        try (TestClient back = TestClient.acknowledging(broker.address(), "job")) {
            await().untilAsserted(() -> assertThat(back.count()).isEqualTo(2_500));
            assertThat(back.payloads()).isEqualTo(numbers(2_500));
        }
    }

    @Test
    void keepsWhatAnOfflineShareGroupMisses() throws Exception {
        start(BrokerSettings.onPort(0));
        TestClient.acknowledging(broker.address(), "job").subscribe("$share/group/data").close();

        publish("data", 2_500);

        try (TestClient back = TestClient.acknowledging(broker.address(), "job")) {
            await().untilAsserted(() -> assertThat(back.count()).isEqualTo(2_500));
            assertThat(back.payloads()).containsExactlyInAnyOrderElementsOf(numbers(2_500));
        }
    }

    @Test
    void givesASubscriberAHundredMessagesBeforeItAcknowledges() throws Exception {
        start(BrokerSettings.onPort(0));
        assertWindow(100);
    }

    @Test
    void givesASubscriberAsManyMessagesAsToldBeforeItAcknowledges() throws Exception {
        start(BrokerSettings.onPort(0).withInflightWindow(7));
        assertWindow(7);
    }

    private void assertWindow(int window) throws InterruptedException {
        TestClient.withholding(broker.address(), "slow").subscribe("data").close();
        publish("data", 3 * window);

        try (TestClient slow = TestClient.withholding(broker.address(), "slow")) {
            for (int batch = 1; batch <= 3; batch++) {
                int expected = batch * window;
                await().during(STEADY)
                        .untilAsserted(() -> assertThat(slow.count()).isEqualTo(expected));
                slow.acknowledgeAll();
            }
        }
    }

    @Test
    void dealsAShareGroupsMessagesToItsMembers() throws Exception {
        start(BrokerSettings.onPort(0));
        try (TestClient one = TestClient.withholding(broker.address(), "one");
                TestClient two = TestClient.withholding(broker.address(), "two")) {
            one.subscribe("$share/group/data");
            two.subscribe("$share/group/data");

            publish("data", 1_000);

            // Neither gets all at once, so what one leaves is the other's.
            await().untilAsserted(
                            () -> {
                                assertThat(one.count()).isPositive();
                                assertThat(two.count()).isPositive();
                            });
            await().untilAsserted(
                            () -> {
                                one.acknowledgeAll();
                                two.acknowledgeAll();
                                assertThat(one.count() + two.count()).isEqualTo(1_000);
                            });
            assertThat(Stream.of(one, two).flatMap(client -> client.payloads().stream()))
                    .containsExactlyInAnyOrderElementsOf(numbers(1_000));
        }
    }

    @Test
    void passesTheLargestMessagesThatTheJobTakes() throws Exception {
        start(BrokerSettings.onPort(0));
        byte[] large = new byte[256 * 1024];
        try (TestClient client = TestClient.acknowledging(broker.address(), "client")) {
            client.subscribe("data");

            client.publish("data", large);

            await().untilAsserted(
                            () ->
                                    assertThat(client.payloads())
                                            .containsExactly(
                                                    new String(large, StandardCharsets.UTF_8)));
        }
    }

    @Test
    void speaksMqtt311() throws Exception {
        start(BrokerSettings.onPort(0));
        Mqtt3BlockingClient old =
                MqttClient.builder()
                        .useMqttVersion3()
                        .serverHost("localhost")
                        .serverPort(broker.address().port())
                        .buildBlocking();
        try (TestClient client = TestClient.acknowledging(broker.address(), "client")) {
            client.subscribe("data");
            old.connect();
            old.publishWith()
                    .topic("data")
                    .qos(MqttQos.AT_LEAST_ONCE)
                    .payload("old".getBytes(StandardCharsets.UTF_8))
                    .send();
            old.disconnect();

            await().untilAsserted(() -> assertThat(client.payloads()).containsExactly("old"));
        }
    }

    @Test
    void publishesTheLastWillOfAGatewayThatVanishes() throws Exception {
        start(BrokerSettings.onPort(0));
        ConnectionRequest gateway =
                ConnectionRequest.as("gateway")
                        .withLastWill("status", "offline".getBytes(StandardCharsets.UTF_8));
        try (TestClient client = TestClient.acknowledging(broker.address(), "client");
                MqttConnection first =
                        MqttConnections.connect(BrokerOptions.at(broker.address()), gateway)) {
            client.subscribe("status");
            // A second connection with its client id ends the first unannounced.
            try (MqttConnection second =
                    MqttConnections.connect(BrokerOptions.at(broker.address()), gateway)) {
                await().untilAsserted(
                                () -> assertThat(client.payloads()).containsExactly("offline"));
                assertThat(second.connectionsLost()).isZero();
                assertThatThrownBy(() -> first.publish("data", new byte[1]).get())
                        .hasMessageContaining("session taken over");
            }
        }
    }

    @Test
    void saysWhichPortIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0)) {
            assertThatThrownBy(() -> LocalBroker.start(BrokerSettings.onPort(taken.getLocalPort())))
                    .isInstanceOf(SimException.class)
                    .hasMessageContaining("port " + taken.getLocalPort())
                    .hasMessageContaining("choose another port");
        }
    }

    private void start(BrokerSettings settings) throws InterruptedException {
        broker = LocalBroker.start(settings);
    }

    private void publish(String topic, int count) throws InterruptedException {
        InFlight inFlight = new InFlight(count);
        try (MqttConnection publisher =
                MqttConnections.connect(
                        BrokerOptions.at(broker.address()), ConnectionRequest.as("publisher"))) {
            for (String number : numbers(count)) {
                assertThat(inFlight.awaitRoom(TimeUnit.SECONDS.toNanos(10))).isTrue();
                inFlight.track(publisher.publish(topic, number.getBytes(StandardCharsets.UTF_8)));
            }
            assertThat(inFlight.awaitEmpty(TimeUnit.SECONDS.toNanos(30))).isTrue();
        }
    }

    private static List<String> numbers(int count) {
        return IntStream.range(0, count).mapToObj(Integer::toString).toList();
    }
}
