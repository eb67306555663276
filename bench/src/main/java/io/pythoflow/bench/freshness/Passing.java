package io.pythoflow.bench.freshness;

import io.pythoflow.bench.load.Workload;
import java.time.Duration;

/** Which message moves the watermark past the end of a window. */
final class Passing {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private Passing() {}

    /**
     * The first message with a reading that is as new as the window's end plus the
     * out-of-orderness: the highest event time less the out-of-orderness is the watermark.
     *
     * @param windowEnd epoch milliseconds, after the workload's base
     */
    static long message(Workload workload, long windowEnd, Duration outOfOrderness) {
        long due = windowEnd + outOfOrderness.toMillis();
        long reading =
                Math.max(0, (due - workload.base()) * NANOS_PER_MILLI / workload.stepNanos() - 1);
        while (workload.timeOf(reading) < due || isNeverCounted(workload, reading)) {
            reading++;
        }
        return reading / workload.readingsPerMessage();
    }

    /** What comes as a copy, or as no JSON, counts for nothing new. */
    private static boolean isNeverCounted(Workload workload, long reading) {
        long message = reading / workload.readingsPerMessage();
        return workload.isCopy(message) || workload.isBroken(message);
    }
}
