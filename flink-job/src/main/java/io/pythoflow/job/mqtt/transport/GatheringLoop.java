package io.pythoflow.job.mqtt.transport;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.SelectStrategy;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.util.IntSupplier;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.nio.channels.spi.SelectorProvider;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * The event loop of clients that care for throughput and not for the last millisecond. A broker
 * sends each message as it comes, so a busy loop wakes up and reads for every single one, and the
 * system calls cost more than all that is done with the message. This loop lets messages gather for
 * a moment when it was busy a moment ago; when it was not, it answers at once. Nothing is lost by
 * the pause: what arrives waits in the socket, and a single read takes all of it.
 */
public final class GatheringLoop implements SelectStrategy {
    /** Within this time after the last round the loop is busy. */
    private static final long BUSY_NANOS = Duration.ofMillis(1).toNanos();

    private static final long GATHERING_NANOS = Duration.ofMillis(1).toNanos() / 2;

    private long lastRoundNanos = System.nanoTime() - BUSY_NANOS;

    private GatheringLoop() {}

    /** A group of one loop, whose thread is a daemon. */
    public static EventLoopGroup create(String threadName) {
        return new NioEventLoopGroup(
                1,
                new DefaultThreadFactory(threadName, true /* daemon */),
                SelectorProvider.provider(),
                GatheringLoop::new);
    }

    /** Event loop, before each round. */
    @Override
    public int calculateStrategy(IntSupplier selectNow, boolean hasTasks) throws Exception {
        if (hasTasks) {
            return selectNow.get();
        }

        if (System.nanoTime() - lastRoundNanos < BUSY_NANOS) {
            LockSupport.parkNanos(GATHERING_NANOS);
        }

        lastRoundNanos = System.nanoTime();
        return SelectStrategy.SELECT;
    }
}
