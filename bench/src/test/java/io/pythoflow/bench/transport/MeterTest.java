package io.pythoflow.bench.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.pythoflow.bench.process.Figures;
import io.pythoflow.bench.wire.NumberedReading;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MeterTest {
    private final List<Figures> rounds = new ArrayList<>();
    private long cpuNanos;

    @Test
    void takesTheProcessorTimeOfEachRoundFromItsFirstMessageToItsLast() {
        Meter meter = new Meter(new Meter.Plan(3, 5, 2), () -> cpuNanos, rounds::add);

        for (int message = 0; message < 13; message++) {
            assertThat(meter.isDone()).isFalse();
            cpuNanos += message < 8 ? 100 : 200;
            meter.received("t", numbered(message));
        }

        assertThat(meter.isDone()).isTrue();
        assertThat(rounds).extracting(round -> round.value("received")).containsExactly(8L, 13L);
        assertThat(rounds).extracting(round -> round.value("cpuNanos")).containsExactly(400L, 800L);
        assertThat(rounds).extracting(round -> round.value("measured")).containsOnly(4L);
        assertThat(rounds).extracting(round -> round.value("outOfOrder")).containsOnly(0L);
    }

    @Test
    void countsWhatIsNotInItsPlace() {
        Meter meter = new Meter(new Meter.Plan(1, 2, 1), () -> cpuNanos, rounds::add);

        meter.received("t", numbered(0));
        meter.received("t", numbered(0));
        meter.received("t", numbered(2));

        assertThat(rounds).extracting(round -> round.value("outOfOrder")).containsExactly(1L);
    }

    private static byte[] numbered(int message) {
        return new String(NumberedReading.template(0), StandardCharsets.US_ASCII)
                .replace("\"000000000000\"", "\"%012d\"".formatted(message))
                .getBytes(StandardCharsets.US_ASCII);
    }
}
