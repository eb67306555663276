package io.pythoflow.job.mqtt.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AnswerTimeoutTest {

    private final FrozenChannel channel = new FrozenChannel();
    private final List<String> reasons = new ArrayList<>();
    private boolean answered;
    private final AnswerTimeout timeout =
            new AnswerTimeout(channel.context(), "SUBSCRIBE", () -> answered, reasons::add);

    @BeforeEach
    void start() {
        timeout.start();
    }

    @Test
    void aBrokerThatNeitherAnswersNorDeliversIsGivenUp() {
        channel.advance(29);
        assertThat(reasons).isEmpty();

        channel.advance(1);
        assertThat(reasons).containsExactly("no answer to SUBSCRIBE within PT30S");
    }

    @Test
    void aBrokerThatAnsweredMayBeSilent() {
        channel.advance(29);
        answered = true;

        channel.advance(600);
        assertThat(reasons).isEmpty();
    }

    @Test
    void anAnswerMayComeLateBehindTheMessagesOfASession() {
        for (int message = 0; message < 10; message++) {
            timeout.delivered();
            channel.advance(29);
        }
        assertThat(reasons).isEmpty();

        channel.advance(60);
        assertThat(reasons).hasSize(1);
    }

    @Test
    void nobodyIsGivenUpWhileReadingIsPausedNorWhenItGoesOn() {
        channel.pauseReading();
        channel.advance(599);
        channel.resumeReading();
        timeout.delivered();

        channel.advance(1);
        assertThat(reasons).isEmpty();
        channel.advance(30);
        assertThat(reasons).hasSize(1);
    }
}
