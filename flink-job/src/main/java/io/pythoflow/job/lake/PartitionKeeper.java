package io.pythoflow.job.lake;

import io.pythoflow.job.lake.catalog.PendingPartition;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * In the place of a {@link PartitionRegistrar} where no catalogue lists the table. What a former
 * run left pending stays in state as it is, so that a later run with a catalogue registers it;
 * nothing is added. Has no timer and no thread of its own.
 *
 * <p>All methods are called by the task's thread.
 */
final class PartitionKeeper extends AbstractStreamOperator<Void>
        implements OneInputStreamOperator<String, Void> {

    private static final long serialVersionUID = 1L;
    private static final Logger LOGGER = LoggerFactory.getLogger(PartitionKeeper.class);

    private final String table;

    PartitionKeeper(String table) {
        this.table = table;
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        int kept = 0;
        for (PendingPartition ignored :
                context.getOperatorStateStore().getListState(PartitionRegistrar.PENDING).get()) {
            kept++;
        }
        if (kept > 0) {
            LOGGER.info(
                    "{} partitions of table '{}' wait, from a run with a catalogue, for the next run"
                            + " with one",
                    kept,
                    table);
        }
    }

    /** Whoever reads by path finds the partition by itself. */
    @Override
    public void processElement(StreamRecord<String> partition) {}
}
