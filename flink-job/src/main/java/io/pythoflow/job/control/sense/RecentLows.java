package io.pythoflow.job.control.sense;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * When the air was last below a temperature, whichever one is asked for. Only readings that no
 * later one undercuts are kept, so the kept ones rise; the last of them below a threshold is the
 * answer.
 */
final class RecentLows {

    private static final long MEMORY_MILLIS = 48L * 3_600_000;

    /** Beyond it the two oldest are put together: the lower temperature at the later time. */
    private static final int MOST_ENTRIES = 64;

    private record Low(long timestamp, double temperatureC) {}

    private final Deque<Low> rising = new ArrayDeque<>();

    /** Notes a reading newer than all before. */
    void accept(long timestamp, double temperatureC) {
        while (!rising.isEmpty() && rising.getLast().temperatureC >= temperatureC) {
            rising.removeLast();
        }
        rising.addLast(new Low(timestamp, temperatureC));
        while (rising.getFirst().timestamp < timestamp - MEMORY_MILLIS) {
            rising.removeFirst();
        }
        if (rising.size() > MOST_ENTRIES) {
            Low oldest = rising.removeFirst();
            Low next = rising.removeFirst();
            rising.addFirst(new Low(next.timestamp, oldest.temperatureC));
        }
    }

    /** Time of the last reading below a temperature; null where there is none in 48 hours. */
    @Nullable Long lastBelow(double temperatureC) {
        for (Iterator<Low> newestFirst = rising.descendingIterator(); newestFirst.hasNext(); ) {
            Low low = newestFirst.next();
            if (low.temperatureC < temperatureC) {
                return low.timestamp;
            }
        }
        return null;
    }

    /** Entries (int), time (long) and temperature (double) each. */
    void write(DataOutput out) throws IOException {
        out.writeInt(rising.size());
        for (Low low : rising) {
            out.writeLong(low.timestamp);
            out.writeDouble(low.temperatureC);
        }
    }

    static RecentLows read(DataInput in) throws IOException {
        RecentLows lows = new RecentLows();
        int entries = in.readInt();
        for (int i = 0; i < entries; i++) {
            long timestamp = in.readLong();
            lows.rising.addLast(new Low(timestamp, in.readDouble()));
        }
        return lows;
    }
}
