package io.pythoflow.job.ingest;

import io.pythoflow.contract.payload.Reading;
import java.io.Serializable;
import java.time.Duration;

/**
 * Cuts the readings of each sensor into groups by their time, such that no window is cut. Where an
 * hour can be kept whole, too, a group holds all copies of a reading with a time of its own: they
 * have the same time, or the same id and an hour in common ({@link
 * MergeCopiesFunction#identityOf}).
 */
public final class ReadingGroups implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final long HOUR_MILLIS = Duration.ofHours(1).toMillis();

    /** Of one sensor, so much is held at a time. */
    private static final long LONGEST_MILLIS = Duration.ofDays(1).toMillis();

    private final long groupMillis;
    private final boolean hoursAreWhole;

    private ReadingGroups(long groupMillis, boolean hoursAreWhole) {
        this.groupMillis = groupMillis;
        this.hoursAreWhole = hoursAreWhole;
    }

    /** The groups for windows of a length, at most a day. */
    public static ReadingGroups of(Duration windowLength) {
        long window = windowLength.toMillis();
        long common = HOUR_MILLIS / greatestDivisor(window, HOUR_MILLIS) * window;
        return common <= LONGEST_MILLIS
                ? new ReadingGroups(common, true)
                : new ReadingGroups(window, false);
    }

    private static long greatestDivisor(long one, long other) {
        return other == 0 ? one : greatestDivisor(other, one % other);
    }

    /** Whether all copies of a reading are in its group. */
    public boolean holdCopiesOf(Reading reading) {
        return hoursAreWhole && ReadingIdentity.hasOwnTime(reading);
    }

    /**
     * What a group is found by. Two of another sensor or time may share it, once in a long while:
     * whoever gathers readings by it still has to tell them apart.
     */
    public long keyOf(Reading reading) {
        return ReadingIdentity.within(
                ReadingIdentity.text(reading.sensorId()),
                Math.floorDiv(reading.timestamp(), groupMillis));
    }
}
