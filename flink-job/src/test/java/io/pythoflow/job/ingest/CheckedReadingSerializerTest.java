package io.pythoflow.job.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

class CheckedReadingSerializerTest {

    @Test
    void aReadingComesBackWithItsMarks() throws Exception {
        Random random = new Random(7);
        CheckedReadingSerializer serializer = new CheckedReadingSerializer();
        for (int i = 0; i < 500; i++) {
            for (int marks = 0; marks < 4; marks++) {
                CheckedReading written =
                        new CheckedReading(
                                AnyReading.any(random), (marks & 1) != 0, (marks & 2) != 0);
                DataOutputSerializer out = new DataOutputSerializer(16);
                serializer.serialize(written, out);
                DataInputDeserializer in = new DataInputDeserializer(out.getCopyOfBuffer());

                assertThat(serializer.duplicate().deserialize(in)).isEqualTo(written);
                assertThat(in.available()).isZero();
            }
        }
    }
}
