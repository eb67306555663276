package io.pythoflow.job.metrics;

import java.time.Duration;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.View;

/**
 * By how much a counter has grown within the last ten minutes: long enough for every sample of a
 * minute to see what happened once. Updated by the one thread of Flink's metrics that updates
 * views, read by those that report.
 */
final class RecentGrowth implements Gauge<Long>, View {

    /** What recently means. */
    static final Duration SPAN = Duration.ofMinutes(10);

    private final Counter counter;

    /** What the counter showed at the updates of the last span; the oldest is overwritten next. */
    private final long[] shown = new long[(int) SPAN.toSeconds() / UPDATE_INTERVAL_SECONDS];

    private int next;
    private volatile long growth;

    RecentGrowth(Counter counter) {
        this.counter = counter;
    }

    @Override
    public void update() {
        long now = counter.getCount();
        growth = now - shown[next];
        shown[next] = now;
        next = (next + 1) % shown.length;
    }

    @Override
    public Long getValue() {
        return growth;
    }
}
