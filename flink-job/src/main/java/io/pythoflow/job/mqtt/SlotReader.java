package io.pythoflow.job.mqtt;

import io.pythoflow.job.mqtt.AckTracker.Acknowledgeable;
import io.pythoflow.job.mqtt.AckTracker.Verdict;
import io.pythoflow.job.mqtt.MqttSlot.Purpose;
import io.pythoflow.job.mqtt.SlotWatermark.Activity;
import io.pythoflow.job.mqtt.transport.Disconnect;
import io.pythoflow.job.mqtt.transport.InboundMessage;
import io.pythoflow.job.mqtt.transport.MqttListener;
import io.pythoflow.job.mqtt.transport.MqttTransport;
import io.pythoflow.job.mqtt.transport.SessionState;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.source.SourceOutput;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One slot inside its reader: what its session has delivered, what of it is unacknowledged, and
 * what time it is there. Task thread only; {@link SlotListener} brings the events of its connection
 * over.
 */
final class SlotReader<T> {
    private static final Logger LOG = LoggerFactory.getLogger(SlotReader.class);

    /** Silence after which a slot without anything unacknowledged is taken to be drained. */
    private static final Duration QUIET = Duration.ofSeconds(1);

    /**
     * Silence after which an abandoned session is taken to be empty. Longer, because what comes
     * later is lost: a broker may take its time between the last acknowledgement and the next batch
     * (AWS IoT Core sends ten stored messages a second).
     */
    static final Duration EMPTY = Duration.ofSeconds(10);

    /** What a broker may still redeliver after a session's expiry: its grace and its retries. */
    private static final Duration REDELIVERY_GRACE = Duration.ofMinutes(90);

    private final MqttSlot slot;
    private final MqttSourceSettings settings;
    private final MqttDeserializer<T> deserializer;
    private final ReaderMetrics metrics;
    private final FlowControl flow;
    private final MqttTransport transport;
    private final AckTracker tracker;
    private final SlotTime time;
    private final RecordOutput records = new RecordOutput();

    private boolean sessionKnown;
    private boolean connectedBefore;
    private boolean connected;
    private boolean subscribed;
    private boolean ending;
    private boolean reuseReported;

    /** Handed to the transport on this connection and not reported as written. */
    private int acknowledgementsUnderWay;

    /** The later of subscription, last receipt and last acknowledgement, epoch milliseconds. */
    private long lastActivityAt;

    private long lastTickAt = Long.MAX_VALUE;
    private long emittedWatermark = Long.MIN_VALUE;
    private boolean outputIdle;

    SlotReader(
            MqttSlot slot,
            MqttSourceSettings settings,
            MqttDeserializer<T> deserializer,
            ReaderMetrics metrics,
            FlowControl flow,
            MqttTransport transport) {
        this.slot = slot;
        this.settings = settings;
        this.deserializer = deserializer;
        this.metrics = metrics;
        this.flow = flow;
        this.transport = transport;
        this.tracker = new AckTracker(settings.resendAfter());
        this.time =
                settings.isExclusive()
                        ? SlotTime.NONE
                        : new SlotWatermark(
                                settings.outOfOrderness(),
                                settings.liveWithin(),
                                settings.sessionExpiry().plus(REDELIVERY_GRACE),
                                slot.live());
        this.sessionKnown = slot.sessionKnown();
    }

    void start(MqttListener listener) {
        transport.start(listener);
    }

    MqttSlot slot() {
        return slot;
    }

    void connected(SessionState session, long now) {
        if (connectedBefore) {
            metrics.reconnects.inc();
        }

        if (session == SessionState.NEW && slot.purpose() == Purpose.DRAIN) {
            LOG.info(
                    "The broker keeps no session of {} any more: there is nothing to drain.",
                    slot.clientId());
        } else if (session == SessionState.NEW && sessionKnown) {
            metrics.sessionsLost.inc();
            LOG.warn(
                    "The broker has lost the session of {}: messages that arrived while it was away,"
                            + " or were unacknowledged, may be gone. Check that the session expiry"
                            + " of {} outlasts outages, and who deletes sessions.",
                    slot.clientId(),
                    settings.sessionExpiry());
        }

        connected = true;
        connectedBefore = true;
        time.connected(now);
    }

    void subscribed(long now) {
        subscribed = true;
        sessionKnown = !settings.isExclusive();
        lastActivityAt = now;
    }

    void disconnected(Disconnect disconnect) {
        if (disconnect.kind() == Disconnect.Kind.UNDECODABLE) {
            metrics.undecodablePackets.inc();
        }

        connected = false;
        subscribed = false;
        ending = false;
        reuseReported = false;
        acknowledgementsUnderWay = 0;
        tracker.forget();
    }

    /** Emits the records of a message, unless it was emitted already. */
    void received(InboundMessage message, SourceOutput<T> output) {
        flow.taken(message.payload().length);
        metrics.received(message.payload().length);
        lastActivityAt = Math.max(lastActivityAt, message.receivedAt());
        if (outputIdle) {
            // Before the record, so that others wait for this slot from here on.
            time.activate();
            tellIdleness(output);
        }

        if (message.qos() > 0 && isResent(message)) {
            return;
        }

        deserializer.deserialize(toMqttMessage(message), records.of(message, output));
    }

    private static MqttMessage toMqttMessage(InboundMessage message) {
        return new MqttMessage(
                message.topic(),
                message.payload(),
                message.receivedAt(),
                message.qos(),
                message.duplicate(),
                message.retained());
    }

    /** The place where copies of one message on one connection are told from new messages. */
    private boolean isResent(InboundMessage message) {
        Verdict verdict = tracker.received(message);
        if (message.duplicate() || verdict == Verdict.RESENT) {
            metrics.redelivered.inc();
        }

        if (verdict == Verdict.RESENT) {
            metrics.resendsDropped.inc();
        }

        if (verdict == Verdict.PACKET_ID_REUSED) {
            reportReuse(message.packetId());
        }

        return verdict == Verdict.RESENT;
    }

    /** A broker that does it once does it often: logged once per connection, counted always. */
    private void reportReuse(int packetId) {
        metrics.packetIdsReused.inc();
        if (!reuseReported) {
            reuseReported = true;
            LOG.warn(
                    "The broker sent {} another message under packet id {}, which is still"
                            + " unacknowledged. Both are kept. It is a fault of the broker"
                            + " (Mosquitto before 2.0.13 does it when overloaded); the counter"
                            + " packetIdsReused tells how often.",
                    slot.clientId(),
                    packetId);
        }
    }

    void bind(long checkpointId) {
        tracker.bind(checkpointId);
    }

    void complete(long checkpointId) {
        acknowledge(tracker.complete(checkpointId));
    }

    void acknowledgeEmitted() {
        acknowledge(tracker.completeStaged());
    }

    private void acknowledge(Acknowledgeable acknowledgeable) {
        if (!acknowledgeable.isEmpty()) {
            acknowledgementsUnderWay += acknowledgeable.packetIds().length;
            transport.acknowledge(acknowledgeable.connection(), acknowledgeable.packetIds());
            metrics.acknowledgedAfter(
                    Math.max(0, System.currentTimeMillis() - acknowledgeable.oldestReceivedAt()));
        }
    }

    void acknowledged(int count, long writtenAt) {
        metrics.acknowledged.inc(count);
        acknowledgementsUnderWay = Math.max(0, acknowledgementsUnderWay - count);
        lastActivityAt = Math.max(lastActivityAt, writtenAt);
    }

    /** Emits the watermark that is due, and idleness if it changed. */
    void advance(long now, SourceOutput<T> output) {
        measureFullWindow(now);
        if (slot.purpose() == Purpose.DRAIN && !ending && isSilentFor(EMPTY, now)) {
            ending = true;
            transport.endSession();
        }

        time.advance(activity(now), tracker.oldestReceivedAt(), now);
        if (time.watermark() > emittedWatermark) {
            emittedWatermark = time.watermark();
            output.emitWatermark(new Watermark(emittedWatermark));
            outputIdle = false;
        }

        tellIdleness(output);
    }

    private void tellIdleness(SourceOutput<T> output) {
        if (time.isIdle() != outputIdle) {
            outputIdle = time.isIdle();
            if (outputIdle) {
                output.markIdle();
            } else {
                output.markActive();
            }
        }
    }

    private void measureFullWindow(long now) {
        if (tracker.unacknowledged() >= settings.receiveMaximum() && now > lastTickAt) {
            metrics.windowFullMs.inc(now - lastTickAt);
        }

        lastTickAt = now;
    }

    private Activity activity(long now) {
        if (!connected || !subscribed) {
            return Activity.DISCONNECTED;
        }

        return isSilentFor(QUIET, now) ? Activity.DRAINED : Activity.BUSY;
    }

    /** Whether the slot is connected and nothing came, is unacknowledged or queued for so long. */
    boolean isSilentFor(Duration silence, long now) {
        return connected
                && subscribed
                && tracker.unacknowledged() == 0
                && acknowledgementsUnderWay == 0
                && flow.queuedMessages() == 0
                && now - lastActivityAt >= silence.toMillis();
    }

    boolean isOutputIdle() {
        return outputIdle;
    }

    boolean isSubscribed() {
        return subscribed;
    }

    boolean isLive() {
        return time.isLive();
    }

    int unacknowledged() {
        return tracker.unacknowledged();
    }

    /** Epoch milliseconds; {@link Long#MAX_VALUE} if nothing is unacknowledged. */
    long oldestUnacknowledgedAt() {
        return tracker.oldestReceivedAt();
    }

    CompletableFuture<Void> close() {
        return transport.close();
    }

    /** Emits the records of one message after the other; reused, since there are many. */
    private final class RecordOutput implements MqttDeserializer.Output<T> {
        private @Nullable SourceOutput<T> output;
        private long receivedAt;

        RecordOutput of(InboundMessage message, SourceOutput<T> slotOutput) {
            output = slotOutput;
            receivedAt = message.receivedAt();
            return this;
        }

        @Override
        public void collect(T record, long eventTimestamp) {
            Objects.requireNonNull(output).collect(record, eventTimestamp);
            time.emitted(eventTimestamp, receivedAt);
        }

        @Override
        public void collect(T record) {
            Objects.requireNonNull(output).collect(record);
        }
    }
}
