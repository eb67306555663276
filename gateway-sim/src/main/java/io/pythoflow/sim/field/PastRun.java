package io.pythoflow.sim.field;

import io.pythoflow.sim.SimException;
import io.pythoflow.sim.mqtt.InFlight;
import io.pythoflow.sim.mqtt.IncomingMessage;
import io.pythoflow.sim.mqtt.MqttPublisher;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Publishes a field's past as fast as the broker acknowledges, one moment of the field after the
 * other, so that neither the past's length nor a slow broker costs memory.
 *
 * <p>What a broker takes while no client is subscribed is lost, so the past's first messages, how
 * its gateways and valves are, are repeated one by one until a client was there to get them. A
 * broker that does not say whether there was one (it need not, by MQTT 5) is believed to have one.
 *
 * <p>Confined to the thread that calls {@link #run}; acknowledgements come on network threads.
 */
final class PastRun implements AutoCloseable {

    /** How long to wait for somebody who listens. */
    static final Duration LISTENER_PATIENCE = Duration.ofSeconds(60);

    /** How long a broker may acknowledge nothing: several reconnects. */
    static final Duration BROKER_PATIENCE = Duration.ofMinutes(2);

    private static final int MOST_IN_FLIGHT = 10_000;

    /**
     * Each gateway has a connection of its own, and one that falls behind would be late beyond all
     * lateness: so an hour of the field begins when all of the one before is acknowledged.
     */
    private static final long TOGETHER_MILLIS = Duration.ofHours(1).toMillis();

    private static final Duration REPEAT_PAUSE = Duration.ofMillis(500);
    private static final Duration PROGRESS_PAUSE = Duration.ofSeconds(5);
    private static final long WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long GOODBYE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final FieldConfig config;
    private final Past past;
    private final String leftOut;
    private final FieldSimulation simulation;
    private final Watch watch;
    private final Consumer<String> progress;
    private final Map<String, MqttPublisher> publishers = new LinkedHashMap<>();
    private final InFlight inFlight = new InFlight(MOST_IN_FLIGHT);
    private long published;
    private long reachedMillis;
    private long startNanos;
    private long nextProgressNanos;
    private long silentSinceNanos;
    private long acknowledgedBefore;
    private long repeated;
    private boolean begun;

    /** The time that passes while a past is told. */
    interface Watch {

        /** As {@link System#nanoTime}. */
        long nanos();

        /** Lets some time pass. */
        void pause(Duration duration) throws InterruptedException;

        /** The real one. */
        static Watch system() {
            return new Watch() {
                @Override
                public long nanos() {
                    return System.nanoTime();
                }

                @Override
                public void pause(Duration duration) throws InterruptedException {
                    TimeUnit.NANOSECONDS.sleep(duration.toNanos());
                }
            };
        }
    }

    private PastRun(PastOptions.Story story, Watch watch, Consumer<String> progress) {
        this.config = story.field();
        this.past = story.past();
        this.leftOut = story.leftOut();
        this.simulation = FieldSimulation.of(config, past);
        this.watch = watch;
        this.progress = progress;
        this.reachedMillis = past.startMillis();
        this.startNanos = watch.nanos();
        this.silentSinceNanos = startNanos;
    }

    /**
     * Connects every gateway.
     *
     * @param progress gets a line every few seconds
     * @return to be run, then closed by the caller
     */
    static PastRun connect(
            PastOptions.Story story,
            GatewayConnector connector,
            Watch watch,
            Consumer<String> progress)
            throws InterruptedException {
        PastRun run = new PastRun(story, watch, progress);
        boolean connected = false;
        try {
            for (FieldSimulation.Connection gateway : run.simulation.connections()) {
                run.publishers.put(gateway.id(), connector.connect(gateway, new NoCommands()));
            }
            connected = true;
        } finally {
            if (!connected) {
                run.close();
            }
        }
        return run;
    }

    /**
     * Publishes everything and waits until it is acknowledged.
     *
     * @throws SimException if nobody listens, the broker refuses a message or falls silent, or
     *     something reached nobody
     * @throws InterruptedException if stopped before the end; gateways have said goodbye
     */
    void run() throws InterruptedException {
        awaitListeners();
        begun = true;
        startNanos = watch.nanos();
        nextProgressNanos = startNanos + PROGRESS_PAUSE.toNanos();
        try {
            tell();
        } catch (InterruptedException e) {
            sayGoodbye();
            throw e;
        }
        if (unheard() > 0) {
            throw new SimException(
                    "%,d of %,d messages reached nobody: no client was subscribed to their topics"
                            .formatted(unheard(), published));
        }
    }

    /** One line for people. */
    String summary() {
        String faults = simulation.faults().summary();
        return "%d gateways, %d sensors, %d messages published, %d acknowledged%s; faults: %s%s; past from %s to %s%s"
                .formatted(
                        config.gateways(),
                        config.sensors(),
                        published,
                        acknowledged(),
                        unheard() == 0 ? "" : ", %d reached nobody".formatted(unheard()),
                        faults.isEmpty() ? "none" : faults,
                        leftOut.isEmpty() ? "" : " (%s)".formatted(leftOut),
                        past.start().toOffsetDateTime(),
                        past.end().truncatedTo(ChronoUnit.SECONDS).toOffsetDateTime(),
                        begun ? ", " + pace() : "");
    }

    @Override
    public void close() {
        publishers.values().forEach(MqttPublisher::close);
    }

    private void awaitListeners() throws InterruptedException {
        long deadline = watch.nanos() + LISTENER_PATIENCE.toNanos();
        for (OutgoingMessage message : simulation.advanceTo(past.startMillis())) {
            publishUntilHeard(message, deadline);
        }
    }

    private void publishUntilHeard(OutgoingMessage message, long deadlineNanos)
            throws InterruptedException {
        MqttPublisher publisher = publisher(message);
        long before = publisher.unheard();
        publish(message);
        awaitAcknowledgements();
        while (publisher.unheard() > before) {
            if (watch.nanos() - deadlineNanos >= 0) {
                throw new SimException(
                        "Nobody has subscribed to %s within %d s; what nobody hears is lost, so nothing else was published. Start the job first"
                                .formatted(message.topic(), LISTENER_PATIENCE.toSeconds()));
            }
            if (repeated == 0) {
                progress.accept(
                        "Nobody listens on %s yet; waiting up to %d s for a subscriber"
                                .formatted(message.topic(), LISTENER_PATIENCE.toSeconds()));
            }
            watch.pause(REPEAT_PAUSE);
            before = publisher.unheard();
            repeated++;
            published--;
            publish(message);
            awaitAcknowledgements();
        }
    }

    private void tell() throws InterruptedException {
        long togetherMillis = past.startMillis() + TOGETHER_MILLIS;
        while (simulation.nextMillis() <= past.endMillis()) {
            reachedMillis = simulation.nextMillis();
            if (reachedMillis >= togetherMillis) {
                awaitAcknowledgements();
                togetherMillis = reachedMillis + TOGETHER_MILLIS;
            }
            publishAll(simulation.advanceTo(reachedMillis));
        }
        reachedMillis = past.endMillis();
        publishAll(simulation.flush(reachedMillis));
        awaitAcknowledgements();
        // After everything else, on whatever ways it comes: the gateways are not there any more.
        publishAll(simulation.stop(reachedMillis));
        awaitAcknowledgements();
    }

    private void publishAll(List<OutgoingMessage> messages) throws InterruptedException {
        for (OutgoingMessage message : messages) {
            publish(message);
        }
    }

    private void publish(OutgoingMessage message) throws InterruptedException {
        while (!inFlight.awaitRoom(WAIT_NANOS)) {
            requireSigns();
            report();
        }
        inFlight.track(publisher(message).publish(message.topic(), message.payload()));
        published++;
        report();
    }

    private void awaitAcknowledgements() throws InterruptedException {
        while (!inFlight.awaitEmpty(WAIT_NANOS)) {
            requireSigns();
            report();
        }
    }

    /** Best effort: it was stopped, and something may be wrong. */
    private void sayGoodbye() throws InterruptedException {
        for (OutgoingMessage message : simulation.stop(reachedMillis)) {
            if (!inFlight.awaitRoom(GOODBYE_NANOS)) {
                return;
            }
            inFlight.track(publisher(message).publish(message.topic(), message.payload()));
            published++;
        }
        inFlight.awaitEmpty(GOODBYE_NANOS);
    }

    private void requireSigns() {
        long now = watch.nanos();
        if (acknowledgedBefore != inFlight.acknowledged()) {
            acknowledgedBefore = inFlight.acknowledged();
            silentSinceNanos = now;
        } else if (now - silentSinceNanos >= BROKER_PATIENCE.toNanos()) {
            throw new SimException(
                    "The broker has acknowledged nothing for %d s; %,d messages are unacknowledged"
                            .formatted(BROKER_PATIENCE.toSeconds(), published - acknowledged()));
        }
    }

    private void report() {
        if (begun && watch.nanos() - nextProgressNanos >= 0) {
            nextProgressNanos = watch.nanos() + PROGRESS_PAUSE.toNanos();
            progress.accept(
                    "%s: %,d messages acknowledged, %s"
                            .formatted(dayReached(), acknowledged(), pace()));
        }
    }

    private String pace() {
        double seconds = Math.max(1, watch.nanos() - startNanos) / 1e9;
        return "%,.0f messages/s over %.1f s".formatted(acknowledged() / seconds, seconds);
    }

    private LocalDate dayReached() {
        return LocalDate.ofInstant(Instant.ofEpochMilli(reachedMillis), past.start().getZone());
    }

    /** What repetitions of messages that nobody heard add is no message of the past. */
    private long acknowledged() {
        return inFlight.acknowledged() - repeated;
    }

    private long unheard() {
        long unheard = publishers.values().stream().mapToLong(MqttPublisher::unheard).sum();
        return unheard - repeated;
    }

    private MqttPublisher publisher(OutgoingMessage message) {
        MqttPublisher publisher = publishers.get(message.gatewayId());
        if (publisher == null) {
            throw new IllegalStateException(
                    "No connection for gateway '%s'".formatted(message.gatewayId()));
        }
        return publisher;
    }

    /** Nobody commands what was. */
    private static final class NoCommands implements GatewayConnector.Listener {

        @Override
        public void received(IncomingMessage message) {
            // Nothing is subscribed to.
        }

        @Override
        public void reconnected() {
            // The next message of the past shows that the gateway is there.
        }
    }
}
