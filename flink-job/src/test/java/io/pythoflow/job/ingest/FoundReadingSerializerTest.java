package io.pythoflow.job.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.pythoflow.job.ingest.FoundReading.Place;
import java.util.Random;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

class FoundReadingSerializerTest {

    @Test
    void aReadingComesBackFromEveryPlace() throws Exception {
        Random random = new Random(7);
        FoundReadingSerializer serializer = new FoundReadingSerializer();
        for (int i = 0; i < 500; i++) {
            for (Place place : Place.values()) {
                FoundReading written = new FoundReading(AnyReading.any(random), place);
                DataOutputSerializer out = new DataOutputSerializer(16);
                serializer.serialize(written, out);
                DataInputDeserializer in = new DataInputDeserializer(out.getCopyOfBuffer());

                assertThat(serializer.duplicate().deserialize(in)).isEqualTo(written);
                assertThat(in.available()).isZero();
            }
        }
    }
}
