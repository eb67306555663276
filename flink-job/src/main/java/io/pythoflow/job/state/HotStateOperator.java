package io.pythoflow.job.state;

import java.io.DataInputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeutils.base.LongSerializer;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.runtime.checkpoint.CheckpointOptions;
import org.apache.flink.runtime.execution.Environment;
import org.apache.flink.runtime.state.CheckpointStreamFactory;
import org.apache.flink.runtime.state.CheckpointableKeyedStateBackend;
import org.apache.flink.runtime.state.KeyGroupStatePartitionStreamProvider;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.heap.HeapKeyedStateBackend;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.api.operators.OperatorSnapshotFutures;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;

/**
 * Runs a keyed function whose state may stay on the heap between checkpoints (see {@link
 * HotMapState}). A checkpoint has what is held beside the state, a savepoint has all in the state,
 * so that the backend may change from one run to the next.
 *
 * <p>Timers that one watermark makes due fire one at a time, so that a checkpoint need not wait for
 * all of them ({@link SteppedWatermark}).
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

    /** An option of RocksDB, which is not there wherever this runs. */
    private static final ConfigOption<String> TIMER_SERVICE =
            ConfigOptions.key("state.backend.rocksdb.timer-service.factory")
                    .stringType()
                    .defaultValue("ROCKSDB");

    private final HotStateFunction<K, I, O> function;
    private transient boolean restored;

    private transient SteppedWatermark watermark;

    /** By key group; none once the states are there to take them. */
    private transient List<byte[]> heldBefore;

    public HotStateOperator(HotStateFunction<K, I, O> function) {
        super(function);
        this.function = function;
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        restored = context.isRestored();
        heldBefore = new ArrayList<>();
        if (isUsingCustomRawKeyedState()) {
            for (KeyGroupStatePartitionStreamProvider group : context.getRawKeyedStateInputs()) {
                DataInputStream in = new DataInputStream(group.getStream());
                byte[] bytes = new byte[in.readInt()];
                in.readFully(bytes);
                heldBefore.add(bytes);
            }
        }
    }

    /**
     * Whether that place in a checkpoint is the operator's: Flink keeps timers there if RocksDB is
     * told not to keep them.
     */
    @Override
    protected boolean isUsingCustomRawKeyedState() {
        Environment task = getContainingTask().getEnvironment();
        return !task.getJobConfiguration()
                .getOptional(TIMER_SERVICE)
                .orElse(task.getTaskManagerInfo().getConfiguration().get(TIMER_SERVICE))
                .equalsIgnoreCase("heap");
    }

    @Override
    public void open() throws Exception {
        function.hold(holding(), this::highestKey);
        watermark =
                new SteppedWatermark(
                        getTimeServiceManager().orElseThrow(),
                        getContainingTask()
                                .getMailboxExecutorFactory()
                                .createExecutor(getOperatorConfig().getChainIndex()),
                        output::emitWatermark);
        super.open();
        for (byte[] group : heldBefore) {
            HeldEntries.restore(
                    group,
                    getKeyedStateBackend().getKeySerializer(),
                    (state, key, mapKey, value) -> {
                        setCurrentKey(key);
                        function.restore(state, mapKey, value);
                    });
        }
        heldBefore = List.of();
        getMetricGroup().gauge("heldStateBytes", function::heldBytes);
    }

    @Override
    public void processWatermark(Watermark mark) throws Exception {
        if (mark.equals(Watermark.MAX_WATERMARK)) {
            // All is removed now, and RocksDB goes over what was removed until it finds something:
            // with what the next keys hold in it, that is not far.
            function.writeBack(this::setCurrentKey);
        }
        watermark.advanceTo(mark);
    }

    /** Whoever hears that this is idle takes no watermark from it any more. */
    @Override
    public void processWatermarkStatus(WatermarkStatus status) throws Exception {
        watermark.fireAll();
        super.processWatermarkStatus(status);
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

    /** Comes before the backend's own snapshot, and writes what is held in the background. */
    @Override
    public OperatorSnapshotFutures snapshotState(
            long checkpointId,
            long timestamp,
            CheckpointOptions options,
            CheckpointStreamFactory streams)
            throws Exception {
        if (options.getCheckpointType().isSavepoint() || !isUsingCustomRawKeyedState()) {
            function.writeBack(this::setCurrentKey);
            return super.snapshotState(checkpointId, timestamp, options, streams);
        }
        CheckpointableKeyedStateBackend<K> backend =
                (CheckpointableKeyedStateBackend<K>) this.<K>getKeyedStateBackend();
        HeldEntries<K> entries =
                new HeldEntries<>(
                        backend.getKeyGroupRange(),
                        getRuntimeContext().getTaskInfo().getMaxNumberOfParallelSubtasks(),
                        backend.getKeySerializer(),
                        function.stateNames());
        function.snapshot(this::setCurrentKey, entries);
        OperatorSnapshotFutures futures =
                super.snapshotState(checkpointId, timestamp, options, streams);
        if (!entries.isEmpty()) {
            futures.setKeyedStateRawFuture(
                    entries.write(streams, getContainingTask().getCancelables()));
        }
        return futures;
    }
}
