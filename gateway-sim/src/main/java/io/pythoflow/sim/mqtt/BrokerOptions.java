package io.pythoflow.sim.mqtt;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --broker} and {@code --credentials}. */
public final class BrokerOptions {

    @Option(
            names = "--broker",
            paramLabel = "URL",
            defaultValue = "mqtt://localhost:1883",
            description = "Broker to publish to: mqtt://host:port.")
    private URI broker = URI.create("mqtt://localhost:1883");

    @Option(names = "--credentials", paramLabel = "DIR", description = "Folder with credentials.")
    private @Nullable Path credentials;

    /** Connects without TLS. */
    public MqttPublisher connect(String clientId, String willTopic, byte[] willPayload) {
        if (credentials != null) {
            throw new IllegalArgumentException(
                    "Cannot use the credentials in '%s' without TLS".formatted(credentials));
        }
        Mqtt5AsyncClient client =
                Mqtt5Client.builder()
                        .identifier(clientId)
                        .serverHost(broker.getHost())
                        .serverPort(broker.getPort() < 0 ? 1883 : broker.getPort())
                        .willPublish()
                        .topic(willTopic)
                        .qos(MqttQos.AT_LEAST_ONCE)
                        .payload(willPayload)
                        .applyWillPublish()
                        .buildAsync();
        client.toBlocking().connect();
        return new MqttPublisher() {
            @Override
            public CompletableFuture<Void> publish(String topic, byte[] payload) {
                return client.publishWith()
                        .topic(topic)
                        .qos(MqttQos.AT_LEAST_ONCE)
                        .payload(payload)
                        .send()
                        .thenAccept(result -> result.getError().ifPresent(BrokerOptions::fail));
            }

            @Override
            public void close() {
                client.toBlocking().disconnect();
            }
        };
    }

    private static void fail(Throwable error) {
        throw new IllegalStateException("Cannot publish: " + error.getMessage(), error);
    }
}
