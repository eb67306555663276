package io.pythoflow.job.mqtt.transport;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Pings twice per keep-alive interval, and gives a connection up on which nothing was heard from
 * one ping to the next. Event loop only; ends with the channel.
 */
final class KeepAlive {
    private final ChannelHandlerContext context;
    private final Duration interval;
    private final Consumer<String> giveUp;
    private boolean heard = true;
    private boolean stopped;

    /**
     * @param giveUp takes the reason
     */
    KeepAlive(ChannelHandlerContext context, Duration keepAlive, Consumer<String> giveUp) {
        this.context = context;
        this.interval = keepAlive.dividedBy(2);
        this.giveUp = giveUp;
    }

    /** Something arrived, whatever it is; or could not, because reading was paused until now. */
    void heard() {
        heard = true;
    }

    void start() {
        Future<?> unused =
                context.executor().schedule(this::ping, interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Nothing may follow a DISCONNECT. */
    void stop() {
        stopped = true;
    }

    private void ping() {
        if (stopped || !context.channel().isActive()) {
            return;
        }

        // Nothing can be heard while reading is paused.
        if (!heard && context.channel().config().isAutoRead()) {
            giveUp.accept("the broker has not answered a ping for " + interval);
            return;
        }

        heard = false;
        Future<?> unused = context.writeAndFlush(MqttMessage.PINGREQ, context.voidPromise());
        start();
    }
}
