package io.pythoflow.job.mqtt.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReconnectBackoffTest {
    @Test
    void doublesUpToTheMaximum() {
        assertThat(IntStream.range(0, 8).mapToLong(i -> ReconnectBackoff.delay(i, 0).toMillis()))
                .containsExactly(1000L, 2000L, 4000L, 8000L, 16000L, 30000L, 30000L, 30000L);
    }

    @Test
    void jitterOnlyStretches() {
        assertThat(ReconnectBackoff.delay(0, 1).toMillis()).isEqualTo(1500);
        assertThat(ReconnectBackoff.delay(Integer.MAX_VALUE, 1).toMillis()).isEqualTo(45000);
    }
}
