package io.pythoflow.sim.mqtt;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Bounds the messages that were published and not acknowledged yet, so that a slow broker costs
 * time and not memory. One thread publishes; acknowledgements arrive on network threads.
 */
public final class InFlight {

    private final int limit;
    private final Semaphore free;
    private final AtomicLong acknowledged = new AtomicLong();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    /**
     * A bound.
     *
     * @param limit messages, 1 or more
     */
    public InFlight(int limit) {
        this.limit = limit;
        this.free = new Semaphore(limit);
    }

    /**
     * Waits for room for one message, which {@link #track} then takes.
     *
     * @return false if there is none after the time
     * @throws RuntimeException the failure of an earlier message
     */
    public boolean awaitRoom(long timeoutNanos) throws InterruptedException {
        throwFailure();
        return free.tryAcquire(timeoutNanos, TimeUnit.NANOSECONDS);
    }

    /** Follows a message that was published after {@link #awaitRoom} returned true. */
    public void track(CompletableFuture<Void> message) {
        CompletableFuture<Void> unused =
                message.whenComplete(
                        (nothing, problem) -> {
                            if (problem == null) {
                                acknowledged.incrementAndGet();
                            } else {
                                failure.compareAndSet(null, problem);
                            }
                            free.release();
                        });
    }

    /**
     * Waits until nothing is in flight.
     *
     * @return false if something still is after the time
     * @throws RuntimeException the failure of an earlier message
     */
    public boolean awaitEmpty(long timeoutNanos) throws InterruptedException {
        boolean empty = free.tryAcquire(limit, timeoutNanos, TimeUnit.NANOSECONDS);
        if (empty) {
            free.release(limit);
        }
        throwFailure();
        return empty;
    }

    /** Messages that the broker has acknowledged. */
    public long acknowledged() {
        return acknowledged.get();
    }

    private void throwFailure() {
        Throwable problem = failure.get();
        if (problem == null) {
            return;
        }
        Throwable cause = problem instanceof CompletionException ? problem.getCause() : problem;
        if (cause instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        throw new IllegalStateException("A message could not be published", cause);
    }
}
