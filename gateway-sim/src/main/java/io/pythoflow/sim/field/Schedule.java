package io.pythoflow.sim.field;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.LongConsumer;

/** What recurs, in the order of its times; equal times in the order of registration. */
final class Schedule {

    private record Task(long atMillis, int rank, long periodMillis, LongConsumer action) {
        Task next() {
            return new Task(atMillis + periodMillis, rank, periodMillis, action);
        }
    }

    private final PriorityQueue<Task> tasks =
            new PriorityQueue<>(
                    Comparator.comparingLong(Task::atMillis).thenComparingInt(Task::rank));

    /** Runs an action, which is given its time, at a time and then after every period. */
    void every(long firstMillis, long periodMillis, LongConsumer action) {
        tasks.add(new Task(firstMillis, tasks.size(), periodMillis, action));
    }

    /** When the next action is due; {@link Long#MAX_VALUE} if there is none. */
    long nextMillis() {
        Task next = tasks.peek();
        return next == null ? Long.MAX_VALUE : next.atMillis();
    }

    void runNext() {
        Task task = tasks.remove();
        tasks.add(task.next());
        task.action().accept(task.atMillis());
    }
}
