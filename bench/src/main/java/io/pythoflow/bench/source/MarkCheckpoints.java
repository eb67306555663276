package io.pythoflow.bench.source;

import io.pythoflow.bench.process.Figures;
import org.apache.flink.api.common.state.CheckpointListener;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/** Says at each completed checkpoint how many messages had come. Task thread. */
final class MarkCheckpoints extends ProcessFunction<Long, Void> implements CheckpointListener {
    private static final long serialVersionUID = 1L;

    @Override
    public void processElement(Long number, Context context, Collector<Void> out) {
        JobProcess process = JobProcess.current();
        process.arrived(number);
        process.handled();
    }

    @Override
    public void notifyCheckpointComplete(long checkpointId) {
        JobProcess process = JobProcess.current();
        process.print(
                Figures.of("checkpoint", checkpointId)
                        .with("atNanos", System.nanoTime())
                        .with("arrived", process.distinct()));
    }
}
