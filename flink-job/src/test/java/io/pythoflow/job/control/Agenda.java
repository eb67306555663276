package io.pythoflow.job.control;

import java.util.Comparator;
import java.util.PriorityQueue;

/** What is going to happen, in the order of time and, at one time, of being put down. */
final class Agenda {
    private final PriorityQueue<Entry> entries =
            new PriorityQueue<>(
                    Comparator.comparingLong(Entry::at).thenComparingLong(Entry::number));
    private long now;
    private long number;

    private record Entry(long at, long number, Runnable action) {}

    Agenda(long start) {
        now = start;
    }

    /** Epoch milliseconds. */
    long now() {
        return now;
    }

    void at(long time, Runnable action) {
        entries.add(new Entry(Math.max(time, now), number++, action));
    }

    void in(long millis, Runnable action) {
        at(now + millis, action);
    }

    void every(long millis, Runnable action) {
        in(
                millis,
                () -> {
                    action.run();
                    every(millis, action);
                });
    }

    /** Does everything that is due until then. */
    void runUntil(long time) {
        while (!entries.isEmpty() && entries.peek().at() <= time) {
            Entry next = entries.poll();
            now = next.at();
            next.action().run();
        }
        now = time;
    }
}
