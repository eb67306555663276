package io.pythoflow.job.mqtt;

import io.pythoflow.job.mqtt.transport.InboundMessage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Remembers which QoS 1 messages of one slot are unacknowledged, and which checkpoint allows to
 * acknowledge them. Pure; confined to the task thread.
 *
 * <p>A message is first staged, when it is emitted ({@link #received}); {@link #bind} ties
 * everything staged to a checkpoint; {@link #complete} gives back what may be acknowledged: all
 * that is tied to that checkpoint or an earlier one, in order of receipt. A checkpoint that fails
 * leaves its messages tied to it, and the next that completes takes them along.
 *
 * <p>Packet ids have a meaning only on the connection that brought them. What an older connection
 * brought is forgotten: the broker delivers it again.
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

    private record Pending(int packetId, long topicAndPayload, long receivedAt) {}

    private final NavigableMap<Long, List<Pending>> bound = new TreeMap<>();
    private final Map<Integer, Pending> newestByPacketId = new HashMap<>();
    private List<Pending> staged = new ArrayList<>();
    private long connection;
    private int unacknowledged;

    /** Takes note of a QoS 1 message, which is emitted now unless the verdict is RESENT. */
    Verdict received(InboundMessage message) {
        if (message.connection() != connection) {
            forget();
            connection = message.connection();
        }

        Pending pending =
                new Pending(
                        message.packetId(),
                        ContentHash.of(message.topic(), message.payload()),
                        message.receivedAt());
        Pending known = newestByPacketId.get(message.packetId());
        if (known != null && known.topicAndPayload() == pending.topicAndPayload()) {
            return Verdict.RESENT;
        }

        staged.add(pending);
        newestByPacketId.put(message.packetId(), pending);
        unacknowledged++;
        return known == null ? Verdict.NEW : Verdict.PACKET_ID_REUSED;
    }

    /** Ties everything emitted since the last checkpoint to this one. */
    void bind(long checkpointId) {
        if (!staged.isEmpty()) {
            bound.put(checkpointId, staged);
            staged = new ArrayList<>();
        }
    }

    /** What may be acknowledged once this checkpoint is complete, in order of receipt. */
    Acknowledgeable complete(long checkpointId) {
        NavigableMap<Long, List<Pending>> covered = bound.headMap(checkpointId, true);
        Acknowledgeable acknowledgeable = take(covered.values());
        covered.clear();
        return acknowledgeable;
    }

    /**
     * What may be acknowledged if acknowledgements wait for no checkpoint: all that was emitted.
     */
    Acknowledgeable completeStaged() {
        Acknowledgeable acknowledgeable = take(List.of(staged));
        staged = new ArrayList<>();
        return acknowledgeable;
    }

    private Acknowledgeable take(Collection<List<Pending>> lists) {
        int[] packetIds = new int[lists.stream().mapToInt(List::size).sum()];
        long oldest = Long.MAX_VALUE;
        int next = 0;
        for (List<Pending> list : lists) {
            for (Pending pending : list) {
                packetIds[next] = pending.packetId();
                next++;
                oldest = Math.min(oldest, pending.receivedAt());
                newestByPacketId.remove(pending.packetId(), pending);
            }
        }

        unacknowledged -= packetIds.length;
        return new Acknowledgeable(connection, packetIds, oldest);
    }

    /** The connection is gone, and with it the meaning of its packet ids. */
    void forget() {
        bound.clear();
        staged = new ArrayList<>();
        newestByPacketId.clear();
        unacknowledged = 0;
    }

    int unacknowledged() {
        return unacknowledged;
    }

    /** Epoch milliseconds; {@link Long#MAX_VALUE} if nothing is unacknowledged. */
    long oldestReceivedAt() {
        List<Pending> oldest = bound.isEmpty() ? staged : bound.firstEntry().getValue();
        return oldest.isEmpty() ? Long.MAX_VALUE : oldest.get(0).receivedAt();
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
