package io.pythoflow.job.control.sense;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecentLowsTest {
    private static final long MINUTE = 60_000;

    private final RecentLows lows = new RecentLows();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void theLastReadingBelowAnyTemperatureIsFound(long seed) {
        Random random = new Random(seed);
        double[] temperatures = random.doubles(200, -5, 15).map(Math::rint).toArray();
        for (int i = 0; i < temperatures.length; i++) {
            lows.accept(i * MINUTE, temperatures[i]);

            for (double threshold = -6; threshold <= 16; threshold++) {
                assertThat(lows.lastBelow(threshold)).isEqualTo(last(temperatures, i, threshold));
            }
        }
    }

    @Test
    void whatIsTwoDaysOldIsForgotten() {
        lows.accept(0, -3);
        lows.accept(48 * 60 * MINUTE, 10);
        assertThat(lows.lastBelow(0)).isZero();

        lows.accept(48 * 60 * MINUTE + 1, 10);
        assertThat(lows.lastBelow(0)).isNull();
    }

    @Test
    void beyondItsRoomFrostIsRatherTakenToLastLonger() {
        for (int i = 0; i < 100; i++) {
            lows.accept(i * MINUTE, i / 10.0);
        }

        assertThat(lows.lastBelow(0.05)).isEqualTo(36 * MINUTE);
        assertThat(lows.lastBelow(9.85)).isEqualTo(98 * MINUTE);
    }

    private static @Nullable Long last(double[] temperatures, int until, double threshold) {
        for (int i = until; i >= 0; i--) {
            if (temperatures[i] < threshold) {
                return i * MINUTE;
            }
        }
        return null;
    }
}
