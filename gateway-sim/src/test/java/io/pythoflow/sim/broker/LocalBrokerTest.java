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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

class LocalBrokerTest {

    private static final Duration STEADY = Duration.ofMillis(500);

    private static LocalBroker broker;

    /** Topic and client ids of a test are its own: the broker's sessions outlive the tests. */
    private String topic;

    @BeforeAll
    static void start() throws InterruptedException {
        broker = LocalBroker.start(BrokerSettings.onPort(0));
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @BeforeEach
    void nameTopic(TestInfo test) {
        topic = test.getTestMethod().orElseThrow().getName();
    }

    @Test
    void keepsWhatAnOfflineSessionMisses() throws Exception {
        acknowledging("job").subscribe(topic).close();

        publish(2_500);

        try (TestClient back = acknowledging("job")) {
            await().untilAsserted(() -> assertThat(back.count()).isEqualTo(2_500));
            assertThat(back.payloads()).isEqualTo(numbers(2_500));
        }
    }

    @Test
    void keepsWhatAnOfflineShareGroupMisses() throws Exception {
        acknowledging("job").subscribe("$share/group/" + topic).close();

        publish(2_500);

        try (TestClient back = acknowledging("job")) {
            await().untilAsserted(() -> assertThat(back.count()).isEqualTo(2_500));
            assertThat(back.payloads()).containsExactlyInAnyOrderElementsOf(numbers(2_500));
        }
    }

    @Test
    void dealsAShareGroupsMessagesToItsMembers() throws Exception {
        try (TestClient one = acknowledging("one");
                TestClient two = acknowledging("two");
                TestClient publisher = acknowledging("publisher")) {
            one.subscribe("$share/group/" + topic);
            two.subscribe("$share/group/" + topic);

            // One by one: whoever is polled first takes all that wait.
            for (int sent = 1; sent <= 100; sent++) {
                publisher.publish(topic, Integer.toString(sent).getBytes(StandardCharsets.UTF_8));
                int expected = sent;
                await().pollInterval(Duration.ofMillis(2))
                        .until(() -> one.count() + two.count() == expected);
            }

            assertThat(one.count()).isPositive();
            assertThat(two.count()).isPositive();
        }
    }

    @Test
    void aShareGroupWaitsForTheMemberThatDoesNotAcknowledge() throws Exception {
        try (TestClient one = withholding("one");
                TestClient two = withholding("two")) {
            one.subscribe("$share/group/" + topic);
            two.subscribe("$share/group/" + topic);

            publish(1_000);

            // Another broker would fill both windows; who relies on that must not test with this.
            await().during(STEADY)
                    .untilAsserted(
                            () -> assertThat(one.count() + two.count()).isLessThanOrEqualTo(100));
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
        byte[] large = new byte[256 * 1024];
        try (TestClient client = acknowledging("client")) {
            client.subscribe(topic);

            client.publish(topic, large);

            await().untilAsserted(
                            () ->
                                    assertThat(client.payloads())
                                            .containsExactly(
                                                    new String(large, StandardCharsets.UTF_8)));
        }
    }

    @Test
    void speaksMqtt311() throws Exception {
        Mqtt3BlockingClient old =
                MqttClient.builder()
                        .useMqttVersion3()
                        .serverHost("localhost")
                        .serverPort(broker.address().port())
                        .buildBlocking();
        try (TestClient client = acknowledging("client")) {
            client.subscribe(topic);
            old.connect();
            old.publishWith()
                    .topic(topic)
                    .qos(MqttQos.AT_LEAST_ONCE)
                    .payload("old".getBytes(StandardCharsets.UTF_8))
                    .send();
            old.disconnect();

            await().untilAsserted(() -> assertThat(client.payloads()).containsExactly("old"));
        }
    }

    @Test
    void publishesTheLastWillOfAGatewayThatVanishes() throws Exception {
        ConnectionRequest gateway =
                ConnectionRequest.as("gateway")
                        .withLastWill(topic, "offline".getBytes(StandardCharsets.UTF_8));
        try (TestClient client = acknowledging("client");
                MqttConnection first =
                        MqttConnections.connect(BrokerOptions.at(broker.address()), gateway)) {
            client.subscribe(topic);
            // A second connection with its client id ends the first unannounced.
            try (MqttConnection second =
                    MqttConnections.connect(BrokerOptions.at(broker.address()), gateway)) {
                await().untilAsserted(
                                () -> assertThat(client.payloads()).containsExactly("offline"));
                assertThat(second.connectionsLost()).isZero();
                assertThatThrownBy(() -> first.publish(topic, new byte[1]).get())
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

    private TestClient acknowledging(String role) {
        return TestClient.acknowledging(broker.address(), topic + "-" + role);
    }

    private TestClient withholding(String role) {
        return TestClient.withholding(broker.address(), topic + "-" + role);
    }

    private void publish(int count) throws InterruptedException {
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
