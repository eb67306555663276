package io.pythoflow.job.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoutedReadingSerializerTest {

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aReadingComesBackWithItsMark(boolean named) throws Exception {
        Random random = new Random(11);
        RoutedReadingSerializer serializer = new RoutedReadingSerializer();
        for (int i = 0; i < 50; i++) {
            RoutedReading written = new RoutedReading(AnyReading.any(random), named);
            DataOutputSerializer out = new DataOutputSerializer(16);
            serializer.serialize(written, out);
            DataInputDeserializer in = new DataInputDeserializer(out.getCopyOfBuffer());

            assertThat(serializer.duplicate().deserialize(in)).isEqualTo(written);
            assertThat(in.available()).isZero();
        }
    }
}
