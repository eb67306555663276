package io.pythoflow.job.control.sense;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/** The last plausible values of one metric of one sensor, newest first. */
final class RecentValues {

    /** The newest, and for it and the one before the five that went before each. */
    static final int KEPT = 7;

    /** How many values before it a value is compared with. */
    private static final int COMPARED = 5;

    private final long[] timestamps = new long[KEPT];
    private final double[] values = new double[KEPT];
    private int size;
    private long readings;

    /** Notes a value newer than all before. */
    void accept(long timestamp, double value) {
        System.arraycopy(timestamps, 0, timestamps, 1, KEPT - 1);
        System.arraycopy(values, 0, values, 1, KEPT - 1);
        timestamps[0] = timestamp;
        values[0] = value;
        size = Math.min(KEPT, size + 1);
        readings++;
    }

    /** How many there have ever been. */
    long readings() {
        return readings;
    }

    /** A value; 0 is the newest. */
    double value(int age) {
        return values[age];
    }

    /** Event time of a value, epoch milliseconds; 0 is the newest. */
    long timestamp(int age) {
        return timestamps[age];
    }

    /**
     * Whether a value is further than {@code step} both from the one before and from the median of
     * the five before. A level that repeats is near the one before, so it is no spike any more.
     *
     * @param age of the value, 0 for the newest
     * @param gapMillis between it and the one before, beyond which nothing can be said
     */
    boolean isSpike(int age, double step, long gapMillis) {
        int before = Math.min(COMPARED, size - age - 1);
        if (before < 1 || timestamps[age] - timestamps[age + 1] > gapMillis) {
            return false;
        }
        double[] sorted = Arrays.copyOfRange(values, age + 1, age + 1 + before);
        Arrays.sort(sorted);
        return Math.abs(values[age] - values[age + 1]) > step
                && Math.abs(values[age] - Median.ofSorted(sorted)) > step;
    }

    /** Readings ever (long), values (byte), time (long) and value (double) each, newest first. */
    void write(DataOutput out) throws IOException {
        out.writeLong(readings);
        out.writeByte(size);
        for (int i = 0; i < size; i++) {
            out.writeLong(timestamps[i]);
            out.writeDouble(values[i]);
        }
    }

    static RecentValues read(DataInput in) throws IOException {
        RecentValues recent = new RecentValues();
        recent.readings = in.readLong();
        recent.size = in.readByte();
        for (int i = 0; i < recent.size; i++) {
            recent.timestamps[i] = in.readLong();
            recent.values[i] = in.readDouble();
        }
        return recent;
    }
}
