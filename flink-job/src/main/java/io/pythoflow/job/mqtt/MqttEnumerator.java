package io.pythoflow.job.mqtt;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
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
 * </ol>
 */
final class MqttEnumerator implements SplitEnumerator<MqttSlot, MqttEnumeratorState> {
    private static final Logger LOG = LoggerFactory.getLogger(MqttEnumerator.class);

    private final SplitEnumeratorContext<MqttSlot> context;
    private final MqttSourceSettings settings;
    private final SortedSet<Integer> knownSessions = new TreeSet<>();
    private final Set<Integer> idleSlots = new HashSet<>();
    private final Set<Integer> endedReaders = new HashSet<>();

    MqttEnumerator(
            SplitEnumeratorContext<MqttSlot> context,
            MqttSourceSettings settings,
            @Nullable MqttEnumeratorState restored) {
        this.context = context;
        this.settings = settings;
        if (restored != null) {
            knownSessions.addAll(restored.knownSessions());
        }
    }

    @Override
    public void start() {
        SortedSet<Integer> abandoned = knownSessions.tailSet(settings.slots());
        if (!abandoned.isEmpty()) {
            LOG.warn(
                    "The source runs {} slots and ran more before. The broker keeps the sessions of"
                            + " slots {} and what they hold until they expire after {}; run with as"
                            + " many slots as before to receive it.",
                    settings.slots(),
                    abandoned,
                    settings.sessionExpiry());
        }
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
                slotsOf(subtask, context.currentParallelism()).mapToObj(this::slot).toList();
        slots.forEach(slot -> idleSlots.remove(slot.index()));
        endedReaders.remove(subtask);
        if (!slots.isEmpty()) {
            LOG.info(
                    "Reader {} runs {}.", subtask, slots.stream().map(MqttSlot::clientId).toList());
            context.assignSplits(new SplitsAssignment<>(Map.of(subtask, slots)));
        }

        endIfIdle();
    }

    private IntStream slotsOf(int subtask, int parallelism) {
        return IntStream.range(0, settings.slots()).filter(slot -> slot % parallelism == subtask);
    }

    private MqttSlot slot(int index) {
        return new MqttSlot(index, settings.clientId(index), knownSessions.contains(index));
    }

    @Override
    public void handleSourceEvent(int subtask, SourceEvent event) {
        if (event instanceof SlotEstablished established) {
            knownSessions.add(established.slot());
        } else if (event instanceof SlotIdleness idleness) {
            if (idleness.idle()) {
                idleSlots.add(idleness.slot());
            } else {
                idleSlots.remove(idleness.slot());
            }

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
        if (idleSlots.size() < settings.slots()) {
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
        return new MqttEnumeratorState(
                settings.slots(), settings.sharedGroup(), settings.filters(), knownSessions);
    }

    @Override
    public void close() {}
}
