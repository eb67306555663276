package io.pythoflow.job.mqtt.transport;

import io.netty.channel.ChannelHandlerContext;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Gives a connection up on which an answer is due and for 30 seconds neither that nor a message
 * came. Event loop only; ends with the channel.
 *
 * <p>A broker may deliver all that a resumed session holds before it answers SUBSCRIBE: up to
 * 65,535 messages, over which a job that has just started takes long.
 */
final class AnswerTimeout {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final ChannelHandlerContext context;
    private final String packet;
    private final BooleanSupplier answered;
    private final Consumer<String> giveUp;
    private boolean delivered;

    /**
     * @param packet that is to be answered
     * @param giveUp takes the reason
     */
    AnswerTimeout(
            ChannelHandlerContext context,
            String packet,
            BooleanSupplier answered,
            Consumer<String> giveUp) {
        this.context = context;
        this.packet = packet;
        this.answered = answered;
        this.giveUp = giveUp;
    }

    /** A message arrived; or could not, because reading was paused until now. */
    void delivered() {
        delivered = true;
    }

    void start() {
        delivered = false;
        Future<?> unused =
                context.executor().schedule(this::check, TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void check() {
        if (answered.getAsBoolean() || !context.channel().isActive()) {
            return;
        }

        // Nothing can be heard while reading is paused.
        if (delivered || !context.channel().config().isAutoRead()) {
            start();
        } else {
            giveUp.accept("no answer to " + packet + " within " + TIMEOUT);
        }
    }
}
