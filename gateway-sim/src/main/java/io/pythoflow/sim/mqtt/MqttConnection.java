package io.pythoflow.sim.mqtt;

import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * One connection to the broker. It reconnects by itself and sends again what was not acknowledged,
 * until it is acknowledged or the connection is closed; a message may then arrive twice, never not
 * at all. A future fails only if the broker refuses the message for good, another client takes the
 * client id, or the connection is closed. Thread-safe; futures complete on a network thread, so
 * what hangs on them must be short.
 */
public interface MqttConnection extends MqttPublisher {

    /** Publishes at QoS 0; the future completes when the message is handed to the network. */
    CompletableFuture<Void> publishAtMostOnce(String topic, byte[] payload);

    /** Publishes at QoS 1 what the broker is to keep for whoever subscribes later. */
    CompletableFuture<Void> publishRetained(String topic, byte[] payload);

    /**
     * Subscribes at QoS 1, and again after every reconnect; what is published while there is no
     * connection is missed, except what is retained.
     *
     * @param filter not shared
     * @param handler called on a network thread for every message, in their order; must be short
     *     and must not throw
     * @return completes when the broker has taken the subscription, fails if it refuses it
     * @throws IllegalArgumentException if it is no filter
     */
    CompletableFuture<Void> subscribe(String filter, Consumer<IncomingMessage> handler);

    /**
     * Has something done after every reconnect, on a network thread; short, and it must not throw.
     * Replaces what was to be done before.
     */
    void onReconnect(Runnable action);

    /** Messages that were sent again because their acknowledgement did not arrive. */
    long resent();

    /** How often the connection was lost. */
    long connectionsLost();
}
