package io.pythoflow.sim.field;

import io.pythoflow.sim.field.soil.Watering;
import io.pythoflow.sim.mqtt.IncomingMessage;
import io.pythoflow.sim.mqtt.MqttPublisher;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Publishes what a simulation says at the time it says so and hands it what arrives, on one thread
 * of its own, because {@link #await} and {@link #close} belong to the caller's and arrivals come on
 * network threads. A broker that does not keep up holds it back; afterwards it catches up, with the
 * timestamps of when the readings were due.
 */
final class RunningField implements FieldRun {

    private static final int MOST_IN_FLIGHT = 10_000;
    private static final int SECONDS_FOR_LAST_ACKNOWLEDGEMENTS = 5;

    /** Catching up after a pause goes in slices, so that a long one does not fill the memory. */
    private static final long SLICE_MILLIS = 1000;

    private final FieldConfig config;
    private final FieldSimulation simulation;
    private final InstantSource clock;
    private final Inbox inbox;
    private final long startMillis;
    private final long lastMillis;
    private final Map<String, MqttPublisher> publishers = new HashMap<>();
    private final Semaphore inFlight = new Semaphore(MOST_IN_FLIGHT);
    private final AtomicLong published = new AtomicLong();
    private final AtomicLong acknowledged = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final AtomicLong received = new AtomicLong();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final CountDownLatch finished = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "field");
    private volatile @Nullable RuntimeException failure;
    private volatile String faultSummary = "";
    private volatile String misbehaviourSummary = "";

    private RunningField(FieldConfig config, InstantSource clock, double seconds) {
        this.config = config;
        this.clock = clock;
        this.inbox = new Inbox(clock);
        this.startMillis = clock.millis();
        this.lastMillis =
                seconds > 0 ? startMillis + Math.round(seconds * 1000) - 1 : Long.MAX_VALUE;
        this.simulation = new FieldSimulation(config, startMillis);
    }

    /**
     * Connects every gateway, then starts to publish.
     *
     * @param seconds how long; 0 until closed
     */
    static RunningField start(
            FieldConfig config, GatewayConnector connector, InstantSource clock, double seconds)
            throws InterruptedException {
        RunningField field = new RunningField(config, clock, seconds);
        boolean connected = false;
        try {
            for (FieldSimulation.Connection gateway : field.simulation.connections()) {
                MqttPublisher publisher = connector.connect(gateway, field.listener(gateway.id()));
                field.publishers.put(gateway.id(), publisher);
            }
            connected = true;
        } finally {
            if (!connected) {
                field.publishers.values().forEach(MqttPublisher::close);
            }
        }
        field.thread.start();
        return field;
    }

    @Override
    public void await() throws InterruptedException {
        finished.await();
        RuntimeException cause = failure;
        if (cause != null) {
            throw cause;
        }
    }

    @Override
    public String summary() {
        long lost = failed.get();
        return "%d gateways, %d sensors, %d messages published, %d acknowledged%s; faults: %s%s"
                .formatted(
                        config.gateways(),
                        config.sensors(),
                        published.get(),
                        acknowledged.get(),
                        lost == 0 ? "" : ", %d failed".formatted(lost),
                        faultSummary.isEmpty() ? "none" : faultSummary,
                        commandSummary());
    }

    private String commandSummary() {
        if (config.watering() == Watering.RULE) {
            return "";
        }
        return "; %d commands received, misbehaviour: %s"
                .formatted(
                        received.get(),
                        misbehaviourSummary.isEmpty() ? "none" : misbehaviourSummary);
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        thread.interrupt();
        try {
            thread.join();
            publishAll(simulation.stop(clock.millis()));
            awaitAcknowledgements();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            publishers.values().forEach(MqttPublisher::close);
        }
    }

    private void run() {
        try {
            long reachedMillis = startMillis;
            while (reachedMillis < lastMillis && !closed.get()) {
                inbox.awaitUntil(Math.min(simulation.nextMillis(), lastMillis));
                long slice = Math.max(reachedMillis, simulation.nextMillis()) + SLICE_MILLIS;
                long previousMillis = reachedMillis;
                reachedMillis =
                        Math.max(
                                previousMillis,
                                Math.min(Math.min(clock.millis(), slice), lastMillis));
                takeUntil(reachedMillis, previousMillis);
                publishAll(simulation.advanceTo(reachedMillis));
                faultSummary = simulation.faults().summary();
                misbehaviourSummary = simulation.misbehaviours().summary();
            }
        } catch (InterruptedException e) {
            // Closed: there is nobody left to tell.
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            failure = e;
        } finally {
            finished.countDown();
        }
    }

    /** Time never runs backwards in the field, whatever the clock does. */
    private void takeUntil(long reachedMillis, long previousMillis) {
        long atMillis = previousMillis;
        Inbox.Event event;
        while ((event = inbox.pollUntil(reachedMillis)) != null) {
            atMillis = Math.max(atMillis, event.atMillis());
            event.effect().accept(simulation, atMillis);
        }
    }

    private GatewayConnector.Listener listener(String gatewayId) {
        return new GatewayConnector.Listener() {
            @Override
            public void received(IncomingMessage message) {
                received.incrementAndGet();
                inbox.put(
                        (field, atMillis) ->
                                field.receive(
                                        gatewayId, message.topic(), message.payload(), atMillis));
            }

            @Override
            public void reconnected() {
                inbox.put((field, atMillis) -> field.reconnected(gatewayId, atMillis));
            }
        };
    }

    private void publishAll(List<OutgoingMessage> messages) throws InterruptedException {
        for (OutgoingMessage message : messages) {
            MqttPublisher publisher = publishers.get(message.gatewayId());
            if (publisher == null) {
                throw new IllegalStateException(
                        "No connection for gateway '%s'".formatted(message.gatewayId()));
            }
            inFlight.acquire();
            published.incrementAndGet();
            CompletableFuture<Void> unused =
                    publisher
                            .publish(message.topic(), message.payload())
                            .whenComplete((nothing, error) -> completed(error));
        }
    }

    private void completed(@Nullable Throwable error) {
        (error == null ? acknowledged : failed).incrementAndGet();
        inFlight.release();
    }

    private void awaitAcknowledgements() throws InterruptedException {
        if (inFlight.tryAcquire(
                MOST_IN_FLIGHT, SECONDS_FOR_LAST_ACKNOWLEDGEMENTS, TimeUnit.SECONDS)) {
            inFlight.release(MOST_IN_FLIGHT);
        }
    }
}
