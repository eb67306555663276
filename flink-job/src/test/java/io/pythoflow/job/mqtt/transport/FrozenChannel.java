package io.pythoflow.job.mqtt.transport;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.concurrent.TimeUnit;

/** A channel that is connected to nothing, whose time passes only when a test says so. */
final class FrozenChannel {
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final ChannelHandlerContext context;

    FrozenChannel() {
        channel.freezeTime();
        ChannelInboundHandlerAdapter handler = new ChannelInboundHandlerAdapter();
        channel.pipeline().addLast(handler);
        context = channel.pipeline().context(handler);
    }

    /** Of the only handler. */
    ChannelHandlerContext context() {
        return context;
    }

    void pauseReading() {
        channel.config().setAutoRead(false);
    }

    void resumeReading() {
        channel.config().setAutoRead(true);
    }

    /** Lets seconds pass one by one, and what is due in each of them run. */
    void advance(long seconds) {
        for (long second = 0; second < seconds; second++) {
            channel.advanceTimeBy(1, TimeUnit.SECONDS);
            channel.runScheduledPendingTasks();
        }
    }
}
