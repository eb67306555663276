package io.pythoflow.sim.load;

import io.pythoflow.sim.mqtt.InFlight;
import io.pythoflow.sim.mqtt.MqttConnection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Publishes a plan's messages from one thread, each at its own deadline, and waits until all are
 * acknowledged. Acknowledgements write the ledger on the network threads.
 */
final class LoadRun {

    private static final long PROGRESS_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long INTERRUPTED_GRACE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final LoadPlan plan;
    private final List<? extends MqttConnection> connections;
    private final Messages messages;
    private final @Nullable AcknowledgedLines acknowledgedLines;
    private final InFlight inFlight;
    private final LatencyHistogram latencies = new LatencyHistogram();
    private final Consumer<String> progress;
    private long startNanos;
    private long nextProgressNanos;
    private long published;
    private long mostBehindNanos;
    private long publishingNanos;

    LoadRun(
            LoadPlan plan,
            List<? extends MqttConnection> connections,
            List<String> gatewayIds,
            @Nullable Ledger ledger,
            Consumer<String> progress) {
        this.plan = plan;
        this.connections = connections;
        this.messages = new Messages(plan, gatewayIds);
        this.acknowledgedLines =
                ledger == null
                        ? null
                        : new AcknowledgedLines(ledger, new Messages(plan, gatewayIds));
        this.inFlight =
                new InFlight(Math.multiplyExact(plan.inFlightPerConnection(), connections.size()));
        this.progress = progress;
    }

    /**
     * Publishes and waits for the acknowledgements.
     *
     * @throws InterruptedException if stopped; what was in flight got some seconds to be
     *     acknowledged
     */
    void run() throws InterruptedException {
        startNanos = System.nanoTime();
        nextProgressNanos = startNanos + PROGRESS_NANOS;
        try {
            publishAll();
            publishingNanos = System.nanoTime() - startNanos;
            while (!inFlight.awaitEmpty(WAIT_NANOS)) {
                report();
            }
        } catch (InterruptedException e) {
            publishingNanos = System.nanoTime() - startNanos;
            inFlight.awaitEmpty(INTERRUPTED_GRACE_NANOS);
            throw e;
        }
    }

    private void publishAll() throws InterruptedException {
        long last = plan.messages();
        for (long message = 0; message < last; message++) {
            if (!awaitDue(message)) {
                return;
            }
            while (!inFlight.awaitRoom(WAIT_NANOS)) {
                report();
            }
            publish(message);
        }
    }

    /** False when the time is over, or for ever if the plan has no end. */
    private boolean awaitDue(long message) throws InterruptedException {
        long due = startNanos + plan.dueNanos(message);
        while (true) {
            if (Thread.interrupted()) {
                throw new InterruptedException("Stopped");
            }
            long now = System.nanoTime();
            if (plan.messagesPerSecond() == 0 && now - startNanos >= plan.runNanos()) {
                return false;
            }
            if (now >= due) {
                mostBehindNanos =
                        plan.messagesPerSecond() == 0 ? 0 : Math.max(mostBehindNanos, now - due);
                break;
            }
            LockSupport.parkNanos(Math.min(due - now, WAIT_NANOS));
            report();
        }
        return true;
    }

    private void publish(long message) {
        MqttConnection connection = connections.get(messages.connectionOf(message));
        long timeMillis = System.currentTimeMillis();
        byte[] payload = messages.payload(message, timeMillis);
        String topic = messages.topic(message);
        long sent = System.nanoTime();
        CompletableFuture<Void> answer =
                plan.qos() == 0
                        ? connection.publishAtMostOnce(topic, payload)
                        : connection.publish(topic, payload);
        inFlight.track(
                answer.thenRun(
                        () -> {
                            latencies.record(System.nanoTime() - sent);
                            if (acknowledgedLines != null) {
                                acknowledgedLines.add(message, timeMillis);
                            }
                        }));
        published++;
        if (sent - nextProgressNanos >= 0) {
            report();
        }
    }

    private void report() {
        long now = System.nanoTime();
        if (now - nextProgressNanos >= 0) {
            nextProgressNanos = now + PROGRESS_NANOS;
            progress.accept(figures());
        }
    }

    /** One line: counts, rate, latencies. */
    String figures() {
        double seconds =
                Math.max(1, publishingNanos == 0 ? System.nanoTime() - startNanos : publishingNanos)
                        / 1e9;
        long resent = connections.stream().mapToLong(MqttConnection::resent).sum();
        long unheard = connections.stream().mapToLong(MqttConnection::unheard).sum();
        long lost = connections.stream().mapToLong(MqttConnection::connectionsLost).sum();
        return "%,d messages published (%,d readings), %,d acknowledged, %,d sent again after %,d lost connections; %,.0f messages/s over %.1f s%s; acknowledged after %.1f ms (p50), %.1f ms (p99)%s"
                .formatted(
                        published,
                        published * plan.readingsPerMessage(),
                        inFlight.acknowledged(),
                        resent,
                        lost,
                        published / seconds,
                        seconds,
                        plan.messagesPerSecond() == 0
                                ? ""
                                : ", at most %.0f ms behind".formatted(mostBehindNanos / 1e6),
                        latencies.percentileMillis(0.50),
                        latencies.percentileMillis(0.99),
                        unheard == 0
                                ? ""
                                : "; %,d reached nobody: no client was subscribed"
                                        .formatted(unheard));
    }

    /** Its own message writer: acknowledgements come on other threads than the publishing one. */
    private record AcknowledgedLines(Ledger ledger, Messages messages) {
        synchronized void add(long message, long timeMillis) {
            ledger.add(messages.ledgerLines(message, timeMillis));
        }
    }
}
