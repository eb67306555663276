package io.pythoflow.job.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pythoflow.job.mqtt.MqttSlot.Purpose;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import org.apache.flink.api.connector.source.ReaderInfo;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.connector.source.SplitsAssignment;
import org.apache.flink.metrics.groups.SplitEnumeratorMetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.junit.jupiter.api.Test;

class MqttEnumeratorTest {
    private static final Duration IDLE = Duration.ofSeconds(5);
    private static final List<String> CURRENT = SourceFixtures.settings(1).subscriptions();

    @Test
    void spreadsTheSlotsOverTheReaders() {
        RecordingContext context = new RecordingContext(2);
        MqttEnumerator enumerator = new MqttEnumerator(context, SourceFixtures.settings(5), null);
        context.register(enumerator, 0);
        context.register(enumerator, 1);

        assertThat(context.clientIds(0))
                .containsExactly("test-slot-0", "test-slot-2", "test-slot-4");
        assertThat(context.clientIds(1)).containsExactly("test-slot-1", "test-slot-3");
    }

    @Test
    void theSlotsKeepTheirClientIdsUnderAnotherParallelism() {
        RecordingContext context = new RecordingContext(1);
        MqttEnumerator before = new MqttEnumerator(context, SourceFixtures.settings(2), null);
        context.register(before, 0);
        RecordingContext rescaled = new RecordingContext(3);
        MqttEnumerator after =
                new MqttEnumerator(rescaled, SourceFixtures.settings(2), before.snapshotState(1));
        for (int reader = 0; reader < 3; reader++) {
            rescaled.register(after, reader);
        }

        assertThat(context.clientIds(0)).containsExactly("test-slot-0", "test-slot-1");
        assertThat(rescaled.clientIds(0)).containsExactly("test-slot-0");
        assertThat(rescaled.clientIds(1)).containsExactly("test-slot-1");
        assertThat(rescaled.clientIds(2)).isEmpty();
    }

    @Test
    void aFailedReaderGetsItsSlotsBackWhenItRegistersAgain() {
        RecordingContext context = new RecordingContext(2);
        MqttEnumerator enumerator = new MqttEnumerator(context, SourceFixtures.settings(2), null);
        context.register(enumerator, 0);
        context.register(enumerator, 1);
        List<MqttSlot> lost = context.slots(1);
        context.unregister(1);

        enumerator.addSplitsBack(lost, 1);
        assertThat(context.clientIds(0)).containsExactly("test-slot-0");

        context.register(enumerator, 1);
        assertThat(context.clientIds(1)).containsExactly("test-slot-1");
    }

    @Test
    void anExclusiveSourceTakesNoSessionsOver() {
        RecordingContext context = new RecordingContext(1);
        MqttEnumerator before = new MqttEnumerator(context, SourceFixtures.settings(2), null);
        context.register(before, 0);
        before.handleSourceEvent(0, new SlotEstablished(0));
        before.handleSourceEvent(0, new SlotEstablished(1));
        RecordingContext restored = new RecordingContext(1);
        MqttEnumerator after =
                new MqttEnumerator(
                        restored, SourceFixtures.exclusiveSettings(), before.snapshotState(1));
        restored.register(after, 0);

        assertThat(restored.clientIds(0)).containsExactly("test");
        assertThat(restored.slots(0)).extracting(MqttSlot::sessionKnown).containsExactly(false);
        assertThat(after.snapshotState(2).sessions()).isEmpty();
    }

    @Test
    void aSessionOnceEstablishedIsExpectedAfterARestore() {
        RecordingContext context = new RecordingContext(1);
        MqttEnumerator before = new MqttEnumerator(context, SourceFixtures.settings(2), null);
        context.register(before, 0);
        assertThat(context.slots(0)).extracting(MqttSlot::sessionKnown).containsOnly(false);
        before.handleSourceEvent(0, new SlotEstablished(1));
        MqttEnumerator after =
                new MqttEnumerator(context, SourceFixtures.settings(2), before.snapshotState(1));
        context.register(after, 0);

        assertThat(context.slots(0))
                .extracting(MqttSlot::sessionKnown)
                .containsExactly(false, true);
    }

    @Test
    void endsAllReadersTogetherOnceEverySlotIsIdle() {
        RecordingContext context = new RecordingContext(3);
        MqttEnumerator enumerator =
                new MqttEnumerator(context, SourceFixtures.settings(2, IDLE), null);
        for (int reader = 0; reader < 3; reader++) {
            context.register(enumerator, reader);
        }

        enumerator.handleSourceEvent(0, new SlotIdleness(0, true));
        enumerator.handleSourceEvent(0, new SlotIdleness(0, false));
        enumerator.handleSourceEvent(1, new SlotIdleness(1, true));
        assertThat(context.ended).isEmpty();

        enumerator.handleSourceEvent(0, new SlotIdleness(0, true));
        assertThat(context.ended).containsExactly(0, 1, 2);
    }

    @Test
    void aReaderThatRestartsAfterTheEndMustBeIdleAgain() {
        RecordingContext context = new RecordingContext(2);
        MqttEnumerator enumerator =
                new MqttEnumerator(context, SourceFixtures.settings(2, IDLE), null);
        context.register(enumerator, 0);
        context.register(enumerator, 1);
        enumerator.handleSourceEvent(0, new SlotIdleness(0, true));
        enumerator.handleSourceEvent(1, new SlotIdleness(1, true));
        context.ended.clear();

        context.unregister(1);
        context.register(enumerator, 1);
        assertThat(context.ended).isEmpty();

        enumerator.handleSourceEvent(1, new SlotIdleness(1, true));
        assertThat(context.ended).containsExactly(1);
    }

    @Test
    void drainsTheSessionsOfSlotsThatItHasNoMore() {
        RecordingContext context = new RecordingContext(2);
        MqttEnumerator enumerator =
                new MqttEnumerator(
                        context,
                        SourceFixtures.settings(2),
                        state(Map.of(0, CURRENT, 1, CURRENT, 2, CURRENT, 3, List.of("old"))));
        context.register(enumerator, 0);
        context.register(enumerator, 1);

        assertThat(context.slots(0))
                .containsExactly(
                        new MqttSlot(0, "test-slot-0", Purpose.READ, true, false, List.of()),
                        new MqttSlot(2, "test-slot-2", Purpose.DRAIN, true, false, CURRENT));
        assertThat(context.slots(1))
                .containsExactly(
                        new MqttSlot(1, "test-slot-1", Purpose.READ, true, false, List.of()),
                        new MqttSlot(3, "test-slot-3", Purpose.DRAIN, true, false, List.of("old")));

        // Until it is told that one is empty, it would drain both again.
        enumerator.handleSourceEvent(0, new SlotDrained(2));
        assertThat(enumerator.snapshotState(1))
                .isEqualTo(state(Map.of(0, CURRENT, 1, CURRENT, 3, List.of("old"))));
    }

    @Test
    void aSlotThatComesBackBeforeItWasDrainedIsReadAgain() {
        RecordingContext context = new RecordingContext(1);
        MqttEnumerator enumerator =
                new MqttEnumerator(
                        context, SourceFixtures.settings(2), state(Map.of(0, CURRENT, 1, CURRENT)));
        context.register(enumerator, 0);

        assertThat(context.slots(0))
                .extracting(MqttSlot::purpose)
                .containsExactly(Purpose.READ, Purpose.READ);
    }

    @Test
    void aSessionLeavesTheFiltersThatAreNotConfiguredAnyMore() {
        RecordingContext context = new RecordingContext(1);
        MqttEnumerator enumerator =
                new MqttEnumerator(
                        context,
                        SourceFixtures.settings(1),
                        state(
                                Map.of(
                                        0,
                                        List.of(
                                                "$share/group/sensors/+/data",
                                                "$share/group/old"))));
        context.register(enumerator, 0);
        assertThat(context.slots(0).get(0).formerFilters()).containsExactly("$share/group/old");

        enumerator.handleSourceEvent(0, new SlotEstablished(0));
        assertThat(enumerator.snapshotState(1)).isEqualTo(state(Map.of(0, CURRENT)));
    }

    @Test
    void whatASlotKnewOfThePresentOutlivesARestart() {
        RecordingContext context = new RecordingContext(1);
        MqttEnumerator before = new MqttEnumerator(context, SourceFixtures.settings(2), null);
        context.register(before, 0);
        before.handleSourceEvent(0, new SlotEstablished(0));
        before.handleSourceEvent(0, new SlotEstablished(1));
        before.handleSourceEvent(0, new SlotLiveness(0, true));
        before.handleSourceEvent(0, new SlotLiveness(0, false));
        before.handleSourceEvent(0, new SlotLiveness(1, true));
        before.handleSourceEvent(0, new SlotEstablished(1));
        MqttEnumerator after =
                new MqttEnumerator(context, SourceFixtures.settings(2), before.snapshotState(1));
        context.register(after, 0);

        assertThat(context.slots(0)).extracting(MqttSlot::live).containsExactly(false, true);
    }

    @Test
    void anotherBrokerIsNotExpectedToKnowTheSession() {
        RecordingContext context = new RecordingContext(1);
        MqttEnumerator enumerator =
                new MqttEnumerator(
                        context,
                        SourceFixtures.settings(1),
                        stateAt("mqtt://elsewhere:1883", Map.of(0, CURRENT)));
        context.register(enumerator, 0);
        assertThat(context.slots(0)).extracting(MqttSlot::sessionKnown).containsExactly(false);

        enumerator.handleSourceEvent(0, new SlotEstablished(0));
        assertThat(enumerator.snapshotState(1)).isEqualTo(state(Map.of(0, CURRENT)));
    }

    @Test
    void doesNotEndBeforeAbandonedSessionsAreDrained() {
        RecordingContext context = new RecordingContext(1);
        MqttEnumerator enumerator =
                new MqttEnumerator(
                        context,
                        SourceFixtures.settings(1, IDLE),
                        state(Map.of(0, CURRENT, 1, CURRENT)));
        context.register(enumerator, 0);
        enumerator.handleSourceEvent(0, new SlotIdleness(0, true));
        enumerator.handleSourceEvent(0, new SlotIdleness(1, true));
        assertThat(context.ended).isEmpty();

        enumerator.handleSourceEvent(0, new SlotDrained(1));
        assertThat(context.ended).containsExactly(0);
    }

    @Test
    void anUnknownEventIsAnError() {
        MqttEnumerator enumerator =
                new MqttEnumerator(new RecordingContext(1), SourceFixtures.settings(1), null);

        assertThatThrownBy(() -> enumerator.handleSourceEvent(0, new StrangeEvent()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Reader 0 sent an event that the enumerator does not know");
    }

    private static MqttEnumeratorState state(Map<Integer, List<String>> filtersBySlot) {
        return stateAt(SourceFixtures.settings(1).broker().toString(), filtersBySlot);
    }

    private static MqttEnumeratorState stateAt(
            String broker, Map<Integer, List<String>> filtersBySlot) {
        TreeMap<Integer, KnownSession> sessions = new TreeMap<>();
        filtersBySlot.forEach(
                (slot, filters) -> sessions.put(slot, new KnownSession(broker, filters, false)));
        return new MqttEnumeratorState(sessions);
    }

    private record StrangeEvent() implements SourceEvent {}

    /** Remembers assignments and ends; runs nothing. */
    private static final class RecordingContext implements SplitEnumeratorContext<MqttSlot> {
        final Set<Integer> ended = new TreeSet<>();
        private final Map<Integer, List<MqttSlot>> assigned = new HashMap<>();
        private final Map<Integer, ReaderInfo> readers = new HashMap<>();
        private final int parallelism;

        RecordingContext(int parallelism) {
            this.parallelism = parallelism;
        }

        void register(MqttEnumerator enumerator, int reader) {
            readers.put(reader, new ReaderInfo(reader, "host"));
            enumerator.addReader(reader);
        }

        void unregister(int reader) {
            readers.remove(reader);
            assigned.remove(reader);
        }

        List<MqttSlot> slots(int reader) {
            return assigned.getOrDefault(reader, List.of());
        }

        List<String> clientIds(int reader) {
            return slots(reader).stream().map(MqttSlot::clientId).toList();
        }

        @Override
        public SplitEnumeratorMetricGroup metricGroup() {
            return UnregisteredMetricsGroup.createSplitEnumeratorMetricGroup();
        }

        @Override
        public void sendEventToSourceReader(int subtaskId, SourceEvent event) {
            throw new UnsupportedOperationException("The enumerator sends no events");
        }

        @Override
        public int currentParallelism() {
            return parallelism;
        }

        @Override
        public Map<Integer, ReaderInfo> registeredReaders() {
            return Map.copyOf(readers);
        }

        @Override
        public void assignSplits(SplitsAssignment<MqttSlot> assignment) {
            assertThat(readers.keySet()).containsAll(assignment.assignment().keySet());
            assigned.putAll(assignment.assignment());
        }

        @Override
        public void signalNoMoreSplits(int subtask) {
            assertThat(ended.add(subtask)).as("ended once: %s", subtask).isTrue();
        }

        @Override
        public <V> void callAsync(Callable<V> callable, BiConsumer<V, Throwable> handler) {
            throw new UnsupportedOperationException("The enumerator does no I/O");
        }

        @Override
        public <V> void callAsync(
                Callable<V> callable,
                BiConsumer<V, Throwable> handler,
                long initialDelayMillis,
                long periodMillis) {
            throw new UnsupportedOperationException("The enumerator does no I/O");
        }

        @Override
        public void runInCoordinatorThread(Runnable runnable) {
            runnable.run();
        }
    }
}
