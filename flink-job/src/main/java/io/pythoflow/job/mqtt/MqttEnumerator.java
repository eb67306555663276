package io.pythoflow.job.mqtt;

import io.pythoflow.job.mqtt.MqttSlot.Purpose;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.connector.source.SplitsAssignment;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Owns the plan of which reader runs which slot, and the decision that the source has ended. Every
 * method runs on the source coordinator's thread; nothing here does I/O.
 *
 * <p>The life of a slot:
 *
 * <ol>
 *   <li>A reader registers ({@link #addReader}) and gets its slots: slot {@code i} belongs to
 *       subtask {@code i % parallelism}.
 *   <li>The reader reports that the broker holds the session ({@link SlotEstablished}); from then
 *       on its absence is a loss.
 *   <li>The reader fails ({@link #addSplitsBack}): the slot waits for that subtask to register
 *       again. Another subtask must not take it meanwhile, since two connections with one client id
 *       end each other.
 *   <li>With {@code endAfterIdle} the reader reports idleness ({@link SlotIdleness}). Once every
 *       slot is idle, all readers are told together that no more splits follow, which ends them.
 *   <li>After a restore with fewer slots the sessions of the others are drained: a reader gets them
 *       like any slot, and reports when the session is empty and ended ({@link SlotDrained}).
 * </ol>
 */
final class MqttEnumerator implements SplitEnumerator<MqttSlot, MqttEnumeratorState> {
    private static final Logger LOG = LoggerFactory.getLogger(MqttEnumerator.class);

    private final SplitEnumeratorContext<MqttSlot> context;
    private final MqttSourceSettings settings;

    /** By slot. */
    private final SortedMap<Integer, KnownSession> sessions = new TreeMap<>();

    private final Set<Integer> idleSlots = new HashSet<>();
    private final Set<Integer> endedReaders = new HashSet<>();

    MqttEnumerator(
            SplitEnumeratorContext<MqttSlot> context,
            MqttSourceSettings settings,
            @Nullable MqttEnumeratorState restored) {
        this.context = context;
        this.settings = settings;
        // An exclusive source leaves no session behind, and its client id is that of every slot.
        if (restored != null && !settings.isExclusive()) {
            sessions.putAll(restored.sessions());
        }
    }

    @Override
    public void start() {
        if (!abandoned().isEmpty()) {
            LOG.info(
                    "The source runs {} slots and ran more before: the sessions of slots {} are"
                            + " drained, then ended.",
                    settings.slots(),
                    abandoned());
        }
    }

    private Set<Integer> abandoned() {
        return sessions.tailMap(settings.slots()).keySet();
    }

    @Override
    public void handleSplitRequest(int subtask, @Nullable String requesterHostname) {
        // Readers never ask: the plan gives every slot away when its reader registers.
    }

    @Override
    public void addSplitsBack(List<MqttSlot> slots, int subtask) {
        // The plan gives them to the same subtask when it registers again.
    }

    @Override
    public void addReader(int subtask) {
        List<MqttSlot> slots =
                IntStream.concat(
                                IntStream.range(0, settings.slots()),
                                abandoned().stream().mapToInt(Integer::intValue))
                        .filter(slot -> slot % context.currentParallelism() == subtask)
                        .mapToObj(this::slot)
                        .toList();
        slots.forEach(slot -> idleSlots.remove(slot.index()));
        endedReaders.remove(subtask);
        if (!slots.isEmpty()) {
            LOG.info(
                    "Reader {} runs {}.", subtask, slots.stream().map(MqttSlot::clientId).toList());
            context.assignSplits(new SplitsAssignment<>(Map.of(subtask, slots)));
        }

        endIfIdle();
    }

    private MqttSlot slot(int index) {
        KnownSession session = sessions.get(index);
        List<String> held = session == null ? List.of() : session.filters();
        Purpose purpose = index < settings.slots() ? Purpose.READ : Purpose.DRAIN;
        List<String> kept = purpose == Purpose.READ ? settings.subscriptions() : List.of();
        return new MqttSlot(
                index,
                settings.clientId(index),
                purpose,
                session != null && isHere(session),
                session != null && session.live(),
                held.stream().filter(filter -> !kept.contains(filter)).toList());
    }

    /** Another broker has lost nothing when it does not know the session. */
    private boolean isHere(KnownSession session) {
        return session.broker().isEmpty() || session.broker().equals(settings.broker().toString());
    }

    @Override
    public void handleSourceEvent(int subtask, SourceEvent event) {
        if (event instanceof SlotEstablished established) {
            KnownSession before = sessions.get(established.slot());
            sessions.put(
                    established.slot(),
                    new KnownSession(
                            settings.broker().toString(),
                            settings.subscriptions(),
                            before != null && before.live()));
        } else if (event instanceof SlotLiveness liveness) {
            sessions.computeIfPresent(
                    liveness.slot(), (slot, session) -> session.withLiveness(liveness));
        } else if (event instanceof SlotIdleness idleness) {
            if (idleness.idle()) {
                idleSlots.add(idleness.slot());
            } else {
                idleSlots.remove(idleness.slot());
            }

            endIfIdle();
        } else if (event instanceof SlotDrained drained) {
            LOG.info("The session of slot {} is drained and ended.", drained.slot());
            sessions.remove(drained.slot());
            idleSlots.remove(drained.slot());
            endIfIdle();
        } else {
            throw new IllegalArgumentException(
                    "Reader "
                            + subtask
                            + " sent an event that the enumerator does not know: "
                            + event);
        }
    }

    private void endIfIdle() {
        if (idleSlots.size() < settings.slots() || !abandoned().isEmpty()) {
            return;
        }

        List<Integer> running =
                context.registeredReaders().keySet().stream()
                        .filter(reader -> !endedReaders.contains(reader))
                        .toList();
        if (!running.isEmpty()) {
            LOG.info(
                    "Every slot was idle for {}: the source ends, in readers {}.",
                    settings.endAfterIdle(),
                    running);
        }

        for (int reader : running) {
            endedReaders.add(reader);
            context.signalNoMoreSplits(reader);
        }
    }

    @Override
    public MqttEnumeratorState snapshotState(long checkpointId) {
        return new MqttEnumeratorState(sessions);
    }

    @Override
    public void close() {}
}
