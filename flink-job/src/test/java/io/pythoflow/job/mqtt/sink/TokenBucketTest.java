package io.pythoflow.job.mqtt.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenBucketTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    /** Clocks like System.nanoTime start anywhere and overflow. */
    private static final long START = Long.MAX_VALUE - SECOND;

    @Test
    void letsATenthOfASecondPassAtOnceAndTheRestEvenly() {
        TokenBucket bucket = new TokenBucket(90, START);
        for (int i = 0; i < 9; i++) {
            assertThat(bucket.tryTake(START)).isTrue();
        }

        assertThat(bucket.tryTake(START)).isFalse();
        Duration next = bucket.untilNext(START);
        assertThat(next).isEqualTo(Duration.ofNanos(11_111_112));
        assertThat(bucket.tryTake(START + next.toNanos() - 1)).isFalse();
        assertThat(bucket.tryTake(START + next.toNanos())).isTrue();
    }

    @Test
    void noSecondHasMoreThanAHundredAtTheDefaultRate() {
        Random random = new Random(7);
        TokenBucket bucket = new TokenBucket(90, START);
        List<Long> taken = new ArrayList<>();
        long now = START;
        for (int i = 0; i < 20_000; i++) {
            // Mostly as fast as it can be, with pauses that let the bucket fill up.
            now += random.nextInt(50) == 0 ? random.nextLong(SECOND) : random.nextLong(5_000_000);
            if (bucket.tryTake(now)) {
                taken.add(now - START);
            }
        }

        int most = 0;
        for (int first = 0, last = 0; last < taken.size(); last++) {
            while (taken.get(last) - taken.get(first) >= SECOND) {
                first++;
            }

            most = Math.max(most, last - first + 1);
        }

        assertThat(most).isBetween(90, 99);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 90, 1000})
    void sustainsItsRate(int rate) {
        TokenBucket bucket = new TokenBucket(rate, START);
        long now = START;
        int taken = 0;
        while (now - START < 100 * SECOND) {
            if (bucket.tryTake(now)) {
                taken++;
            } else {
                now += bucket.untilNext(now).toNanos();
            }
        }

        assertThat(taken).isBetween(100 * rate, 100 * rate + Math.max(1, rate / 10));
    }

    @Test
    void savesNoMoreThanItsBurst() {
        TokenBucket bucket = new TokenBucket(20, START);
        long later = START + 1000 * SECOND;
        assertThat(bucket.untilNext(later)).isZero();
        assertThat(bucket.tryTake(later)).isTrue();
        assertThat(bucket.tryTake(later)).isTrue();
        assertThat(bucket.tryTake(later)).isFalse();
    }
}
