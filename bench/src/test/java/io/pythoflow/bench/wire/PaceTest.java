package io.pythoflow.bench.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PaceTest {

    @Test
    void theFirstMessageIsDueAtOnceAndOthersAtTheirDistance() {
        Pace pace = new Pace(4);

        assertThat(pace.dueNanos(0)).isZero();
        assertThat(pace.dueNanos(1)).isEqualTo(TimeUnit.MILLISECONDS.toNanos(250));
        assertThat(pace.dueNanos(8)).isEqualTo(TimeUnit.SECONDS.toNanos(2));
    }

    @Test
    void whoIsLateFindsAllThatIsDue() {
        Pace pace = new Pace(4);

        assertThat(pace.dueBy(0)).isEqualTo(1);
        assertThat(pace.dueBy(TimeUnit.MILLISECONDS.toNanos(249))).isEqualTo(1);
        assertThat(pace.dueBy(TimeUnit.MILLISECONDS.toNanos(250))).isEqualTo(2);
        assertThat(pace.dueBy(TimeUnit.SECONDS.toNanos(10))).isEqualTo(41);
    }

    @Test
    void nothingIsDueBeforeTheStart() {
        assertThat(new Pace(1000).dueBy(-1)).isZero();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.3, 7, 333.3, 20_000, 40_000, 65_535})
    void aMessageIsDueByItsDeadlineAndNotANanosecondBefore(double rate) {
        Pace pace = new Pace(rate);

        for (long message = 1; message < 10_000_000; message = message * 3 + 1) {
            assertThat(pace.dueBy(pace.dueNanos(message))).isEqualTo(message + 1);
            assertThat(pace.dueBy(pace.dueNanos(message) - 1)).isEqualTo(message);
        }
    }

    @Test
    void delaysDoNotAddUpOverADay() {
        assertThat(new Pace(20_000).dueBy(TimeUnit.DAYS.toNanos(1)))
                .isEqualTo(20_000L * 86_400 + 1);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
    void aRateThatIsNoneIsRefused(double rate) {
        assertThatThrownBy(() -> new Pace(rate))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must be positive");
    }
}
