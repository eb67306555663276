package io.pythoflow.sim.mqtt;

/** Publishes at QoS 1; the future completes when the broker has acknowledged. */
public interface MqttPublisher extends AutoCloseable {
    java.util.concurrent.CompletableFuture<Void> publish(String topic, byte[] payload);

    @Override
    void close();
}
