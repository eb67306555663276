package io.pythoflow.job.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pythoflow.job.testing.FunctionHarness;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.common.typeutils.base.IntSerializer;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.checkpoint.SavepointType;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamElement;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.util.Collector;
import org.junit.jupiter.api.Test;

class HotStateOperatorTest {
    private static final int MAX_PARALLELISM = 8;
    private static final List<String> KEYS = IntStream.range(0, 50).mapToObj(i -> "k" + i).toList();

    @Test
    void subtasksOfAnotherNumberFindWhatWasHeldAtACheckpoint() throws Exception {
        OperatorSubtaskState checkpoint;
        try (Harness one = rocksDb("counts")) {
            one.open();
            count(one, KEYS);
            count(one, KEYS);
            checkpoint = one.snapshot(1, 0);
        }
        assertThat(checkpoint.getRawKeyedState()).isNotEmpty();

        List<String> counts = new ArrayList<>();
        for (int subtask = 0; subtask < 2; subtask++) {
            try (Harness half =
                    harness(
                            new Counting("counts"),
                            2,
                            subtask,
                            new EmbeddedRocksDBStateBackend())) {
                half.initializeState(
                        AbstractStreamOperatorTestHarness.repartitionOperatorState(
                                checkpoint, MAX_PARALLELISM, 1, 2, subtask));
                half.open();
                count(half, half.ownKeys());
                counts.addAll(half.extractOutputValues());
            }
        }
        assertThat(counts)
                .containsExactlyInAnyOrderElementsOf(KEYS.stream().map(key -> key + "=3").toList());
    }

    @Test
    void theLastCheckpointHoldsWhatChangedSinceTheOneBefore() throws Exception {
        OperatorSubtaskState second;
        try (Harness running = rocksDb("counts")) {
            running.open();
            count(running, KEYS);
            running.snapshot(1, 0);
            count(running, List.of("k1"));
            second = running.snapshot(2, 0);
        }
        try (Harness resumed = rocksDb("counts")) {
            resumed.initializeState(second);
            resumed.open();
            count(resumed, List.of("k1", "k2"));
            assertThat(resumed.extractOutputValues()).containsExactly("k1=3", "k2=2");
        }
    }

    @Test
    void aSavepointHasAllInTheStateForWhateverBackendComesNext() throws Exception {
        OperatorSubtaskState savepoint;
        try (Harness rocks = rocksDb("counts")) {
            rocks.open();
            count(rocks, KEYS);
            savepoint =
                    rocks.snapshotWithLocalState(
                                    1, 0, SavepointType.savepoint(SavepointFormatType.CANONICAL))
                            .getJobManagerOwnedState();
        }
        assertThat(savepoint.getRawKeyedState()).isEmpty();

        try (Harness heap = harness(new Counting("counts"), 1, 0, new HashMapStateBackend())) {
            heap.initializeState(savepoint);
            heap.open();
            count(heap, KEYS);
            assertThat(heap.extractOutputValues())
                    .containsExactlyElementsOf(KEYS.stream().map(key -> key + "=2").toList());
            assertThat(heap.snapshot(2, 0).getRawKeyedState()).isEmpty();
        }
    }

    /** Flink keeps timers then where a checkpoint else has what was held. */
    @Test
    void timersOnTheHeapAreRestoredAndSoIsTheState() throws Exception {
        OperatorSubtaskState checkpoint;
        try (Harness running = timersOnHeap()) {
            running.open();
            count(running, KEYS);
            checkpoint = running.snapshot(1, 0);
        }
        try (Harness resumed = timersOnHeap()) {
            resumed.initializeState(checkpoint);
            resumed.open();
            resumed.processWatermark(Counting.DUE);
            FunctionHarness.runMails(resumed);
            assertThat(resumed.extractOutputValues())
                    .containsExactlyInAnyOrderElementsOf(
                            KEYS.stream().map(key -> key + " had 1").toList());
        }
    }

    @Test
    void aStateThatTheJobDoesNotKnowIsNamed() throws Exception {
        OperatorSubtaskState checkpoint = checkpointOfOneEach();
        try (Harness resumed = rocksDb("sums")) {
            resumed.initializeState(checkpoint);
            assertThatThrownBy(resumed::open)
                    .hasMessage(
                            "The checkpoint has entries of state counts, but this job knows [sums]: resume with the job that wrote it, or a newer one");
        }
    }

    @Test
    void readingsPassBetweenTheTimersOfOneWatermark() throws Exception {
        try (Harness running = rocksDb("counts")) {
            running.open();
            count(running, KEYS);
            running.getOutput().clear();
            running.processWatermark(Counting.DUE);
            count(running, List.of("other"));
            FunctionHarness.runMails(running);

            // The other's timer is due as well.
            assertThat(running.getOutput()).hasSize(KEYS.size() + 3).endsWith(Counting.DUE);
            assertThat(running.extractOutputValues().indexOf("other=1"))
                    .isBetween(1, KEYS.size() - 1);
        }
    }

    @Test
    void theEndOfInputLetsAllTimersFireAtOnce() throws Exception {
        assertAllFireBefore(Watermark.MAX_WATERMARK);
    }

    @Test
    void anIdleInputLetsAllTimersFireAtOnce() throws Exception {
        assertAllFireBefore(WatermarkStatus.IDLE);
    }

    private static void assertAllFireBefore(StreamElement element) throws Exception {
        try (Harness running = rocksDb("counts")) {
            running.open();
            count(running, KEYS);
            running.getOutput().clear();
            running.processWatermark(Counting.DUE);
            if (element instanceof Watermark last) {
                running.processWatermark(last);
            } else {
                running.processWatermarkStatus((WatermarkStatus) element);
            }

            assertThat(running.extractOutputValues()).hasSize(KEYS.size());
            assertThat(running.getOutput()).endsWith(element);
            List<Object> output = List.copyOf(running.getOutput());
            FunctionHarness.runMails(running);
            assertThat(running.getOutput()).containsExactlyElementsOf(output);
        }
    }

    @Test
    void timersThatWereDueAtACheckpointFireAfterTheRestore() throws Exception {
        List<String> rows = new ArrayList<>();
        OperatorSubtaskState checkpoint;
        try (Harness running = rocksDb("counts")) {
            running.open();
            count(running, KEYS);
            running.getOutput().clear();
            running.processWatermark(Counting.DUE);
            checkpoint = running.snapshot(1, 0);
            rows.addAll(running.extractOutputValues());
        }
        assertThat(rows).hasSizeLessThan(KEYS.size());
        try (Harness resumed = rocksDb("counts")) {
            resumed.initializeState(checkpoint);
            resumed.open();
            resumed.processWatermark(Counting.DUE);
            FunctionHarness.runMails(resumed);
            rows.addAll(resumed.extractOutputValues());
        }
        assertThat(rows)
                .containsExactlyInAnyOrderElementsOf(
                        KEYS.stream().map(key -> key + " had 1").toList());
    }

    /** Stopped with a savepoint in the midst of a burst. */
    @Test
    void aTaskThatTakesNoMoreMailsEndsWithoutFailing() throws Exception {
        try (Harness running = rocksDb("counts")) {
            running.open();
            count(running, KEYS);
            running.getOutput().clear();
            running.processWatermark(Counting.DUE);
            running.getTaskMailbox().quiesce();
            FunctionHarness.runMails(running);

            assertThat(running.getOutput())
                    .hasSizeLessThan(KEYS.size())
                    .doesNotContain(Counting.DUE);
        }
    }

    /** As the job was before: it must not go on without what was held. */
    @Test
    void anOperatorThatKnowsNothingOfItRefusesTheCheckpoint() throws Exception {
        OperatorSubtaskState checkpoint = checkpointOfOneEach();
        try (KeyedOneInputStreamOperatorTestHarness<String, String, String> before =
                new KeyedOneInputStreamOperatorTestHarness<>(
                        new KeyedProcessOperator<>(new Counting("counts")),
                        key -> key,
                        Types.STRING,
                        MAX_PARALLELISM,
                        1,
                        0)) {
            before.setStateBackend(new EmbeddedRocksDBStateBackend());
            // What was held lies where Flink keeps timers, and is none.
            assertThatThrownBy(() -> before.initializeState(checkpoint))
                    .hasRootCauseInstanceOf(IOException.class)
                    .hasStackTraceContaining("InternalTimerServiceSerializationProxy.read");
        }
    }

    private static Harness timersOnHeap() throws Exception {
        Harness harness =
                harness(
                        new Counting("counts"),
                        1,
                        0,
                        withTimersOnHeap(new EmbeddedRocksDBStateBackend()));
        harness.getEnvironment()
                .getTaskManagerInfo()
                .getConfiguration()
                .setString("state.backend.rocksdb.timer-service.factory", "HEAP");
        return harness;
    }

    private static EmbeddedRocksDBStateBackend withTimersOnHeap(
            EmbeddedRocksDBStateBackend backend) {
        backend.setPriorityQueueStateType(EmbeddedRocksDBStateBackend.PriorityQueueStateType.HEAP);
        return backend;
    }

    private static OperatorSubtaskState checkpointOfOneEach() throws Exception {
        try (Harness running = rocksDb("counts")) {
            running.open();
            count(running, KEYS);
            return running.snapshot(1, 0);
        }
    }

    private static void count(Harness harness, List<String> keys) throws Exception {
        for (String key : keys) {
            harness.processElement(key, 0);
        }
    }

    private static Harness rocksDb(String state) throws Exception {
        return harness(new Counting(state), 1, 0, new EmbeddedRocksDBStateBackend());
    }

    private static Harness harness(
            Counting function, int parallelism, int subtask, StateBackend backend)
            throws Exception {
        Harness harness = new Harness(function, parallelism, subtask);
        harness.setStateBackend(backend);
        return harness;
    }

    private static final class Harness
            extends KeyedOneInputStreamOperatorTestHarness<String, String, String> {
        private final int parallelism;
        private final int subtask;

        Harness(Counting function, int parallelism, int subtask) throws Exception {
            super(
                    new HotStateOperator<>(function),
                    key -> key,
                    Types.STRING,
                    MAX_PARALLELISM,
                    parallelism,
                    subtask);
            this.parallelism = parallelism;
            this.subtask = subtask;
        }

        List<String> ownKeys() {
            return KEYS.stream()
                    .filter(
                            key ->
                                    KeyGroupRangeAssignment.assignKeyToParallelOperator(
                                                    key, MAX_PARALLELISM, parallelism)
                                            == subtask)
                    .toList();
        }
    }

    /** Says of each key how often it came, and once more when a timer fires. */
    private static final class Counting extends HotStateFunction<String, String, String> {
        private static final long serialVersionUID = 1L;
        private static final long TIMER = 1_000;
        static final Watermark DUE = new Watermark(TIMER);

        private final String name;
        private transient HotMapState<Integer> counts;

        Counting(String name) {
            this.name = name;
        }

        @Override
        public void open(OpenContext context) throws Exception {
            counts = hotMapState(name, IntSerializer.INSTANCE, count -> Integer.BYTES);
        }

        @Override
        public void processElement(String key, Context context, Collector<String> out)
                throws Exception {
            Integer before = counts.find(key, 0);
            int count = before == null ? 1 : before + 1;
            counts.put(key, 0, count);
            context.timerService().registerEventTimeTimer(TIMER);
            out.collect(key + "=" + count);
        }

        @Override
        public void onTimer(long timestamp, OnTimerContext context, Collector<String> out)
                throws Exception {
            out.collect(
                    context.getCurrentKey() + " had " + counts.find(context.getCurrentKey(), 0));
        }
    }
}
