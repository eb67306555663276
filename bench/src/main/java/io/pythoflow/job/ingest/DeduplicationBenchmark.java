package io.pythoflow.job.ingest;

import io.pythoflow.bench.jmh.SampleReadings;
import io.pythoflow.contract.payload.Reading;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Whether a reading was seen before. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class DeduplicationBenchmark {
    /** So many times the readings of a minute make the identities of an hour. */
    private static final int MINUTES = 60;

    private final SeenIds[] seen = new SeenIds[SampleReadings.SENSORS];
    private Reading[] readings = {};
    private int next;
    private int minute;

    /** Makes the readings. */
    @Setup
    public void prepare() {
        readings = SampleReadings.all();
        Arrays.setAll(seen, sensor -> new SeenIds());
    }

    /** The identity of a reading, added to those of its sensor and hour. */
    @Benchmark
    public boolean identityAndSet() {
        int sensor = next % SampleReadings.SENSORS;
        boolean added = seen[sensor].add(ReadingIdentity.of(readings[next]).within(minute));
        next++;
        if (next == readings.length) {
            next = 0;
            minute++;
            if (minute % MINUTES == 0) {
                Arrays.setAll(seen, any -> new SeenIds());
            }
        }
        return added;
    }
}
