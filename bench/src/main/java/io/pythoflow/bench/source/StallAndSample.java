package io.pythoflow.bench.source;

import io.pythoflow.bench.process.Figures;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Stalls after every so many messages, then says what a full collection leaves: at that moment the
 * source has taken in all that it may. Task thread of its own, behind the source's.
 */
final class StallAndSample extends ProcessFunction<Long, Void> {
    private static final long serialVersionUID = 1L;

    private final long every;
    private final Duration stall;
    private long next;

    StallAndSample(long every, Duration stall) {
        this.every = every;
        this.stall = stall;
        this.next = every;
    }

    @Override
    public void processElement(Long number, Context context, Collector<Void> out)
            throws InterruptedException {
        JobProcess process = JobProcess.current();
        long distinct = process.arrived(number);
        if (distinct == next) {
            next += every;
            TimeUnit.MILLISECONDS.sleep(stall.toMillis());
            process.print(
                    Figures.of("sampledAt", distinct)
                            .with("heapBytes", HeapAfterCollection.bytes())
                            .with("networkBytes", HeapAfterCollection.networkBytes()));
        }
        process.handled();
    }
}
