package io.pythoflow.sim.rules;

import io.pythoflow.contract.codec.ControlDecoder;
import io.pythoflow.contract.codec.DecodeLimits;
import io.pythoflow.contract.codec.InvalidPayloadException;
import io.pythoflow.contract.codec.MessageEncoder;
import io.pythoflow.contract.payload.SystemUpdate;
import io.pythoflow.contract.rules.RulesMerge;
import io.pythoflow.contract.topic.Topics;
import io.pythoflow.sim.SimException;
import io.pythoflow.sim.mqtt.BrokerOptions;
import io.pythoflow.sim.mqtt.ConnectionRequest;
import io.pythoflow.sim.mqtt.Credentials;
import io.pythoflow.sim.mqtt.IncomingMessage;
import io.pythoflow.sim.mqtt.MqttConnection;
import io.pythoflow.sim.mqtt.MqttConnections;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * {@code irrigation/system/updates} as one operator sees it: the whole documents, in the order the
 * broker gave them out, first the retained one. Parts, alerts and whatever else goes over the topic
 * are passed over.
 *
 * <p>The network thread calls {@link #take}; everything else is the command's thread.
 */
final class SystemTopic implements AutoCloseable {

    /** Opens the topic anew; a fresh subscription is what a broker gives the retained message. */
    interface Opener {
        SystemTopic open() throws InterruptedException;
    }

    private static final int ACKNOWLEDGE_SECONDS = 15;

    private final ControlDecoder decoder = new ControlDecoder(DecodeLimits.defaults());
    private final MessageEncoder encoder = new MessageEncoder();
    private final MqttConnection connection;
    private final Duration patience;
    private final List<SystemUpdate> wholes = new ArrayList<>();
    private boolean answered;
    private @Nullable String unreadable;

    private SystemTopic(MqttConnection connection, Duration patience) {
        this.connection = connection;
        this.patience = patience;
    }

    /**
     * Connects and subscribes.
     *
     * @param patience how long to wait for the broker's next message
     * @throws SimException if the broker is not there or refuses the subscription
     */
    static SystemTopic open(
            BrokerOptions broker, @Nullable Credentials credentials, Duration patience)
            throws InterruptedException {
        SystemTopic topic =
                new SystemTopic(
                        MqttConnections.connect(
                                broker, ConnectionRequest.tool("rules", 1, credentials)),
                        patience);
        try {
            done(topic.connection.subscribe(Topics.SYSTEM_UPDATES, topic::take));
            return topic;
        } catch (SimException | InterruptedException e) {
            topic.close();
            throw e;
        }
    }

    private synchronized void take(IncomingMessage message) {
        String problem = null;
        try {
            SystemUpdate update = decoder.systemUpdate(message.payload());
            if (!RulesMerge.isWhole(update)) {
                problem = "it is a part, type " + update.type() + ", mode " + update.mode();
            } else if (Documents.read(update.payload()).isEmpty()) {
                problem = "its payload cannot be read";
            } else if (wholes.stream().noneMatch(update::equals)) {
                // The retained one comes again after a reconnect.
                wholes.add(update);
            }
        } catch (InvalidPayloadException e) {
            problem = e.getMessage();
        }
        if (message.retained()) {
            answered = true;
            unreadable = problem;
        } else if (problem == null) {
            unreadable = null;
        }
        notifyAll();
    }

    /** The newest document on the topic, waiting for the retained one; empty if there is none. */
    Optional<SystemUpdate> newest() throws InterruptedException {
        return newest(patience);
    }

    /** The same with a patience of its own. */
    synchronized Optional<SystemUpdate> newest(Duration limit) throws InterruptedException {
        await(() -> answered, limit);
        return wholes.isEmpty() ? Optional.empty() : Optional.of(wholes.get(wholes.size() - 1));
    }

    /** Why the retained message is no document; null where it is one, or there is none. */
    synchronized @Nullable String unreadable() {
        return unreadable;
    }

    /** The documents that came from a position on. */
    synchronized List<SystemUpdate> from(int position) {
        return List.copyOf(wholes.subList(position, wholes.size()));
    }

    /** Waits until a document that is on the topic has come. */
    synchronized void await(SystemUpdate published) throws InterruptedException {
        await(() -> wholes.contains(published), patience);
    }

    /** Publishes a part, which nobody keeps. */
    void publishPart(SystemUpdate part) throws InterruptedException {
        done(connection.publish(Topics.SYSTEM_UPDATES, encoder.systemUpdate(part)));
    }

    /** Publishes a whole document, which the broker keeps. */
    void publishWhole(SystemUpdate whole) throws InterruptedException {
        done(connection.publishRetained(Topics.SYSTEM_UPDATES, encoder.systemUpdate(whole)));
    }

    @Override
    public void close() {
        connection.close();
    }

    private synchronized void await(BooleanSupplier condition, Duration limit)
            throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        long left = limit.toNanos();
        while (!condition.getAsBoolean() && left > 0) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
            left = deadline - System.nanoTime();
        }
    }

    private static void done(CompletableFuture<Void> step) throws InterruptedException {
        try {
            step.get(ACKNOWLEDGE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SimException known) {
                throw known;
            }
            throw new SimException("The broker did not take it: " + e.getCause(), e);
        } catch (TimeoutException e) {
            throw new SimException(
                    "The broker did not acknowledge within %d s".formatted(ACKNOWLEDGE_SECONDS), e);
        }
    }
}
