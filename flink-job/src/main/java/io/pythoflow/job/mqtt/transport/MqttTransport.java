package io.pythoflow.job.mqtt.transport;

import java.util.concurrent.CompletableFuture;

/**
 * One MQTT 5 client, QoS 0 and 1, with a session that outlives its connections. It connects,
 * subscribes, keeps the connection alive, and connects again after a loss; what arrives goes to a
 * {@link MqttListener}. Every method may be called from any thread and returns at once.
 */
public interface MqttTransport {

    /** Connects, and stays connected until {@link #close}. Called once. */
    void start(MqttListener listener);

    /**
     * Acknowledges QoS 1 messages in the given order, in one write. Dropped without a word if the
     * connection is no longer the given one: the broker sends those messages again.
     */
    void acknowledge(long connection, int[] packetIds);

    /**
     * Publishes a message on the connection of this moment.
     *
     * @return the broker's reason code, below 128 if it took the message (always 0 with QoS 0, once
     *     written); fails if there is no connection or it ends before the answer
     */
    CompletableFuture<Integer> publish(Publication publication);

    /** Publishes a message without properties that is not retained. */
    default CompletableFuture<Integer> publish(String topic, byte[] payload, int qos) {
        return publish(Publication.of(topic, payload, qos));
    }

    /** Stops taking bytes from the network, so that the broker feels the back-pressure. */
    void pauseReading();

    /** Ends {@link #pauseReading}. */
    void resumeReading();

    /**
     * Sends what is due, then says goodbye so that the broker forgets the session with all that it
     * holds. The listener hears of it, and nothing after it. Without a connection nothing happens:
     * call it again on the next.
     */
    void endSession();

    /**
     * Sends what is due, then says goodbye and leaves the session to the broker.
     *
     * @return done when the connection is gone
     */
    CompletableFuture<Void> close();
}
