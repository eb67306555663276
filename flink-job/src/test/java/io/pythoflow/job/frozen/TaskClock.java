package io.pythoflow.job.frozen;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Delayed;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.operators.ProcessingTimeService.ProcessingTimeCallback;
import org.apache.flink.runtime.execution.Environment;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.JobVertex;
import org.apache.flink.streaming.runtime.tasks.OneInputStreamTask;
import org.apache.flink.streaming.runtime.tasks.TimerService;
import org.apache.flink.util.clock.Clock;
import org.apache.flink.util.clock.ManualClock;

/**
 * The processing time of a job's operators, which stands still unless a test lets it pass: a
 * savepoint is restored years after it was made, and its valves are to close a minute later all the
 * same. One job at a time; sources and operators with two inputs have the machine's clock.
 */
final class TaskClock {

    private static final List<Timers> TASKS = new CopyOnWriteArrayList<>();

    private static volatile long now;

    private TaskClock() {}

    /** Gives a job's tasks this clock, in place of those of the jobs before. */
    static void drive(JobGraph job, long startsAt) {
        TASKS.clear();
        now = startsAt;
        for (JobVertex vertex : job.getVertices()) {
            if (vertex.getInvokableClassName().equals(OneInputStreamTask.class.getName())) {
                vertex.setInvokableClass(ClockedTask.class);
            }
        }
    }

    /** Epoch milliseconds. */
    static long now() {
        return now;
    }

    /** Lets time pass, and everything that was waiting for it happen. */
    static void advanceTo(long instant) {
        now = instant;
        TASKS.forEach(Timers::fireDue);
    }

    /** Flink makes it by name. */
    public static final class ClockedTask<I, O> extends OneInputStreamTask<I, O> {
        public ClockedTask(Environment environment) throws Exception {
            super(environment, register());
        }

        private static TimerService register() {
            Timers timers = new Timers();
            TASKS.add(timers);
            return timers;
        }
    }

    /** Callbacks only put a mail into the task's mailbox, so any thread may make them. */
    private static final class Timers implements TimerService {
        private final PriorityBlockingQueue<Timer> queue = new PriorityBlockingQueue<>();
        private volatile boolean terminated;

        private void fireDue() {
            for (Timer next = queue.poll(); next != null; next = queue.poll()) {
                if (next.at > now) {
                    queue.add(next);
                    return;
                }
                next.fire();
            }
        }

        @Override
        public long getCurrentProcessingTime() {
            return now;
        }

        @Override
        public Clock getClock() {
            return new ManualClock(TimeUnit.MILLISECONDS.toNanos(now));
        }

        @Override
        public ScheduledFuture<?> registerTimer(long timestamp, ProcessingTimeCallback target) {
            return add(new Timer(this, timestamp, 0, target));
        }

        @Override
        public ScheduledFuture<?> scheduleAtFixedRate(
                ProcessingTimeCallback callback, long initialDelay, long period) {
            return scheduleWithFixedDelay(callback, initialDelay, period);
        }

        @Override
        public ScheduledFuture<?> scheduleWithFixedDelay(
                ProcessingTimeCallback callback, long initialDelay, long period) {
            return add(new Timer(this, now + initialDelay, period, callback));
        }

        private Timer add(Timer timer) {
            if (!terminated) {
                queue.add(timer);
                if (timer.at <= now) {
                    fireDue();
                }
            }
            return timer;
        }

        @Override
        public CompletableFuture<Void> quiesce() {
            shutdownService();
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public boolean isTerminated() {
            return terminated;
        }

        @Override
        public void shutdownService() {
            terminated = true;
            queue.clear();
        }

        @Override
        public boolean shutdownServiceUninterruptible(long timeoutMs) {
            shutdownService();
            return true;
        }
    }

    private static final class Timer extends CompletableFuture<Void>
            implements ScheduledFuture<Void> {
        private final Timers timers;
        private final long period;
        private final ProcessingTimeCallback callback;
        private final long at;

        Timer(Timers timers, long at, long period, ProcessingTimeCallback callback) {
            this.timers = timers;
            this.at = at;
            this.period = period;
            this.callback = callback;
        }

        private void fire() {
            if (isDone()) {
                return;
            }
            try {
                callback.onProcessingTime(at);
            } catch (Exception e) {
                throw new IllegalStateException("A timer for " + at + " failed", e);
            }
            if (period > 0) {
                // The future of the first time cancels the later ones.
                Timer next = new Timer(timers, now + period, period, callback);
                CompletableFuture<Void> unused =
                        whenComplete((nothing, cancelled) -> next.cancel(false));
                ScheduledFuture<?> unusedAsWell = timers.add(next);
            } else {
                complete(null);
            }
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(at - now, TimeUnit.MILLISECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(at, ((Timer) other).at);
        }
    }
}
