package io.pythoflow.job.lake.backfill;

import java.io.Serializable;
import java.time.Duration;

/** A span of time, epoch milliseconds, {@code to} exclusive; infinite where it is the greatest. */
public record Span(long from, long to) implements Serializable {

    public boolean contains(long instant) {
        return instant >= from && instant < to;
    }

    /** Whether any instant is in both. */
    public boolean meets(Span other) {
        return from < other.to && other.from < to;
    }

    /** This span with so much before and after it. */
    public Span widened(Duration before, Duration after) {
        return new Span(from - before.toMillis(), plus(to, after));
    }

    /** This span without an end. */
    public Span openEnded() {
        return new Span(from, Long.MAX_VALUE);
    }

    private static long plus(long instant, Duration duration) {
        return instant > Long.MAX_VALUE - duration.toMillis()
                ? Long.MAX_VALUE
                : instant + duration.toMillis();
    }
}
