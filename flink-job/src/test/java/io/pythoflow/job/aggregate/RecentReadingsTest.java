package io.pythoflow.job.aggregate;

import static io.pythoflow.job.testing.ReadingBuilder.NOON;
import static io.pythoflow.job.testing.ReadingBuilder.aReading;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.pythoflow.contract.payload.Reading;
import io.pythoflow.job.aggregate.SensorAggregate.Origin;
import io.pythoflow.job.state.PackedInput;
import io.pythoflow.job.state.PackedOutput;
import io.pythoflow.job.testing.ReadingBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecentReadingsTest {
    private static final int HALF_HOUR = 1_800_000;
    private static final List<String> METRICS =
            List.of("soil_moisture", "rain", "battery", "leaf_wetness");

    /** Also where points are folded, before and after the first that are kept together. */
    @ParameterizedTest
    @ValueSource(ints = {8, 16, 40, 1_024})
    void aWindowIsAsIfEachReadingWentToItsMetricsAtOnce(int exactLimit) {
        Random random = new Random(exactLimit);
        for (int round = 0; round < 200; round++) {
            SensorWindow together = new SensorWindow(NOON, HALF_HOUR);
            SensorWindow atOnce = new SensorWindow(NOON, HALF_HOUR);
            int different = 2 + random.nextInt(30);
            for (int i = random.nextInt(100); i >= 0; i--) {
                Reading reading = reading(random, different);
                together.add(reading, exactLimit);
                atOnce.add(reading, exactLimit);
                assertThat(atOnce.changed()).isTrue();
                if (random.nextInt(20) == 0) {
                    together.countDuplicate(reading);
                    atOnce.countDuplicate(reading);
                }
                if (random.nextInt(20) == 0) {
                    together = random.nextBoolean() ? together.copy() : stored(together);
                }
                if (random.nextInt(60) == 0) {
                    assertThat(rows(together)).isEqualTo(rows(atOnce));
                }
            }
            assertThat(rows(together)).isEqualTo(rows(atOnce));
            // The form in which it waits for late readings is the same, too.
            assertThat(bytes(together)).isEqualTo(bytes(atOnce));
        }
    }

    @Test
    void writingAWindowLeavesItAsItIs() {
        SensorWindow window = new SensorWindow(NOON, HALF_HOUR);
        List<byte[]> written = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            window.add(aReading().at(NOON + i * 1_000L).with("rain", i).build(), 1_024);
            long before = window.heapBytes();
            written.add(bytes(window));
            assertThat(bytes(window)).isEqualTo(written.get(i));
            assertThat(window.heapBytes()).isEqualTo(before);
        }

        for (int i = 0; i < written.size(); i++) {
            assertThat(rows(SensorWindow.read(new PackedInput(written.get(i)))))
                    .extracting(SensorAggregate::count, SensorAggregate::lastValue)
                    .containsExactly(tuple(i + 1L, (double) i));
        }
    }

    private static Reading reading(Random random, int different) {
        ReadingBuilder reading = aReading().at(NOON + random.nextInt(HALF_HOUR));
        int kind = random.nextInt(different);
        int metrics = kind == 0 ? 1 + random.nextInt(METRICS.size()) : METRICS.size();
        for (int i = 0; i < metrics; i++) {
            double value = random.nextInt(5) == 0 ? -0.0 : random.nextInt(1_000) / 10.0;
            reading.with(METRICS.get(kind == 1 ? metrics - 1 - i : i), value);
        }
        if (random.nextInt(different) == 0) {
            reading.with("sap_flow", random.nextInt(10), "u-" + random.nextInt(3));
        }
        return random.nextInt(different) == 0 ? reading.fromBuffer().build() : reading.build();
    }

    private static SensorWindow stored(SensorWindow window) {
        return SensorWindow.read(new PackedInput(bytes(window)));
    }

    private static byte[] bytes(SensorWindow window) {
        PackedOutput out = new PackedOutput();
        window.write(out);
        return out.toByteArray();
    }

    private static List<SensorAggregate> rows(SensorWindow window) {
        return window.takeRows("A1", Origin.LIVE, NOON);
    }
}
