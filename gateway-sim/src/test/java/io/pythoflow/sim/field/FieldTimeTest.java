package io.pythoflow.sim.field;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FieldTimeTest {

    private static final long START = 1_764_000_000_000L;

    @ParameterizedTest
    @ValueSource(doubles = {1, 7.3, 720, 999_999.9})
    void findsTheFirstMillisecondOfATimeOfTheField(double timeLapse) {
        FieldTime time = new FieldTime(START, timeLapse);

        for (double seconds = 21_600; seconds < 1e6; seconds += 12_345.678) {
            long millis = time.millisAt(seconds);

            assertThat(time.fieldSecondsAt(millis)).isGreaterThanOrEqualTo(seconds);
            assertThat(time.fieldSecondsAt(millis - 1)).isLessThan(seconds);
        }
    }
}
