package io.pythoflow.bench.jmh;

import io.pythoflow.job.ingest.Ingested;
import io.pythoflow.job.ingest.ReadingDeserializer;
import io.pythoflow.job.mqtt.MqttDeserializer;
import io.pythoflow.job.mqtt.MqttMessage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** From the bytes of a message to readings. One operation is a reading. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class DecodeBenchmark {
    private static final int MESSAGES = 4_096;
    private static final int TEN = 10;

    private MqttMessage[] single = {};
    private MqttMessage[] tens = {};
    private @Nullable ReadingDeserializer deserializer;
    private int next;

    /** Makes the messages. */
    @Setup
    public void prepare() {
        single = SampleReadings.messages(1, MESSAGES);
        tens = SampleReadings.messages(TEN, MESSAGES);
        deserializer = SampleReadings.deserializer();
    }

    /** An object on the sensor's own topic. */
    @Benchmark
    public void oneReading(Blackhole sink) {
        decode(single, sink);
    }

    /** An array of ten on the gateway's topic. */
    @Benchmark
    @OperationsPerInvocation(TEN)
    public void tenReadings(Blackhole sink) {
        decode(tens, sink);
    }

    private void decode(MqttMessage[] messages, Blackhole sink) {
        next = (next + 1) % messages.length;
        deserializer.deserialize(
                messages[next],
                new MqttDeserializer.Output<>() {
                    @Override
                    public void collect(Ingested record, long eventTimestamp) {
                        sink.consume(record);
                    }

                    @Override
                    public void collect(Ingested record) {
                        throw new IllegalStateException("A message was rejected: " + record);
                    }
                });
    }
}
