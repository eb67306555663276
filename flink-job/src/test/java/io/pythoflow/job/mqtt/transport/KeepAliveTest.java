package io.pythoflow.job.mqtt.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KeepAliveTest {

    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final List<String> reasons = new ArrayList<>();
    private KeepAlive keepAlive;

    @BeforeEach
    void start() {
        channel.freezeTime();
        ChannelInboundHandlerAdapter handler = new ChannelInboundHandlerAdapter();
        channel.pipeline().addLast(handler);
        ChannelHandlerContext context = channel.pipeline().context(handler);
        keepAlive = new KeepAlive(context, Duration.ofSeconds(60), reasons::add);
        keepAlive.start();
    }

    @Test
    void aBrokerThatIsSilentFromOnePingToTheNextIsGivenUp() {
        advance(59);
        assertThat(reasons).isEmpty();

        advance(1);
        assertThat(reasons).containsExactly("the broker has not answered a ping for PT30S");
    }

    @Test
    void aBrokerThatCouldNotBeHeardWhileReadingWasPausedIsNotGivenUp() {
        advance(30);
        channel.config().setAutoRead(false);
        advance(29);
        channel.config().setAutoRead(true);
        keepAlive.heard();

        advance(1);
        assertThat(reasons).isEmpty();
        advance(30);
        assertThat(reasons).hasSize(1);
    }

    @Test
    void nobodyIsGivenUpWhileReadingIsPaused() {
        channel.config().setAutoRead(false);

        advance(600);
        assertThat(reasons).isEmpty();
    }

    private void advance(long seconds) {
        for (long second = 0; second < seconds; second++) {
            channel.advanceTimeBy(1, TimeUnit.SECONDS);
            channel.runScheduledPendingTasks();
        }
    }
}
