package io.pythoflow.job.mqtt.sink;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A {@link PublisherLoop} on a thread of its own. */
final class EventLoopThread implements PublisherLoop {
    private static final Logger LOG = LoggerFactory.getLogger(EventLoopThread.class);

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private final EventLoopGroup group;
    private final EventLoop loop;

    EventLoopThread(String name) {
        group = new NioEventLoopGroup(1, new DefaultThreadFactory(name, true /* daemon */));
        loop = group.next();
    }

    /** For the connection, whose callbacks run here. */
    EventLoop eventLoop() {
        return loop;
    }

    @Override
    public void execute(Runnable action) {
        try {
            loop.execute(action);
        } catch (RejectedExecutionException e) {
            LOG.debug("The MQTT thread has ended.", e);
        }
    }

    @Override
    public void schedule(Duration delay, Runnable action) {
        Future<?> unused = loop.schedule(action, delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public void repeat(Duration interval, Runnable action) {
        Future<?> unused =
                loop.scheduleAtFixedRate(
                        action, interval.toNanos(), interval.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public long epochMillis() {
        return System.currentTimeMillis();
    }

    @Override
    public void close() {
        Future<?> unused =
                group.shutdownGracefully(0, CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        try {
            if (!group.awaitTermination(CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("The MQTT thread has not ended within {}.", CLOSE_TIMEOUT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
