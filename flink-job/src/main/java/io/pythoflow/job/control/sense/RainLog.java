package io.pythoflow.job.control.sense;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * When a gauge reported how much rain, for the last 72 hours. A reading counts once, whenever it
 * comes: rain that is heard of late has fallen all the same. So the order of arrival and copies
 * make no difference. Dry readings are not kept.
 */
final class RainLog {

    /** How long rain is remembered, ms. */
    static final long MEMORY_MILLIS = 72L * 3_600_000;

    /** One a minute for 72 hours; beyond it the oldest are put together. */
    static final int MOST_ENTRIES = 4320;

    private long[] timestamps = new long[8];
    private double[] depthsMm = new double[8];
    private int size;
    private long newest = Long.MIN_VALUE;

    /** What is this old or older is settled: it is counted, or too old to count. */
    private long closedUntil = Long.MIN_VALUE;

    /** Grows with every change; no part of the state. */
    private long revision;

    /**
     * Notes a reading.
     *
     * @param timestamp event time, epoch milliseconds
     * @param depthMm since the gauge's reading before
     */
    void accept(long timestamp, double depthMm) {
        if (timestamp > newest) {
            newest = timestamp;
            forget(newest - MEMORY_MILLIS);
        }
        if (depthMm <= 0 || timestamp <= closedUntil) {
            return;
        }
        int found = Arrays.binarySearch(timestamps, 0, size, timestamp);
        if (found >= 0) {
            // Two readings of one moment: the greater, so that their order makes no difference.
            depthsMm[found] = Math.max(depthsMm[found], depthMm);
            revision++;
            return;
        }
        insert(-found - 1, timestamp, depthMm);
        revision++;
        if (size > MOST_ENTRIES) {
            depthsMm[1] += depthsMm[0];
            closedUntil = timestamps[1];
            remove(1);
        }
    }

    /** Rain with {@code from < timestamp ≤ to}, mm. */
    double depthMm(long from, long to) {
        double sum = 0;
        for (int i = size - 1; i >= 0 && timestamps[i] > from; i--) {
            if (timestamps[i] <= to) {
                sum += depthsMm[i];
            }
        }
        return sum;
    }

    /** Whether a reading after this time brought rain. */
    boolean rainedAfter(long timestamp) {
        return size > 0 && timestamps[size - 1] > timestamp;
    }

    /** Whether the gauge has ever reported, rain or none. */
    boolean isFitted() {
        return newest != Long.MIN_VALUE;
    }

    /** Grows with every change, from 0 when the log is made or read. */
    long revision() {
        return revision;
    }

    /** Newest (long), closed until (long), entries (int), time (long) and depth (double) each. */
    void write(DataOutput out) throws IOException {
        out.writeLong(newest);
        out.writeLong(closedUntil);
        out.writeInt(size);
        for (int i = 0; i < size; i++) {
            out.writeLong(timestamps[i]);
            out.writeDouble(depthsMm[i]);
        }
    }

    static RainLog read(DataInput in) throws IOException {
        RainLog log = new RainLog();
        log.newest = in.readLong();
        log.closedUntil = in.readLong();
        int entries = in.readInt();
        for (int i = 0; i < entries; i++) {
            long timestamp = in.readLong();
            log.insert(i, timestamp, in.readDouble());
        }
        return log;
    }

    private void forget(long until) {
        closedUntil = Math.max(closedUntil, until);
        int old = 0;
        while (old < size && timestamps[old] <= until) {
            old++;
        }
        remove(old);
    }

    private void insert(int index, long timestamp, double depthMm) {
        if (size == timestamps.length) {
            timestamps = Arrays.copyOf(timestamps, 2 * size);
            depthsMm = Arrays.copyOf(depthsMm, 2 * size);
        }
        System.arraycopy(timestamps, index, timestamps, index + 1, size - index);
        System.arraycopy(depthsMm, index, depthsMm, index + 1, size - index);
        timestamps[index] = timestamp;
        depthsMm[index] = depthMm;
        size++;
    }

    private void remove(int oldest) {
        System.arraycopy(timestamps, oldest, timestamps, 0, size - oldest);
        System.arraycopy(depthsMm, oldest, depthsMm, 0, size - oldest);
        size -= oldest;
    }
}
