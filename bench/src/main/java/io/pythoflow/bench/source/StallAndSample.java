package io.pythoflow.bench.source;

import io.pythoflow.bench.process.Figures;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.state.CheckpointListener;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Takes messages in parts. Stalls in the middle of each, and says what full collections leave: at
 * the end of the stall, when the source holds all that it may, and when the part is in and
 * acknowledged. Task thread of its own, behind the source's.
 */
final class StallAndSample extends ProcessFunction<Long, Void> implements CheckpointListener {
    private static final long serialVersionUID = 1L;

    /** The first contains the last messages; with the second they were acknowledged long ago. */
    private static final int QUIET_CHECKPOINTS = 2;

    private final long part;
    private final Duration stall;
    private long arrived;
    private long stalledBytes;
    private int checkpointsToGo;

    /**
     * @param part messages, at least 2
     */
    StallAndSample(long part, Duration stall) {
        this.part = part;
        this.stall = stall;
    }

    @Override
    public void processElement(Long number, Context context, Collector<Void> out)
            throws InterruptedException {
        long before = arrived;
        arrived = JobProcess.current().arrived(number);
        if (arrived == before) {
            return;
        }
        if (arrived % part == part / 2) {
            TimeUnit.MILLISECONDS.sleep(stall.toMillis());
            stalledBytes = HeapAfterCollection.bytes();
        } else if (arrived % part == 0) {
            checkpointsToGo = QUIET_CHECKPOINTS;
        }
    }

    @Override
    public void notifyCheckpointComplete(long checkpointId) {
        if (checkpointsToGo == 0) {
            return;
        }
        checkpointsToGo--;
        if (checkpointsToGo == 0) {
            JobProcess process = JobProcess.current();
            process.print(
                    Figures.of("sampledAt", arrived)
                            .with("heapBytes", HeapAfterCollection.bytes())
                            .with("stalledBytes", stalledBytes)
                            .with("networkBytes", HeapAfterCollection.networkBytes()));
            process.handled();
        }
    }
}
