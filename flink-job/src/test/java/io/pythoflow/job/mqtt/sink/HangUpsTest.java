package io.pythoflow.job.mqtt.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class HangUpsTest {
    private static final Duration AT_ONCE = Duration.ofMillis(20);

    private final HangUps hangUps = new HangUps();

    @Test
    void suspectsAfterOneAndIsCertainAfterThree() {
        endConnection(AT_ONCE);
        assertThat(hangUps.suspects()).isTrue();
        endConnection(HangUps.STRAIGHT_AFTER);
        assertThat(hangUps.areCertain()).isFalse();
        endConnection(AT_ONCE);
        assertThat(hangUps.areCertain()).isTrue();
    }

    @Test
    void anAnswerClearsTheSuspicion() {
        endConnection(AT_ONCE);
        endConnection(AT_ONCE);
        hangUps.connected();
        hangUps.answered();
        assertThat(hangUps.suspects()).isFalse();

        hangUps.ended(AT_ONCE);
        assertThat(hangUps.suspects()).isFalse();
    }

    @Test
    void aConnectionThatEndsLaterIsAnAccident() {
        endConnection(AT_ONCE);
        endConnection(AT_ONCE);
        endConnection(HangUps.STRAIGHT_AFTER.plusMillis(1));
        assertThat(hangUps.suspects()).isFalse();
    }

    private void endConnection(Duration afterSending) {
        hangUps.connected();
        hangUps.ended(afterSending);
    }
}
