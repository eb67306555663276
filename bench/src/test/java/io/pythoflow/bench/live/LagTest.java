package io.pythoflow.bench.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pythoflow.bench.process.Counted;
import io.pythoflow.bench.process.Counted.Sample;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LagTest {
    private final Counted sent = Counted.added();
    private final Counted received = Counted.added();

    @Test
    void aReceiverThatIsAlwaysAsFarBehindDoesNotFallBehind() {
        grow(sent, 1_000, 0);
        grow(received, 1_000, -300);

        assertThat(Lag.growth(sent, received, 0, seconds(20)).getAsDouble())
                .isCloseTo(0, within(1e-6));
        assertThat(Lag.now(sent, received)).isCloseTo(300, within(1e-6));
    }

    @Test
    void aSlowerReceiverFallsBehindByTheDifference() {
        grow(sent, 1_000, 0);
        grow(received, 900, 0);

        assertThat(Lag.growth(sent, received, 0, seconds(20)).getAsDouble())
                .isCloseTo(100, within(1e-6));
    }

    @Test
    void onlySamplesOfTheSpanCount() {
        grow(sent, 1_000, 0);
        grow(received, 900, 0);

        assertThat(Lag.growth(sent, received, seconds(8), seconds(9.5))).isEmpty();
    }

    @Test
    void whoHasSaidNothingIsNotBehind() {
        grow(sent, 1_000, 0);

        assertThat(Lag.now(sent, received)).isZero();
        assertThat(Lag.growth(sent, received, 0, seconds(20))).isEmpty();
    }

    private static void grow(Counted counted, long perSecond, long offset) {
        for (int second = 0; second <= 10; second++) {
            counted.add(new Sample(seconds(second), second * perSecond + offset));
        }
    }

    private static long seconds(double seconds) {
        return (long) (seconds * TimeUnit.SECONDS.toNanos(1));
    }
}
