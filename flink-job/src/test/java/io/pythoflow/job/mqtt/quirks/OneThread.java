package io.pythoflow.job.mqtt.quirks;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** The thread that everything of a test's server belongs to; tests hop there and wait. */
final class OneThread {
    private final EventLoopGroup loop = new NioEventLoopGroup(1);
    private final String server;

    /**
     * @param server for messages
     */
    OneThread(String server) {
        this.server = server;
    }

    EventLoopGroup loop() {
        return loop;
    }

    void run(Runnable action) {
        Integer unused =
                call(
                        () -> {
                            action.run();
                            return 0;
                        });
    }

    <V> V call(Callable<V> action) {
        try {
            return loop.submit(action).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("The " + server + " failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for the " + server, e);
        }
    }

    void end() {
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
