package io.pythoflow.bench.freshness;

import static org.assertj.core.api.Assertions.assertThat;

import io.pythoflow.bench.load.Workload;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PassingTest {
    private static final long BASE = 1_767_225_600_000L;
    private static final Duration OUT_OF_ORDERNESS = Duration.ofSeconds(5);

    @ParameterizedTest
    @ValueSource(ints = {1, 10})
    void noReadingBeforeIsNewEnoughAndTheOneFoundIs(int readingsPerMessage) {
        Workload workload =
                new Workload(
                        10,
                        5,
                        readingsPerMessage,
                        BASE,
                        20_000_000,
                        Workload.Late.ONE_IN_A_THOUSAND);

        for (long end = BASE + 60_000; end < BASE + 600_000; end += 60_000) {
            long message = Passing.message(workload, end, OUT_OF_ORDERNESS);

            assertThat(highest(workload, message)).isGreaterThanOrEqualTo(end + 5_000);
            assertThat(highest(workload, message - 1)).isLessThan(end + 5_000);
        }
    }

    @Test
    void aMessageThatSaysNothingNewMovesNothing() {
        Workload workload = new Workload(10, 5, 1, BASE, 1_000_000_000, Workload.Late.NONE);

        // The reading of second 333 would be in a message that is a copy.
        assertThat(Passing.message(workload, BASE + 328_000, OUT_OF_ORDERNESS)).isEqualTo(334);
    }

    private static long highest(Workload workload, long lastMessage) {
        long highest = Long.MIN_VALUE;
        for (long message = 0; message <= lastMessage; message++) {
            if (!workload.isCopy(message) && !workload.isBroken(message)) {
                for (int i = 0; i < workload.readingsPerMessage(); i++) {
                    highest =
                            Math.max(
                                    highest,
                                    workload.timeOf(message * workload.readingsPerMessage() + i));
                }
            }
        }
        return highest;
    }
}
