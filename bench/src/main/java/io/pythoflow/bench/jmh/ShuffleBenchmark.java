package io.pythoflow.bench.jmh;

import io.pythoflow.contract.payload.Reading;
import io.pythoflow.job.ingest.ReadingSerializer;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What is done to a reading at both ends of a shuffle. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ShuffleBenchmark {
    private static final int FIRST_BYTES = 4_096;

    private final TypeSerializer<Reading> serializer =
            ReadingSerializer.TYPE.createSerializer(new SerializerConfigImpl());
    private final DataOutputSerializer out = new DataOutputSerializer(FIRST_BYTES);
    private final DataInputDeserializer in = new DataInputDeserializer();
    private Reading[] readings = {};
    private int next;

    /** Makes the readings. */
    @Setup
    public void prepare() {
        readings = SampleReadings.all();
    }

    /** A reading to bytes. */
    @Benchmark
    public int readingWritten() throws IOException {
        out.clear();
        serializer.serialize(reading(), out);
        return out.length();
    }

    /** A reading to bytes, and back. */
    @Benchmark
    public Reading readingWrittenAndRead() throws IOException {
        out.clear();
        serializer.serialize(reading(), out);
        in.setBuffer(out.getSharedBuffer(), 0, out.length());
        return serializer.deserialize(in);
    }

    private Reading reading() {
        next = (next + 1) % readings.length;
        return readings[next];
    }
}
