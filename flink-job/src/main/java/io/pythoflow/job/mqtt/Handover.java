package io.pythoflow.job.mqtt;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Carries events from the event loop to the task thread, in order, and wakes the task thread.
 * Everything that the task thread must react to is an event, failures and ticks included. It does
 * not bound itself: each slot bounds what it puts in ({@link FlowControl}).
 *
 * <p>No wake-up is lost: {@link #available} decides under the lock that {@link #put} takes, so an
 * event is either seen there or the wake-up after it completes the future that was returned.
 *
 * @param <E> the events
 */
final class Handover<E> {
    private static final CompletableFuture<Void> AVAILABLE =
            CompletableFuture.completedFuture(null);

    private final Object lock = new Object();

    /** Guarded by the lock. */
    private Deque<E> incoming = new ArrayDeque<>();

    /** Guarded by the lock. */
    private CompletableFuture<Void> wakeUp = new CompletableFuture<>();

    /** Task thread only: taken from incoming as a whole, so that the lock is taken rarely. */
    private Deque<E> taken = new ArrayDeque<>();

    /** Any thread. The task thread hears of it with the next {@link #wake}. */
    void put(E event) {
        synchronized (lock) {
            incoming.add(event);
        }
    }

    /** Like {@link #put} for each of these, in their order. */
    void putAll(Collection<E> events) {
        synchronized (lock) {
            incoming.addAll(events);
        }
    }

    /** Any thread: tells the task thread to look for events, once for any number of them. */
    void wake() {
        CompletableFuture<Void> waiting;
        synchronized (lock) {
            waiting = wakeUp;
        }

        // Outside of the lock, since it runs what Flink attached to it.
        waiting.complete(null);
    }

    void putAndWake(E event) {
        put(event);
        wake();
    }

    /** Task thread: the oldest event, null if there is none. */
    @Nullable E poll() {
        if (taken.isEmpty()) {
            synchronized (lock) {
                Deque<E> empty = taken;
                taken = incoming;
                incoming = empty;
            }
        }

        return taken.poll();
    }

    /**
     * Task thread: done when there is something to poll. It may be done without reason, never
     * pending without reason.
     */
    CompletableFuture<Void> available() {
        if (!taken.isEmpty()) {
            return AVAILABLE;
        }

        synchronized (lock) {
            if (!incoming.isEmpty()) {
                return AVAILABLE;
            }

            if (wakeUp.isDone()) {
                wakeUp = new CompletableFuture<>();
            }

            return wakeUp;
        }
    }
}
