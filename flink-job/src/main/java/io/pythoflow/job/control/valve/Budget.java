package io.pythoflow.job.control.valve;

import io.pythoflow.contract.rules.Zone;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Instant;

/**
 * What a zone was given on one local day, and so what is left of that day. A run counts as ordered
 * until it is known what it really took, and always on the day it was ordered.
 */
public final class Budget {

    /** Day, seconds, litres. */
    private static final int VERSION = 1;

    private static final long NO_DAY = Long.MIN_VALUE;

    private long day = NO_DAY;
    private double runSeconds;
    private double volumeLiters;

    /** Open time left of the local day, never below 0. */
    public double runSecondsLeft(Zone zone, long now) {
        return Math.max(0, zone.limits().maxRunSecondsPerDay() - runSecondsUsed(zone, now));
    }

    /** Water left of the local day, never below 0; infinite where nothing limits it. */
    public double volumeLitersLeft(Zone zone, long now) {
        Double limit = zone.limits().maxVolumeLitersPerDay();
        return limit == null
                ? Double.POSITIVE_INFINITY
                : Math.max(0, limit - volumeLitersUsed(zone, now));
    }

    /** Open time given in the local day. */
    public double runSecondsUsed(Zone zone, long now) {
        return covers(dayOf(zone, now)) ? runSeconds : 0;
    }

    /** Water given in the local day. */
    public double volumeLitersUsed(Zone zone, long now) {
        return covers(dayOf(zone, now)) ? volumeLiters : 0;
    }

    /** Counts a run as ordered, and returns the day it counts on. */
    long reserve(Zone zone, long orderedAt, double seconds, double liters) {
        long orderedOn = dayOf(zone, orderedAt);
        if (!covers(orderedOn)) {
            day = orderedOn;
            runSeconds = 0;
            volumeLiters = 0;
        }
        runSeconds += seconds;
        volumeLiters += liters;
        return day;
    }

    /** Adds what a run took more than it counted for, or takes off what it took less. */
    void correct(long countedOn, double seconds, double liters) {
        if (countedOn == day) {
            // Sums of differences may end a rounding below nothing.
            runSeconds = Math.max(0, runSeconds + seconds);
            volumeLiters = Math.max(0, volumeLiters + liters);
        }
    }

    /** A clock or a time zone set back must not give the day's budget a second time. */
    private boolean covers(long other) {
        return day != NO_DAY && other <= day;
    }

    private static long dayOf(Zone zone, long at) {
        return Instant.ofEpochMilli(at).atZone(zone.timeZone()).toLocalDate().toEpochDay();
    }

    /** Writes the state. */
    public void write(DataOutput out) throws IOException {
        out.writeByte(VERSION);
        out.writeLong(day);
        out.writeDouble(runSeconds);
        out.writeDouble(volumeLiters);
    }

    /** Reads what {@link #write} wrote. */
    public static Budget read(DataInput in) throws IOException {
        StateVersion.check(in.readByte(), VERSION, Budget.class);
        Budget budget = new Budget();
        budget.day = in.readLong();
        budget.runSeconds = in.readDouble();
        budget.volumeLiters = in.readDouble();
        return budget;
    }
}
