package io.pythoflow.job.mqtt.sink;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

/** An event loop that runs in the test's thread, when told to, on a clock that the test moves. */
final class ManualLoop implements PublisherLoop {
    private record Timer(long dueNanos, Runnable action) {}

    static final long START_MILLIS = 1_764_000_000_000L;

    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private final List<Timer> timers = new ArrayList<>();
    private long nanos;
    private boolean closed;

    @Override
    public void execute(Runnable action) {
        tasks.add(action);
    }

    @Override
    public void schedule(Duration delay, Runnable action) {
        timers.add(new Timer(nanos + delay.toNanos(), action));
    }

    @Override
    public void repeat(Duration interval, Runnable action) {
        schedule(
                interval,
                () -> {
                    action.run();
                    repeat(interval, action);
                });
    }

    @Override
    public long nanoTime() {
        return nanos;
    }

    @Override
    public long epochMillis() {
        return START_MILLIS + Duration.ofNanos(nanos).toMillis();
    }

    /** Runs everything that is due. */
    void run() {
        while (true) {
            Runnable task = tasks.poll();
            if (task == null) {
                return;
            }

            task.run();
        }
    }

    /** Moves the clock and runs what becomes due, in order. */
    void advance(Duration duration) {
        long until = nanos + duration.toNanos();
        run();
        while (true) {
            Timer next =
                    timers.stream()
                            .filter(timer -> timer.dueNanos <= until)
                            .min(Comparator.comparingLong(Timer::dueNanos))
                            .orElse(null);
            if (next == null) {
                nanos = until;
                return;
            }

            timers.remove(next);
            nanos = next.dueNanos;
            next.action.run();
            run();
        }
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        closed = true;
    }
}
