package io.pythoflow.sim.load;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Durations in buckets that are at most 1/32 wide, so a percentile is off by 3 % at most; bounded
 * however long a run lasts. Thread-safe.
 */
final class LatencyHistogram {

    private static final int SUB_BUCKET_BITS = 5;
    private static final int SUB_BUCKETS = 1 << SUB_BUCKET_BITS;

    private final AtomicLongArray counts =
            new AtomicLongArray((64 - SUB_BUCKET_BITS) * SUB_BUCKETS);

    void record(long nanos) {
        counts.incrementAndGet(bucketOf(TimeUnit.NANOSECONDS.toMicros(Math.max(0, nanos))));
    }

    /**
     * A percentile in milliseconds, the upper edge of its bucket; 0 without any duration.
     *
     * @param fraction 0 to 1
     */
    double percentileMillis(double fraction) {
        long total = 0;
        for (int i = 0; i < counts.length(); i++) {
            total += counts.get(i);
        }
        long rank = Math.max(1, (long) Math.ceil(total * fraction));
        long seen = 0;
        for (int i = 0; i < counts.length(); i++) {
            seen += counts.get(i);
            if (seen >= rank) {
                return upperEdgeMicros(i) / 1000.0;
            }
        }
        return 0;
    }

    private static int bucketOf(long micros) {
        if (micros < SUB_BUCKETS) {
            return (int) micros;
        }
        int shift = 63 - Long.numberOfLeadingZeros(micros) - SUB_BUCKET_BITS;
        return (shift + 1) * SUB_BUCKETS + (int) (micros >>> shift) - SUB_BUCKETS;
    }

    private static long upperEdgeMicros(int bucket) {
        if (bucket < SUB_BUCKETS) {
            return bucket + 1L;
        }
        int shift = bucket / SUB_BUCKETS - 1;
        long subBucket = (long) bucket % SUB_BUCKETS + SUB_BUCKETS;
        return (subBucket + 1) << shift;
    }
}
