package io.pythoflow.job.mqtt.quirks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RateLimitTest {
    private static final long NOON = 1_700_000_000_000L;

    @Test
    void passesTheBurstAndThenTheRate() {
        RateLimit limit = new RateLimit(10, 5);

        assertThat(passed(limit, NOON, NOON)).isEqualTo(5);
        assertThat(passed(limit, NOON + 1, NOON + 1000)).isEqualTo(10);
    }

    @Test
    void savesNoMoreThanTheBurst() {
        RateLimit limit = new RateLimit(10, 1);
        assertThat(limit.admits(NOON)).isTrue();

        assertThat(passed(limit, NOON + 60_000, NOON + 60_000)).isEqualTo(1);
    }

    @Test
    void zeroIsNoLimit() {
        assertThat(passed(new RateLimit(0, 0), NOON, NOON)).isEqualTo(100);
    }

    /** Of a hundred that ask in each millisecond. */
    private static long passed(RateLimit limit, long from, long to) {
        return LongStream.rangeClosed(from, to)
                .flatMap(now -> LongStream.generate(() -> now).limit(100))
                .filter(limit::admits)
                .count();
    }
}
