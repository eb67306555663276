package io.pythoflow.job.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import io.pythoflow.job.aggregate.SensorAggregate.Origin;
import io.pythoflow.job.aggregate.SensorAggregate.Quality;
import java.util.List;
import java.util.Random;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.util.InstantiationUtil;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SensorAggregateSerializerTest {
    private static final List<Quality> QUALITIES = List.of(Quality.values());
    private static final List<Origin> ORIGINS = List.of(Origin.values());

    @Test
    void anyRowComesBack() throws Exception {
        Random random = new Random(11);
        SensorAggregateSerializer serializer = new SensorAggregateSerializer();
        TypeSerializer<SensorAggregate> other =
                InstantiationUtil.clone(new SensorAggregateSerializer());
        for (int i = 0; i < 2_000; i++) {
            SensorAggregate row = any(random);
            DataOutputSerializer out = new DataOutputSerializer(16);
            serializer.serialize(row, out);
            DataInputDeserializer in = new DataInputDeserializer(out.getCopyOfBuffer());

            assertThat(other.deserialize(in)).isEqualTo(row);
            assertThat(in.available()).isZero();
        }
    }

    private static SensorAggregate any(Random random) {
        return new SensorAggregate(
                "s" + random.nextInt(),
                text(random),
                text(random),
                "soil_moisture",
                text(random),
                random.nextLong(),
                random.nextLong(),
                random.nextLong(),
                whole(random),
                real(random),
                random.nextGaussian(),
                random.nextGaussian(),
                random.nextGaussian(),
                real(random),
                random.nextGaussian(),
                random.nextGaussian(),
                random.nextGaussian(),
                random.nextGaussian(),
                random.nextGaussian(),
                random.nextGaussian(),
                random.nextGaussian(),
                random.nextGaussian(),
                random.nextLong(),
                random.nextGaussian(),
                random.nextLong(),
                real(random),
                real(random),
                random.nextInt(1_000),
                random.nextLong(),
                random.nextLong(),
                random.nextLong(),
                random.nextLong(),
                random.nextBoolean(),
                QUALITIES.get(random.nextInt(QUALITIES.size())),
                random.nextInt(),
                random.nextLong(),
                ORIGINS.get(random.nextInt(ORIGINS.size())),
                whole(random),
                real(random));
    }

    private static @Nullable String text(Random random) {
        return random.nextBoolean() ? null : "é" + random.nextInt(10);
    }

    private static @Nullable Long whole(Random random) {
        return random.nextBoolean() ? null : (Long) random.nextLong();
    }

    private static @Nullable Double real(Random random) {
        return random.nextBoolean() ? null : (Double) random.nextGaussian();
    }
}
