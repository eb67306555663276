package io.pythoflow.job.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.pythoflow.contract.metric.Metric;
import io.pythoflow.contract.payload.Measurement;
import io.pythoflow.contract.payload.Reading;
import io.pythoflow.contract.payload.TimestampSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.util.InstantiationUtil;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReadingSerializerTest {
    private static final List<Metric> METRICS = List.of(Metric.values());
    private static final List<TimestampSource> SOURCES = List.of(TimestampSource.values());
    private static final List<String> TEXTS =
            List.of(
                    "",
                    "A1",
                    "irrigation/sensors/A1/data",
                    "umidade do solo é 27 % – 🌱",
                    "x".repeat(999));

    @Test
    void anyReadingComesBackAlsoThroughOneSerializerAfterTheOther() throws Exception {
        Random random = new Random(3);
        ReadingSerializer serializer = new ReadingSerializer();
        TypeSerializer<Reading> other = serializer.duplicate();
        for (int i = 0; i < 2_000; i++) {
            Reading reading = any(random);
            DataOutputSerializer out = new DataOutputSerializer(16);
            serializer.serialize(reading, out);

            assertThat(read(other, out)).isEqualTo(reading);
            DataOutputSerializer copied = new DataOutputSerializer(16);
            other.copy(new DataInputDeserializer(out.getCopyOfBuffer()), copied);
            assertThat(read(serializer, copied)).isEqualTo(reading);
        }
    }

    @Test
    void sensorsAndTopicsComeOutAsTheSameString() throws Exception {
        ReadingSerializer serializer = new ReadingSerializer();
        Reading first = read(serializer, written(serializer, any(new Random(1))));
        Reading second = read(serializer, written(serializer, any(new Random(1))));

        assertThat(second.sensorId()).isSameAs(first.sensorId());
        assertThat(second.topic()).isSameAs(first.topic());
    }

    @Test
    void aSerializerThatTravelledWithTheJobWorks() throws Exception {
        ReadingSerializer travelled = InstantiationUtil.clone(new ReadingSerializer());
        Reading reading = any(new Random(5));

        assertThat(read(travelled, written(travelled, reading))).isEqualTo(reading);
    }

    private static DataOutputSerializer written(ReadingSerializer serializer, Reading reading)
            throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(16);
        serializer.serialize(reading, out);
        return out;
    }

    private static Reading read(TypeSerializer<Reading> serializer, DataOutputSerializer written)
            throws IOException {
        DataInputDeserializer in = new DataInputDeserializer(written.getCopyOfBuffer());
        Reading reading = serializer.deserialize(in);
        assertThat(in.available()).isZero();
        return reading;
    }

    private static Reading any(Random random) {
        List<Measurement> measurements = new ArrayList<>();
        int count = 1 + random.nextInt(6);
        for (int i = 0; i < count; i++) {
            Metric known = METRICS.get(random.nextInt(METRICS.size()));
            measurements.add(
                    random.nextInt(4) == 0
                            ? new Measurement(text(random), random.nextGaussian(), orNull(random))
                            : new Measurement(known.metricName(), random.nextGaussian(), null));
        }
        return new Reading(
                orNull(random),
                text(random),
                orNull(random),
                orNull(random),
                random.nextLong(),
                SOURCES.get(random.nextInt(SOURCES.size())),
                random.nextLong(),
                random.nextBoolean() ? random.nextLong() : null,
                random.nextBoolean() ? random.nextInt() : null,
                random.nextBoolean(),
                measurements,
                random.nextBoolean() ? List.of() : List.of(text(random), text(random)),
                text(random),
                orNull(random));
    }

    private static String text(Random random) {
        return TEXTS.get(random.nextInt(TEXTS.size()));
    }

    private static @Nullable String orNull(Random random) {
        return random.nextBoolean() ? null : text(random);
    }
}
