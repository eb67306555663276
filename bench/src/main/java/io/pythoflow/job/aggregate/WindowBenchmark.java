package io.pythoflow.job.aggregate;

import io.pythoflow.bench.jmh.SampleReadings;
import io.pythoflow.contract.payload.Reading;
import io.pythoflow.job.aggregate.SensorAggregate.Origin;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Windows of a minute, with a reading of five metrics a second. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class WindowBenchmark {
    private static final int EXACT_VALUES = 1_000;
    private static final int FIRST_BYTES = 1 << 16;

    private final SensorWindowSerializer serializer = new SensorWindowSerializer();
    private final DataOutputSerializer out = new DataOutputSerializer(FIRST_BYTES);
    private final DataInputDeserializer in = new DataInputDeserializer();
    private final SensorWindow[] windows = new SensorWindow[SampleReadings.SENSORS];
    private final SensorWindow[] full = new SensorWindow[SampleReadings.SENSORS];
    private Reading[] readings = {};
    private int next;

    /** Makes the readings, and windows full of them. */
    @Setup
    public void prepare() {
        readings = SampleReadings.all();
        Arrays.setAll(windows, sensor -> empty());
        Arrays.setAll(full, sensor -> empty());
        for (int i = 0; i < readings.length; i++) {
            full[i % full.length].add(readings[i], EXACT_VALUES);
        }
    }

    /** A reading into the window of its sensor. */
    @Benchmark
    public SensorWindow readingAdded() {
        SensorWindow window = windows[next % windows.length];
        window.add(readings[next], EXACT_VALUES);
        next++;
        if (next == readings.length) {
            next = 0;
            Arrays.setAll(windows, sensor -> empty());
        }
        return window;
    }

    /** All rows of a window; of a copy, since a window gives them once. */
    @Benchmark
    public List<SensorAggregate> windowCopiedAndRowsTaken() {
        return full().copy().takeRows("bench-000000", Origin.LIVE, SampleReadings.WINDOW_START);
    }

    /** What of it is the copy. */
    @Benchmark
    public SensorWindow windowCopied() {
        return full().copy();
    }

    /** What a state backend that holds bytes does for each access. */
    @Benchmark
    public SensorWindow windowWrittenAndRead() throws IOException {
        out.clear();
        serializer.serialize(full(), out);
        in.setBuffer(out.getSharedBuffer(), 0, out.length());
        return serializer.deserialize(in);
    }

    private SensorWindow full() {
        next = (next + 1) % full.length;
        return full[next];
    }

    private static SensorWindow empty() {
        return new SensorWindow(SampleReadings.WINDOW_START, SampleReadings.WINDOW_MILLIS);
    }
}
