package io.pythoflow.job.testing;

import io.pythoflow.job.state.HotStateFunction;
import io.pythoflow.job.state.HotStateOperator;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.runtime.metrics.groups.InternalOperatorMetricGroup;
import org.apache.flink.runtime.metrics.util.InterceptingOperatorMetricGroup;
import org.apache.flink.runtime.metrics.util.InterceptingTaskMetricGroup;
import org.apache.flink.runtime.operators.testutils.MockEnvironment;
import org.apache.flink.runtime.operators.testutils.MockEnvironmentBuilder;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.tasks.mailbox.Mail;
import org.apache.flink.streaming.runtime.tasks.mailbox.TaskMailbox;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;

/**
 * Runs a keyed function by hand: elements, both clocks, checkpoints, counters and what is left in
 * state.
 *
 * @param <I> what goes in, keyed by a text
 * @param <O> what comes out
 */
public final class FunctionHarness<I, O> implements AutoCloseable {

    /** Where state is kept. */
    public enum Backend {
        HEAP,
        ROCKSDB;

        private StateBackend create() {
            return switch (this) {
                case HEAP -> new HashMapStateBackend();
                case ROCKSDB -> new EmbeddedRocksDBStateBackend();
            };
        }
    }

    private final InterceptingOperatorMetricGroup metrics = new InterceptingOperatorMetricGroup();
    private final MockEnvironment environment;
    private final KeyedOneInputStreamOperatorTestHarness<String, I, O> harness;
    private int taken;

    private FunctionHarness(
            KeyedProcessFunction<String, I, O> function,
            KeySelector<I, String> key,
            Backend backend)
            throws Exception {
        environment =
                new MockEnvironmentBuilder()
                        .setMetricGroup(new TaskMetrics(metrics))
                        .setManagedMemorySize(16 << 20)
                        .build();
        harness =
                new KeyedOneInputStreamOperatorTestHarness<>(
                        operator(function), key, Types.STRING, environment);
        harness.setStateBackend(backend.create());
    }

    /** As in the topology. */
    private static <I, O> OneInputStreamOperator<I, O> operator(
            KeyedProcessFunction<String, I, O> function) {
        return function instanceof HotStateFunction<String, I, O> hot
                ? new HotStateOperator<>(hot)
                : new KeyedProcessOperator<>(function);
    }

    /** Opens a function with empty state. */
    public static <I, O> FunctionHarness<I, O> open(
            KeyedProcessFunction<String, I, O> function,
            KeySelector<I, String> key,
            Backend backend)
            throws Exception {
        FunctionHarness<I, O> opened = new FunctionHarness<>(function, key, backend);
        opened.harness.open();
        return opened;
    }

    /** Opens a function with the state of a checkpoint. */
    public static <I, O> FunctionHarness<I, O> resume(
            KeyedProcessFunction<String, I, O> function,
            KeySelector<I, String> key,
            Backend backend,
            OperatorSubtaskState checkpoint)
            throws Exception {
        FunctionHarness<I, O> resumed = new FunctionHarness<>(function, key, backend);
        resumed.harness.initializeState(checkpoint);
        resumed.harness.open();
        return resumed;
    }

    public void send(Collection<? extends I> elements) throws Exception {
        for (I element : elements) {
            harness.processElement(element, Long.MIN_VALUE);
        }
    }

    public void send(I element) throws Exception {
        send(List.of(element));
    }

    public void watermark(long timestamp) throws Exception {
        harness.processWatermark(new Watermark(timestamp));
        runMails(harness);
    }

    /** What the operator left for the task to do next, and what that leaves. */
    public static void runMails(AbstractStreamOperatorTestHarness<?> harness) throws Exception {
        TaskMailbox mailbox = harness.getTaskMailbox();
        for (Optional<Mail> mail = mailbox.tryTake(TaskMailbox.MIN_PRIORITY);
                mail.isPresent();
                mail = mailbox.tryTake(TaskMailbox.MIN_PRIORITY)) {
            mail.get().run();
        }
    }

    /** The watermark that ends bounded input. */
    public void endInput() throws Exception {
        harness.processWatermark(Watermark.MAX_WATERMARK);
    }

    public void clock(long processingTime) throws Exception {
        harness.setProcessingTime(processingTime);
    }

    public OperatorSubtaskState checkpoint(long id) throws Exception {
        return harness.snapshot(id, 0);
    }

    /** What came out since the last call. */
    public List<O> output() {
        List<O> all = harness.extractOutputValues();
        List<O> fresh = List.copyOf(all.subList(taken, all.size()));
        taken = all.size();
        return fresh;
    }

    public long counter(String name) {
        return ((Counter) metrics.get(name)).getCount();
    }

    /** Keys with state, summed over all states; heap only. */
    public int stateEntries() {
        return harness.numKeyedStateEntries();
    }

    public int eventTimeTimers() {
        return harness.numEventTimeTimers();
    }

    public int processingTimeTimers() {
        return harness.numProcessingTimeTimers();
    }

    @Override
    public void close() throws IOException {
        try {
            harness.close();
            environment.close();
        } catch (Exception e) {
            throw new IOException("Cannot close the harness: see the cause", e);
        }
    }

    /** A task of one operator, whose metrics the test holds. */
    public static final class TaskMetrics extends InterceptingTaskMetricGroup {
        private final InternalOperatorMetricGroup operator;

        public TaskMetrics(InternalOperatorMetricGroup operator) {
            this.operator = operator;
        }

        @Override
        public InternalOperatorMetricGroup getOrAddOperator(
                OperatorID id, String name, Map<String, String> variables) {
            return operator;
        }
    }
}
