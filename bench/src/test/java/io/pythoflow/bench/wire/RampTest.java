package io.pythoflow.bench.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RampTest {

    @Test
    void theRateGrowsEvenlyAndThenStays() {
        Ramp ramp = new Ramp(10, 1_000);

        assertThat(ramp.messages()).isEqualTo(5_000);
        assertThat(ramp.dueNanos(0)).isZero();
        assertThat(seconds(ramp.dueNanos(1_250))).isCloseTo(5, within(1e-6));
        assertThat(seconds(ramp.dueNanos(5_000))).isCloseTo(10, within(1e-6));
        assertThat(seconds(ramp.dueNanos(6_000))).isCloseTo(11, within(1e-6));
    }

    @Test
    void withoutARampItIsAConstantRate() {
        Ramp ramp = new Ramp(0, 1_000);

        assertThat(ramp.messages()).isZero();
        assertThat(ramp.dueNanos(3)).isEqualTo(TimeUnit.MILLISECONDS.toNanos(3));
        assertThat(ramp.dueBy(TimeUnit.SECONDS.toNanos(1))).isEqualTo(1_001);
    }

    @ParameterizedTest
    @CsvSource({"10, 40000", "3, 33333.3", "1, 7"})
    void aMessageIsDueByItsDeadlineAndNotANanosecondBefore(double seconds, double rate) {
        Ramp ramp = new Ramp(seconds, rate);

        for (long message = 1; message < 3 * ramp.messages(); message += 17) {
            long deadline = ramp.dueNanos(message);
            assertThat(ramp.dueBy(deadline)).isGreaterThan(message);
            assertThat(ramp.dueBy(deadline - 1)).isLessThanOrEqualTo(message);
        }
    }

    @Test
    void aRateMustBePositive() {
        assertThatThrownBy(() -> new Ramp(1, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1.0 s to 0.0 messages/s");
    }

    private static double seconds(long nanos) {
        return nanos / 1e9;
    }
}
