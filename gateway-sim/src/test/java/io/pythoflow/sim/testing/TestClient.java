package io.pythoflow.sim.testing;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import io.pythoflow.sim.mqtt.BrokerAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A subscriber with a session, which acknowledges at once or when it is told to. */
public final class TestClient implements AutoCloseable {

    private enum Acknowledgement {
        AT_ONCE,
        WHEN_TOLD
    }

    private static final long FOREVER_SECONDS = 0xFFFF_FFFFL;

    private final Mqtt5AsyncClient client;
    private final Queue<Mqtt5Publish> received = new ConcurrentLinkedQueue<>();
    private final Queue<Mqtt5Publish> unacknowledged = new ConcurrentLinkedQueue<>();

    private TestClient(BrokerAddress broker, String clientId, Acknowledgement acknowledgement) {
        this.client =
                MqttClient.builder()
                        .useMqttVersion5()
                        .identifier(clientId)
                        .serverHost(broker.host())
                        .serverPort(broker.port())
                        .buildAsync();
        client.publishes(
                MqttGlobalPublishFilter.ALL,
                message -> {
                    received.add(message);
                    if (acknowledgement == Acknowledgement.AT_ONCE) {
                        message.acknowledge();
                    } else {
                        unacknowledged.add(message);
                    }
                },
                true);
        done(client.connectWith().cleanStart(false).sessionExpiryInterval(FOREVER_SECONDS).send());
    }

    public static TestClient acknowledging(BrokerAddress broker, String clientId) {
        return new TestClient(broker, clientId, Acknowledgement.AT_ONCE);
    }

    public static TestClient withholding(BrokerAddress broker, String clientId) {
        return new TestClient(broker, clientId, Acknowledgement.WHEN_TOLD);
    }

    public TestClient subscribe(String filter) {
        done(client.subscribeWith().topicFilter(filter).qos(MqttQos.AT_LEAST_ONCE).send());
        return this;
    }

    public void publish(String topic, byte[] payload) {
        done(client.publishWith().topic(topic).payload(payload).qos(MqttQos.AT_LEAST_ONCE).send());
    }

    /** An empty payload takes the retained message away. */
    public void publishRetained(String topic, byte[] payload) {
        done(
                client.publishWith()
                        .topic(topic)
                        .payload(payload)
                        .qos(MqttQos.AT_LEAST_ONCE)
                        .retain(true)
                        .send());
    }

    public int count() {
        return received.size();
    }

    public List<String> payloads() {
        return received.stream().map(TestClient::text).toList();
    }

    /** Whether each came as what the broker had kept. */
    public List<Boolean> retained() {
        return received.stream().map(Mqtt5Publish::isRetain).toList();
    }

    public List<String> topics() {
        return received.stream().map(message -> message.getTopic().toString()).toList();
    }

    public void acknowledgeAll() {
        for (Mqtt5Publish next = unacknowledged.poll();
                next != null;
                next = unacknowledged.poll()) {
            next.acknowledge();
        }
    }

    private static String text(Mqtt5Publish message) {
        return new String(message.getPayloadAsBytes(), StandardCharsets.UTF_8);
    }

    private static <T> T done(CompletableFuture<T> step) {
        try {
            return step.get(10, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Goes offline; the broker keeps the session. */
    @Override
    public void close() {
        done(client.disconnect());
    }
}
