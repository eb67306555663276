package io.pythoflow.job.aggregate;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pythoflow.job.aggregate.SensorAggregate.Origin;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class WindowSettingsTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void whatMeansNothingIsRefusedByName() {
        assertRefused(Duration.ZERO, SECOND, SECOND, 16, "Window length is PT0S");
        assertRefused(Duration.ofDays(25), SECOND, SECOND, 16, "Window length is PT600H");
        assertRefused(SECOND, SECOND.negated(), SECOND, 16, "Lateness is PT-1S");
        assertRefused(SECOND, SECOND, Duration.ZERO, 16, "Revision interval is PT0S");
        assertRefused(SECOND, SECOND, SECOND, 15, "Exact limit is 15: choose at least 16");
    }

    private static void assertRefused(
            Duration length, Duration lateness, Duration interval, int exactLimit, String message) {
        assertThatThrownBy(
                        () ->
                                new WindowSettings(
                                        length, lateness, interval, exactLimit, Origin.LIVE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
    }
}
