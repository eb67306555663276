package io.pythoflow.bench.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.pythoflow.bench.process.Figures;
import io.pythoflow.bench.wire.NumberedReading;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class MeterTest {
    private long cpuNanos;

    @Test
    void takesTheProcessorTimeBetweenTheWarmUpAndTheLastMessage() {
        Meter meter = new Meter(3, 5, () -> cpuNanos);

        for (int message = 0; message < 8; message++) {
            assertThat(meter.isDone()).isFalse();
            cpuNanos += 100;
            meter.received("t", numbered(message));
        }

        assertThat(meter.isDone()).isTrue();
        Figures figures = meter.figures();
        assertThat(figures.value("received")).isEqualTo(8);
        assertThat(figures.value("measured")).isEqualTo(5);
        assertThat(figures.value("cpuNanos")).isEqualTo(500);
        assertThat(figures.value("outOfOrder")).isZero();
    }

    @Test
    void countsWhatIsNotInItsPlace() {
        Meter meter = new Meter(1, 2, () -> cpuNanos);

        meter.received("t", numbered(0));
        meter.received("t", numbered(0));
        meter.received("t", numbered(2));

        assertThat(meter.figures().value("outOfOrder")).isEqualTo(1);
    }

    private static byte[] numbered(int message) {
        return new String(NumberedReading.template(0), StandardCharsets.US_ASCII)
                .replace("\"000000000000\"", "\"%012d\"".formatted(message))
                .getBytes(StandardCharsets.US_ASCII);
    }
}
