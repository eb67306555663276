package io.pythoflow.sim.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.pythoflow.sim.SimException;
import io.pythoflow.sim.mqtt.BrokerAddress;
import io.pythoflow.sim.mqtt.BrokerOptions;
import io.pythoflow.sim.mqtt.ConnectionRequest;
import io.pythoflow.sim.mqtt.Credentials;
import io.pythoflow.sim.mqtt.MqttConnection;
import io.pythoflow.sim.mqtt.MqttConnections;
import io.pythoflow.sim.testing.CommandRun;
import io.pythoflow.sim.testing.TestClient;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MutualTlsTest {

    @TempDir private static Path folder;

    private static Path certificates;
    private static LocalBroker broker;
    private static BrokerAddress tls;

    @BeforeAll
    static void start() throws InterruptedException {
        certificates = folder.resolve("certs");
        CommandRun made =
                CommandRun.of(
                        "credentials", certificates.toString(), "--thing", "a", "--thing", "b");
        assertThat(made.exitCode()).as(made.err()).isZero();
        broker =
                LocalBroker.start(
                        BrokerSettings.onPort(0).withTls(0, certificates.resolve("broker")));
        tls = broker.tlsAddress().orElseThrow();
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @Test
    void letsAThingInByItsCertificate() {
        try (TestClient client = TestClient.acknowledging(broker.address(), "client")) {
            client.subscribe("irrigation/sensors/+/data");

            CommandRun load =
                    CommandRun.of(
                            "load",
                            "--broker",
                            tls.toString(),
                            "--credentials",
                            certificates.resolve("things/a").toString(),
                            "--rate=0",
                            "--seconds=0.2",
                            "--connections=2");

            assertThat(load.exitCode()).as(load.err()).isZero();
            await().untilAsserted(
                            () ->
                                    assertThat(client.payloads())
                                            .isNotEmpty()
                                            .allMatch(
                                                    json -> json.contains("\"gateway_id\":\"a\"")));
        }
    }

    @Test
    void givesEveryGatewayFolderItsOwnConnection() throws Exception {
        for (Credentials thing : Credentials.loadBelow(certificates.resolve("things"))) {
            try (MqttConnection connection =
                    MqttConnections.connect(BrokerOptions.at(tls), ConnectionRequest.as(thing))) {
                connection.publish("data", new byte[1]).get();
            }
        }
    }

    @Test
    void refusesAClientWithoutACertificate() {
        assertThatThrownBy(
                        () ->
                                MqttConnections.connect(
                                        BrokerOptions.at(tls), ConnectionRequest.as("stranger")))
                .isInstanceOf(SimException.class)
                .hasMessageContaining(tls.toString())
                .hasMessageContaining("TLS failed");
    }

    @Test
    void refusesABrokerOfAnotherAuthority() throws Exception {
        Path others = folder.resolve("others");
        assertThat(CommandRun.of("credentials", others.toString()).exitCode()).isZero();
        Credentials stranger = Credentials.load(others.resolve("things/irrigation-gateway-000"));

        assertThatThrownBy(
                        () ->
                                MqttConnections.connect(
                                        BrokerOptions.at(tls), ConnectionRequest.as(stranger)))
                .isInstanceOf(SimException.class)
                .hasMessageContaining("TLS failed, check certificate, key and root CA");
    }

    @Test
    void neverOverwritesAFolderWithContent() {
        CommandRun again = CommandRun.of("credentials", certificates.toString());

        assertThat(again.exitCode()).isEqualTo(1);
        assertThat(again.err()).contains("'" + certificates + "' is not empty");
    }

    @Test
    void saysWhatTheTlsFolderLacks() {
        assertThatThrownBy(
                        () -> LocalBroker.start(BrokerSettings.onPort(0).withTls(0, certificates)))
                .isInstanceOf(SimException.class)
                .hasMessageContaining("Cannot use the TLS folder '" + certificates + "'")
                .hasMessageContaining("private.key is missing");
    }
}
