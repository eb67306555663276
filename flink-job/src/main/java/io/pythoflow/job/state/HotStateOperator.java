package io.pythoflow.job.state;

import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeutils.base.LongSerializer;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.runtime.state.heap.HeapKeyedStateBackend;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;

/**
 * Runs a keyed function whose state may stay on the heap between checkpoints (see {@link
 * HotMapState}), and has it written before each. Nothing of this shows in what is stored, so the
 * backend may change from one run to the next.
 *
 * <p>Metric: {@code heldStateBytes}.
 *
 * @param <K> the key
 * @param <I> what comes
 * @param <O> what goes
 */
public final class HotStateOperator<K, I, O> extends KeyedProcessOperator<K, I, O> {
    private static final long serialVersionUID = 1L;

    /** Of the heap, for each of the job's two operators of this kind in each slot together. */
    private static final double SHARE_OF_HEAP = 0.4;

    private static final int OPERATORS = 2;

    private final HotStateFunction<K, I, O> function;
    private transient boolean restored;

    public HotStateOperator(HotStateFunction<K, I, O> function) {
        super(function);
        this.function = function;
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        restored = context.isRestored();
    }

    @Override
    public void open() throws Exception {
        function.hold(holding(), this::highestKey);
        super.open();
        getMetricGroup().gauge("heldStateBytes", function::heldBytes);
    }

    private HighestKey highestKey(String state) throws Exception {
        ListState<Long> saved =
                getOperatorStateBackend()
                        .getUnionListState(
                                new ListStateDescriptor<>(
                                        state + "-highest-key", LongSerializer.INSTANCE));
        return restored ? HighestKey.restored(saved) : HighestKey.none(saved);
    }

    private StateHolding holding() {
        KeyedStateBackend<K> backend = getKeyedStateBackend();
        // Not one around it that logs changes, and would not see those of an object.
        if (backend instanceof HeapKeyedStateBackend) {
            return StateHolding.IN_PLACE;
        }
        Configuration taskManager =
                getContainingTask().getEnvironment().getTaskManagerInfo().getConfiguration();
        int slots = Math.max(1, taskManager.get(TaskManagerOptions.NUM_TASK_SLOTS));
        double share = Runtime.getRuntime().maxMemory() * SHARE_OF_HEAP / OPERATORS / slots;
        return new StateHolding(false, (long) share);
    }

    /** Comes before the backend's own snapshot. */
    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        function.writeBack(this::setCurrentKey);
        super.snapshotState(context);
    }
}
