package io.pythoflow.job.mqtt.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KeepAliveTest {

    private final FrozenChannel channel = new FrozenChannel();
    private final List<String> reasons = new ArrayList<>();
    private final KeepAlive keepAlive =
            new KeepAlive(channel.context(), Duration.ofSeconds(60), reasons::add);

    @BeforeEach
    void start() {
        keepAlive.start();
    }

    @Test
    void aBrokerThatIsSilentFromOnePingToTheNextIsGivenUp() {
        channel.advance(59);
        assertThat(reasons).isEmpty();

        channel.advance(1);
        assertThat(reasons).containsExactly("the broker has not answered a ping for PT30S");
    }

    @Test
    void aBrokerThatCouldNotBeHeardWhileReadingWasPausedIsNotGivenUp() {
        channel.advance(30);
        channel.pauseReading();
        channel.advance(29);
        channel.resumeReading();
        keepAlive.heard();

        channel.advance(1);
        assertThat(reasons).isEmpty();
        channel.advance(30);
        assertThat(reasons).hasSize(1);
    }

    @Test
    void nobodyIsGivenUpWhileReadingIsPaused() {
        channel.pauseReading();

        channel.advance(600);
        assertThat(reasons).isEmpty();
    }
}
