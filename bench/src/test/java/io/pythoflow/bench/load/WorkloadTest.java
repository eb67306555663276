package io.pythoflow.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class WorkloadTest {
    private static final Workload WORKLOAD =
            new Workload(1_000, 5, 1, 0, 1_000_000, Workload.Late.ONE_IN_A_THOUSAND);

    @Test
    void everySensorIsLateNowAndThen() {
        assertThat(late().mapToObj(WORKLOAD::sensorOf).distinct()).hasSize(1_000);
    }

    @Test
    void oneReadingOfAThousandIsLate() {
        assertThat(late().map(reading -> reading / 1_000).distinct().count())
                .isEqualTo(late().count())
                .isEqualTo(1_000);
    }

    private static LongStream late() {
        return LongStream.range(0, 1_000_000)
                .filter(reading -> WORKLOAD.timeOf(reading) == reading - Workload.LATE_MILLIS);
    }
}
