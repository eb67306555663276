package io.pythoflow.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessagesTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 10})
    void theNumberOfTheFirstReadingIsFoundInEveryPayload(int readingsPerMessage) {
        Workload workload =
                new Workload(10, 5, readingsPerMessage, 0, 1_000_000, Workload.Late.NONE);
        Messages messages = new Messages(workload);

        for (long message : new long[] {0, 332, 333, 667, 123_456}) {
            assertThat(Messages.firstReading(messages.payload(message), readingsPerMessage))
                    .isEqualTo(workload.firstReadingOf(message));
        }
        assertThat(workload.firstReadingOf(333)).isEqualTo(workload.firstReadingOf(332));
    }

    @Test
    void aForeignPayloadHasNone() {
        assertThatThrownBy(() -> Messages.firstReading(new byte[3], 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("without a number");
    }
}
