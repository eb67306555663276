package io.pythoflow.job.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.pythoflow.contract.payload.Reading;
import java.io.IOException;
import java.util.Random;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;

class ReadingSerializerTest {

    @Test
    void anyReadingComesBackAlsoThroughOneSerializerAfterTheOther() throws Exception {
        Random random = new Random(3);
        ReadingSerializer serializer = new ReadingSerializer();
        TypeSerializer<Reading> other = serializer.duplicate();
        for (int i = 0; i < 2_000; i++) {
            Reading reading = AnyReading.any(random);
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
        Reading first = read(serializer, written(serializer, AnyReading.any(new Random(1))));
        Reading second = read(serializer, written(serializer, AnyReading.any(new Random(1))));

        assertThat(second.sensorId()).isSameAs(first.sensorId());
        assertThat(second.topic()).isSameAs(first.topic());
    }

    @Test
    void aSerializerThatTravelledWithTheJobWorks() throws Exception {
        ReadingSerializer travelled = InstantiationUtil.clone(new ReadingSerializer());
        Reading reading = AnyReading.any(new Random(5));

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
}
