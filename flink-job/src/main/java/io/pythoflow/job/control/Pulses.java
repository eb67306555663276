package io.pythoflow.job.control;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;

/** What is still to come of a watering that was split, and when the soil has drunk the last. */
final class Pulses {
    private static final long NOT_BEFORE_THE_RUN_ENDS = Long.MAX_VALUE;

    private final Deque<Integer> seconds = new ArrayDeque<>();
    private long soakedAt;

    /** The first pulse of a watering is ordered; these are to follow. */
    void begin(Collection<Integer> laterSeconds) {
        seconds.clear();
        seconds.addAll(laterSeconds);
        soakedAt = NOT_BEFORE_THE_RUN_ENDS;
    }

    /** The next pulse is ordered. */
    void next() {
        seconds.remove();
        soakedAt = NOT_BEFORE_THE_RUN_ENDS;
    }

    /** A pulse has ended; the soil has drunk it at a time, epoch milliseconds. */
    void ended(long drunkAt) {
        soakedAt = drunkAt;
    }

    /** There are no more. */
    void clear() {
        seconds.clear();
    }

    boolean isEmpty() {
        return seconds.isEmpty();
    }

    int left() {
        return seconds.size();
    }

    /** Length of the next. */
    int seconds() {
        return seconds.element();
    }

    /** When the soil has drunk the last, epoch milliseconds. */
    long soakedAt() {
        return soakedAt;
    }

    void write(DataOutput out) throws IOException {
        out.writeLong(soakedAt);
        out.writeInt(seconds.size());
        for (int pulse : seconds) {
            out.writeInt(pulse);
        }
    }

    static Pulses read(DataInput in) throws IOException {
        Pulses pulses = new Pulses();
        pulses.soakedAt = in.readLong();
        for (int left = in.readInt(); left > 0; left--) {
            pulses.seconds.add(in.readInt());
        }
        return pulses;
    }
}
