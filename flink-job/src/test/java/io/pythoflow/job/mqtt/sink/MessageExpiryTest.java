package io.pythoflow.job.mqtt.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessageExpiryTest {
    private static final long NOW = 1_764_000_000_000L;

    @ParameterizedTest
    @CsvSource({
        "1, 1",
        "999, 1",
        "1000, 1",
        "1999, 1",
        "2000, 2",
        "60000, 60",
        "604800000, 604800",
        "604801000, 604800",
        "9000000000000000000, 604800"
    })
    void carriesWholeSecondsOfWhatIsLeft(long leftMs, long seconds) {
        assertThat(MessageExpiry.isOver(NOW + leftMs, NOW)).isFalse();
        assertThat(MessageExpiry.remainingSeconds(NOW + leftMs, NOW)).isEqualTo(seconds);
    }

    @Test
    void isOverFromTheGivenMillisecondOn() {
        assertThat(MessageExpiry.isOver(NOW + 1, NOW)).isFalse();
        assertThat(MessageExpiry.isOver(NOW, NOW)).isTrue();
        assertThat(MessageExpiry.isOver(NOW - Duration.ofDays(30).toMillis(), NOW)).isTrue();
    }

    @Test
    void whatHasNoExpiryIsNeverOver() {
        assertThat(MessageExpiry.isOver(null, Long.MAX_VALUE)).isFalse();
        assertThat(MessageExpiry.remainingSeconds(null, NOW)).isNull();
    }
}
