package io.pythoflow.job.mqtt.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AnswerTimeoutTest {

    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final List<String> reasons = new ArrayList<>();
    private boolean answered;
    private AnswerTimeout timeout;

    @BeforeEach
    void start() {
        channel.freezeTime();
        ChannelInboundHandlerAdapter handler = new ChannelInboundHandlerAdapter();
        channel.pipeline().addLast(handler);
        ChannelHandlerContext context = channel.pipeline().context(handler);
        timeout = new AnswerTimeout(context, "SUBSCRIBE", () -> answered, reasons::add);
        timeout.start();
    }

    @Test
    void aBrokerThatNeitherAnswersNorDeliversIsGivenUp() {
        advance(29);
        assertThat(reasons).isEmpty();

        advance(1);
        assertThat(reasons).containsExactly("no answer to SUBSCRIBE within PT30S");
    }

    @Test
    void aBrokerThatAnsweredMayBeSilent() {
        advance(29);
        answered = true;

        advance(600);
        assertThat(reasons).isEmpty();
    }

    @Test
    void anAnswerMayComeLateBehindTheMessagesOfASession() {
        for (int message = 0; message < 10; message++) {
            timeout.delivered();
            advance(29);
        }
        assertThat(reasons).isEmpty();

        advance(60);
        assertThat(reasons).hasSize(1);
    }

    @Test
    void nobodyIsGivenUpWhileReadingIsPausedNorWhenItGoesOn() {
        channel.config().setAutoRead(false);
        advance(599);
        channel.config().setAutoRead(true);
        timeout.delivered();

        advance(1);
        assertThat(reasons).isEmpty();
        advance(30);
        assertThat(reasons).hasSize(1);
    }

    private void advance(long seconds) {
        for (long second = 0; second < seconds; second++) {
            channel.advanceTimeBy(1, TimeUnit.SECONDS);
            channel.runScheduledPendingTasks();
        }
    }
}
