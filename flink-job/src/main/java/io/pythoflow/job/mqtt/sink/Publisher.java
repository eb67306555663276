package io.pythoflow.job.mqtt.sink;

import io.pythoflow.job.mqtt.transport.BrokerLimits;
import io.pythoflow.job.mqtt.transport.ConnectionSettings;
import io.pythoflow.job.mqtt.transport.Disconnect;
import io.pythoflow.job.mqtt.transport.InboundMessage;
import io.pythoflow.job.mqtt.transport.MqttFatalException;
import io.pythoflow.job.mqtt.transport.MqttListener;
import io.pythoflow.job.mqtt.transport.MqttTransport;
import io.pythoflow.job.mqtt.transport.Publication;
import io.pythoflow.job.mqtt.transport.SessionState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings publications to the broker over a connection of its own: in order, paced, a bounded number
 * unanswered, each until it is settled.
 *
 * <p>{@link #publish}, {@link #unsettled}, {@link #checkFailed} and {@link #standstill} may be
 * called from any thread; {@link #start} and {@link #close} from the one that owns it. Everything
 * else, the state included, belongs to the event loop.
 *
 * <p>The life of a publication:
 *
 * <ol>
 *   <li>It waits until there is a connection, room in the window and a token, and no publication
 *       before it waits.
 *   <li>It is sent with what is left of its time, or settled as expired.
 *   <li>The broker answers: it is settled, or waits again ({@link PublishReason}).
 *   <li>The connection ends first: it waits again, before all that was written after it.
 * </ol>
 *
 * <p>After a connection that ended without having answered anything, one publication at a time is
 * sent until one is answered. A broker that ends the connection because of a publication, as AWS
 * IoT Core does, thus shows which: after the third time in a row this publisher fails.
 */
final class Publisher implements MqttListener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);

    /** How often waiting publications are looked through for expired ones. */
    static final Duration TICK = Duration.ofMillis(200);

    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(200);
    private static final int PAUSE_DOUBLINGS = 5;
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private final ConnectionSettings connectionSettings;
    private final PublishFailures failures;
    private final int maximumInFlight;
    private final MqttTransport transport;
    private final PublisherLoop loop;
    private final PublisherMetrics metrics;
    private final Runnable progress;

    private final AtomicInteger unsettled = new AtomicInteger();
    private volatile long lastSettledNanos;
    private volatile @Nullable MqttFatalException failure;

    /** Why nothing comes to an end at present; null if nothing is known to be wrong. */
    private volatile @Nullable String trouble = "it has not been connected yet";

    // Event loop only.
    private final TokenBucket tokens;
    private final TreeMap<Long, PendingPublication> waiting = new TreeMap<>();
    private final TreeMap<Long, PendingPublication> sent = new TreeMap<>();
    private BrokerLimits limits = BrokerLimits.NONE;
    private boolean connected;
    private boolean connectedBefore;
    private final HangUps hangUps = new HangUps();
    private boolean pumpScheduled;
    private long lastNumber;

    /**
     * @param progress runs on the event loop whenever a publication was settled or the publisher
     *     failed, and every {@link #TICK}
     */
    Publisher(
            MqttSinkSettings settings,
            ConnectionSettings connectionSettings,
            MqttTransport transport,
            PublisherLoop loop,
            PublisherMetrics metrics,
            Runnable progress) {
        this.connectionSettings = connectionSettings;
        this.failures = new PublishFailures(connectionSettings);
        this.maximumInFlight = settings.maximumInFlight();
        this.transport = transport;
        this.loop = loop;
        this.metrics = metrics;
        this.progress = progress;
        this.tokens = new TokenBucket(settings.maximumRatePerSecond(), loop.nanoTime());
        this.lastSettledNanos = loop.nanoTime();
    }

    void start() {
        transport.start(this);
        loop.repeat(TICK, guarded(this::tick));
    }

    /**
     * Publishes something after everything that was given before.
     *
     * @return how it ended; fails with {@link MqttFatalException} if the publisher does
     */
    CompletableFuture<Settlement> publish(MqttPublication publication) {
        CompletableFuture<Settlement> settled = new CompletableFuture<>();
        long now = loop.nanoTime();
        unsettled.incrementAndGet();
        loop.execute(guarded(() -> enqueue(publication, now, settled)));
        return settled;
    }

    /** Publications that were given and have not ended. */
    int unsettled() {
        return unsettled.get();
    }

    boolean hasFailed() {
        return failure != null;
    }

    /**
     * @throws MqttFatalException if the publisher has failed
     */
    void checkFailed() {
        MqttFatalException thrown = failure;
        if (thrown != null) {
            // A new one, so that the stack trace shows who found out, too.
            throw new MqttFatalException(String.valueOf(thrown.getMessage()), thrown);
        }
    }

    /**
     * For how long nothing has ended.
     *
     * @param sinceNanos when the caller began to wait; what was before does not count
     */
    Duration standstill(long sinceNanos) {
        long now = loop.nanoTime();
        return Duration.ofNanos(Math.min(now - sinceNanos, now - lastSettledNanos));
    }

    long nanoTime() {
        return loop.nanoTime();
    }

    /** What to tell whoever has waited too long. */
    String describeStandstill(Duration timeout) {
        String known = trouble;
        return unsettled.get()
                + " publications of client "
                + connectionSettings.clientId()
                + " to "
                + connectionSettings.broker()
                + " are unanswered, and none was settled for "
                + timeout
                + (known == null ? "" : ": " + known)
                + ". Check the broker and the way to it, or raise the flush timeout; what is"
                + " unanswered is published again after the restart";
    }

    private void enqueue(
            MqttPublication publication, long writtenAt, CompletableFuture<Settlement> settled) {
        MqttFatalException failed = failure;
        if (failed != null) {
            settled.completeExceptionally(failed);
            return;
        }

        lastNumber++;
        waiting.put(
                lastNumber, new PendingPublication(lastNumber, publication, writtenAt, settled));
        pump();
    }

    /** Event loop. */
    private void tick() {
        if (failure != null) {
            return;
        }

        List.copyOf(waiting.values()).forEach(this::settleIfExpired);
        pump();
        progress.run();
    }

    /** Sends what may be sent now. */
    private void pump() {
        while (failure == null && !waiting.isEmpty()) {
            PendingPublication next = waiting.firstEntry().getValue();
            if (settleIfExpired(next)) {
                continue;
            }

            if (!connected || sent.size() >= window()) {
                return;
            }

            long now = loop.nanoTime();
            if (next.notBeforeNanos - now > 0) {
                pumpAfter(Duration.ofNanos(next.notBeforeNanos - now));
                return;
            }

            Publication packet = packet(next.publication);
            if (packet.packetBytes() > limits.maximumPacketBytes()) {
                reject(next, PublishReason.PACKET_TOO_LARGE);
                continue;
            }

            if (!tokens.tryTake(now)) {
                pumpAfter(tokens.untilNext(now));
                return;
            }

            send(next, packet, now);
        }
    }

    /** One at a time while it may be that a publication ends the connections. */
    private int window() {
        return hangUps.suspects() ? 1 : Math.min(maximumInFlight, limits.receiveMaximum());
    }

    /** Longer pauses end with a tick. */
    private void pumpAfter(Duration delay) {
        if (!pumpScheduled && delay.compareTo(TICK) < 0) {
            pumpScheduled = true;
            loop.schedule(
                    delay,
                    guarded(
                            () -> {
                                pumpScheduled = false;
                                pump();
                            }));
        }
    }

    private Publication packet(MqttPublication publication) {
        return new Publication(
                publication.topic(),
                publication.payload(),
                1,
                publication.retained(),
                MessageExpiry.remainingSeconds(publication.expiresAt(), loop.epochMillis()),
                publication.correlationData(),
                publication.responseTopic(),
                publication.contentType());
    }

    private void send(PendingPublication entry, Publication packet, long now) {
        waiting.remove(entry.number);
        sent.put(entry.number, entry);
        entry.sentAtNanos = now;
        entry.sendings++;
        metrics.published.inc();
        if (entry.sendings > 1) {
            metrics.retried.inc();
        }

        metrics.inFlight(sent.size());
        // A failure is not an answer: the end of the connection follows, and sending again.
        CompletableFuture<Integer> unused =
                transport
                        .publish(packet)
                        .whenComplete(
                                (code, lost) -> {
                                    if (lost == null) {
                                        guarded(() -> answered(entry, PublishReason.of(code)))
                                                .run();
                                    }
                                });
    }

    private void answered(PendingPublication entry, PublishReason reason) {
        if (sent.remove(entry.number) == null) {
            // The publisher has failed since.
            return;
        }

        hangUps.answered();
        metrics.inFlight(sent.size());
        switch (reason.handling()) {
            case ACCEPTED -> {
                trouble = null;
                metrics.acknowledgedAfter(
                        Duration.ofNanos(loop.nanoTime() - entry.writtenAtNanos).toMillis());
                settle(entry, Settlement.ACKNOWLEDGED);
            }
            case RETRIED -> {
                int doublings = Math.min(entry.refusals, PAUSE_DOUBLINGS);
                entry.notBeforeNanos = loop.nanoTime() + (SHORTEST_PAUSE.toNanos() << doublings);
                entry.refusals++;
                waiting.put(entry.number, entry);
                trouble =
                        String.format(
                                "the broker refuses %s for the time being: %s",
                                entry.publication, reason);
                LOG.warn(
                        "The broker refuses {} for the time being, for the {}. time: {}.",
                        entry.publication,
                        entry.refusals,
                        reason);
            }
            case REJECTED -> reject(entry, reason);
            case FATAL -> {
                waiting.put(entry.number, entry);
                fail(failures.notPermitted(entry.publication, reason));
            }
        }

        pump();
    }

    private boolean settleIfExpired(PendingPublication entry) {
        if (!MessageExpiry.isOver(entry.publication.expiresAt(), loop.epochMillis())) {
            return false;
        }

        metrics.expired.inc();
        LOG.warn(
                "{} expired {}.",
                entry.publication,
                entry.sendings == 0
                        ? "before it could be published; it is not"
                        : "before the broker accepted it; it is not published again");
        settle(entry, Settlement.EXPIRED);
        return true;
    }

    private void reject(PendingPublication entry, PublishReason reason) {
        metrics.rejected(reason);
        LOG.error(
                "{} is dropped, since the broker at {} will never accept it: {}.",
                entry.publication,
                connectionSettings.broker(),
                reason);
        settle(entry, Settlement.REJECTED);
    }

    private void settle(PendingPublication entry, Settlement how) {
        waiting.remove(entry.number);
        lastSettledNanos = loop.nanoTime();
        unsettled.decrementAndGet();
        entry.settled.complete(how);
        progress.run();
    }

    @Override
    public void limits(long number, BrokerLimits announced) {
        limits = announced;
    }

    @Override
    public void connected(long number, SessionState session) {
        if (connectedBefore) {
            metrics.reconnects.inc();
        }

        connectedBefore = true;
        connected = true;
        hangUps.connected();
        trouble = null;
        pump();
    }

    @Override
    public void disconnected(long number, Disconnect disconnect) {
        connected = false;
        trouble = "there is no connection, because " + disconnect.reason();
        if (sent.isEmpty()) {
            return;
        }

        PendingPublication first = sent.firstEntry().getValue();
        hangUps.ended(Duration.ofNanos(loop.nanoTime() - first.sentAtNanos));
        waiting.putAll(sent);
        sent.clear();
        metrics.inFlight(0);
        if (hangUps.areCertain()) {
            fail(failures.hungUpOn(first.publication, disconnect));
        }
    }

    @Override
    public void failed(MqttFatalException cause) {
        if (sent.isEmpty()) {
            fail(cause);
            return;
        }

        fail(failures.withUnanswered(cause, sent.size(), sent.firstEntry().getValue().publication));
    }

    /** What goes wrong on the event loop would be logged there and nowhere else. */
    private Runnable guarded(Runnable action) {
        return () -> {
            try {
                action.run();
            } catch (RuntimeException e) {
                fail(new MqttFatalException("The MQTT publisher has a fault: " + e, e));
            }
        };
    }

    private void fail(MqttFatalException cause) {
        if (failure != null) {
            return;
        }

        failure = cause;
        LOG.error("The MQTT publisher gives up.", cause);
        List<PendingPublication> left = new ArrayList<>(sent.values());
        left.addAll(waiting.values());
        sent.clear();
        waiting.clear();
        left.forEach(entry -> entry.settled.completeExceptionally(cause));
        progress.run();
    }

    @Override
    public void sessionEnded(long number) {
        // It ends with every connection.
    }

    @Override
    public void subscribed(long number) {
        // It subscribes to nothing.
    }

    @Override
    public void received(InboundMessage message) {
        LOG.warn("A message arrived on {}, though nothing is subscribed.", message.topic());
    }

    @Override
    public void receivedAll() {
        // Nothing is received.
    }

    @Override
    public void acknowledged(long number, int count, long writtenAt) {
        // Nothing is received.
    }

    /** Says goodbye to the broker and ends the thread; what is unanswered stays so. */
    @Override
    public void close() {
        try {
            transport.close().get(CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn(
                    "The connection of MQTT client {} has not closed within {}.",
                    connectionSettings.clientId(),
                    CLOSE_TIMEOUT,
                    e);
        } catch (InterruptedException e) {
            // Flink insists on the end of the task.
            Thread.currentThread().interrupt();
        }

        loop.close();
    }
}
