package io.pythoflow.sim.field;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.LongConsumer;

/** What is to be done when, in the order of times; equal times in the order of registration. */
final class Schedule {

    private static final long ONCE = 0;

    private record Task(long atMillis, long rank, long periodMillis, LongConsumer action) {
        Task next() {
            return new Task(atMillis + periodMillis, rank, periodMillis, action);
        }
    }

    private final PriorityQueue<Task> tasks =
            new PriorityQueue<>(
                    Comparator.comparingLong(Task::atMillis).thenComparingLong(Task::rank));
    private long nextRank;

    /** Runs an action, which is given its time, at a time and then after every period. */
    void every(long firstMillis, long periodMillis, LongConsumer action) {
        tasks.add(new Task(firstMillis, nextRank++, periodMillis, action));
    }

    /** Runs an action, which is given its time, once. */
    void at(long millis, LongConsumer action) {
        tasks.add(new Task(millis, nextRank++, ONCE, action));
    }

    /** When the next action is due; {@link Long#MAX_VALUE} if there is none. */
    long nextMillis() {
        Task next = tasks.peek();
        return next == null ? Long.MAX_VALUE : next.atMillis();
    }

    void runNext() {
        Task task = tasks.remove();
        if (task.periodMillis() != ONCE) {
            tasks.add(task.next());
        }
        task.action().accept(task.atMillis());
    }
}
