package io.pythoflow.job.mqtt;

import io.pythoflow.job.mqtt.transport.InboundMessage;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Remembers which QoS 1 messages of one slot are unacknowledged, and which checkpoint allows to
 * acknowledge them. Pure; confined to the task thread.
 *
 * <p>Messages are numbered as they are emitted ({@link #received}); {@link #bind} ties all so far
 * to a checkpoint; {@link #complete} gives back what may be acknowledged: all that is tied to that
 * checkpoint or an earlier one, in order of receipt. The messages of a checkpoint that fails are
 * part of the next that completes.
 *
 * <p>Packet ids have a meaning only on the connection that brought them. What an older connection
 * brought is forgotten: the broker delivers it again.
 *
 * <p><b>Resends on one connection.</b> AWS IoT Core sends an unacknowledged message again, without
 * the duplicate flag and, on rare occasions, under another packet id. The bytes are the same, so
 * only equal topic and payload can be a resend. Under the packet id of the first copy it is one.
 * Under another packet id it is one if the first copy has been unacknowledged for long enough to be
 * sent again; before that a sender said it twice, which is for others to see. All packet ids of a
 * message are acknowledged together.
 *
 * <p><b>Packet ids re-used in flight.</b> Mosquitto 2.0.11 gives an unacknowledged packet id to
 * another message. An acknowledgement names the packet id and not the message. So each of them is
 * acknowledged on its own, but none before all of them are durable.
 */
final class AckTracker {
    /** What a message turned out to be. */
    enum Verdict {
        /** Not seen on this connection: to be emitted. */
        NEW,
        /**
         * The same message once more while the first copy waits for its checkpoint: emitted
         * already, and acknowledged with it.
         */
        RESENT,
        /**
         * Another message under a packet id that is still unacknowledged, which some brokers do
         * although the protocol forbids it: to be emitted.
         */
        PACKET_ID_REUSED
    }

    /** One PUBLISH packet that the broker counts as under way. */
    private static final class Delivery {
        final int packetId;
        final long topicAndPayload;
        final long receivedAt;

        /** Of the message, counted as they are emitted; copies have that of the first. */
        final long message;

        /** Another one under the same packet id that came before. */
        final @Nullable Delivery earlier;

        /** The message up to which all must be durable before this one is acknowledged. */
        long needed;

        Delivery(
                int packetId,
                long topicAndPayload,
                long receivedAt,
                long message,
                @Nullable Delivery earlier) {
            this.packetId = packetId;
            this.topicAndPayload = topicAndPayload;
            this.receivedAt = receivedAt;
            this.message = message;
            this.earlier = earlier;
            needed = earlier == null ? message : Math.max(message, earlier.needed);
            for (Delivery other = earlier; other != null; other = other.earlier) {
                other.needed = needed;
            }
        }

        /** Whether this content came under this packet id. */
        boolean isOf(long content) {
            return topicAndPayload == content || (earlier != null && earlier.isOf(content));
        }
    }

    private final long resendAfterMs;

    /** In order of receipt. */
    private Deque<Delivery> deliveries = new ArrayDeque<>();

    private final Map<Integer, Delivery> newestByPacketId = new HashMap<>();
    private final Map<Long, Delivery> oldestByContent = new HashMap<>();

    /** By checkpoint, the last message in it. */
    private final NavigableMap<Long, Long> bound = new TreeMap<>();

    private long connection;
    private long emitted;

    /**
     * @param resendAfter age of an unacknowledged message from which on equal topic and payload
     *     under another packet id count as its resend
     */
    AckTracker(Duration resendAfter) {
        this.resendAfterMs = resendAfter.toMillis();
    }

    /** Takes note of a QoS 1 message, which is emitted now unless the verdict is RESENT. */
    Verdict received(InboundMessage message) {
        if (message.connection() != connection) {
            forget();
            connection = message.connection();
        }

        long content = ContentHash.of(message.topic(), message.payload());
        Delivery underThisId = newestByPacketId.get(message.packetId());
        if (underThisId != null && underThisId.isOf(content)) {
            return Verdict.RESENT;
        }

        Delivery first = oldestByContent.get(content);
        boolean resent = first != null && isResend(message, first);
        if (!resent) {
            emitted++;
        }

        Delivery delivery =
                new Delivery(
                        message.packetId(),
                        content,
                        message.receivedAt(),
                        resent ? first.message : emitted,
                        underThisId);
        deliveries.add(delivery);
        newestByPacketId.put(delivery.packetId, delivery);
        oldestByContent.putIfAbsent(content, delivery);
        if (resent) {
            return Verdict.RESENT;
        }

        return underThisId == null ? Verdict.NEW : Verdict.PACKET_ID_REUSED;
    }

    private boolean isResend(InboundMessage message, Delivery first) {
        return message.receivedAt() - first.receivedAt >= resendAfterMs;
    }

    /** Ties everything emitted so far to this checkpoint. */
    void bind(long checkpointId) {
        bound.put(checkpointId, emitted);
    }

    /** What may be acknowledged once this checkpoint is complete, in order of receipt. */
    Acknowledgeable complete(long checkpointId) {
        NavigableMap<Long, Long> covered = bound.headMap(checkpointId, true);
        long durable = covered.isEmpty() ? 0 : covered.lastEntry().getValue();
        covered.clear();
        return take(durable);
    }

    /**
     * What may be acknowledged if acknowledgements wait for no checkpoint: all that was emitted.
     */
    Acknowledgeable completeStaged() {
        return take(emitted);
    }

    private Acknowledgeable take(long durable) {
        Deque<Delivery> rest = new ArrayDeque<>();
        int[] packetIds = new int[deliveries.size()];
        int count = 0;
        long oldest = Long.MAX_VALUE;
        for (Delivery delivery : deliveries) {
            if (delivery.needed > durable) {
                rest.add(delivery);
            } else {
                packetIds[count] = delivery.packetId;
                count++;
                oldest = Math.min(oldest, delivery.receivedAt);
                newestByPacketId.remove(delivery.packetId, delivery);
                oldestByContent.remove(delivery.topicAndPayload, delivery);
            }
        }

        deliveries = rest;
        return new Acknowledgeable(connection, Arrays.copyOf(packetIds, count), oldest);
    }

    /** The connection is gone, and with it the meaning of its packet ids. */
    void forget() {
        bound.clear();
        deliveries.clear();
        newestByPacketId.clear();
        oldestByContent.clear();
    }

    /** Packets that the broker counts as under way. */
    int unacknowledged() {
        return deliveries.size();
    }

    /** Epoch milliseconds; {@link Long#MAX_VALUE} if nothing is unacknowledged. */
    long oldestReceivedAt() {
        Delivery oldest = deliveries.peek();
        return oldest == null ? Long.MAX_VALUE : oldest.receivedAt;
    }

    /**
     * @param connection on which alone the ids mean something
     * @param packetIds in order of receipt
     * @param oldestReceivedAt epoch milliseconds; {@link Long#MAX_VALUE} if there are none
     */
    record Acknowledgeable(long connection, int[] packetIds, long oldestReceivedAt) {
        boolean isEmpty() {
            return packetIds.length == 0;
        }
    }
}
