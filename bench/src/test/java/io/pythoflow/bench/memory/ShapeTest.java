package io.pythoflow.bench.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.pythoflow.bench.load.Workload;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ShapeTest {
    private static final long NOW = Instant.parse("2026-11-26T11:45:20Z").toEpochMilli();

    @Test
    void beginsWithAWindowAndEndsHoursAgo() {
        Shape shape = Shape.USUAL.withReadingsPerMessage(10).withWindow(Duration.ofMinutes(30));

        Workload workload = shape.workload(1_000_000, NOW);

        assertThat(workload.base() % Duration.ofMinutes(30).toMillis()).isZero();
        assertThat(workload.timeOf(9_999_999))
                .isBetween(
                        NOW - Duration.ofHours(4).toMillis(), NOW - Duration.ofHours(3).toMillis());
    }

    @Test
    void changesInOneThing() {
        assertThat(Shape.USUAL.withSensors(7))
                .usingRecursiveComparison()
                .ignoringFields("sensors")
                .isEqualTo(Shape.USUAL);
        assertThat(Shape.USUAL.withSensors(7).sensors()).isEqualTo(7);
    }
}
