package io.pythoflow.sim.mqtt;

import java.util.concurrent.CompletableFuture;

/** Publishes at QoS 1; the future completes when the broker has acknowledged. */
public interface MqttPublisher extends AutoCloseable {
    CompletableFuture<Void> publish(String topic, byte[] payload);

    /**
     * Messages that the broker took and nobody got, because no client was subscribed; up to date
     * when their futures complete. A broker need not say so.
     */
    long unheard();

    @Override
    void close();
}
