package io.pythoflow.job.control.demand;

import io.pythoflow.job.control.sense.ZoneWeather;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.function.DoubleConsumer;

/**
 * Rain that has entered a soil, by hour, for as long as gauges are remembered: what is heard of it
 * later than that enters later, and all of it once.
 */
final class RainByHour {

    private static final long HOUR_MILLIS = 3_600_000;
    private static final int HOURS = 72;

    private final long[] hours = new long[HOURS];
    private final double[] depthsMm = new double[HOURS];

    /** Not state: what was looked at last. */
    private long revision = Long.MIN_VALUE;

    private long newestHour = Long.MIN_VALUE;

    /**
     * Takes what has fallen and was not taken yet.
     *
     * @param soil takes it, mm, hour by hour
     */
    void take(ZoneWeather weather, long now, DoubleConsumer soil) {
        long thisHour = Math.floorDiv(now, HOUR_MILLIS);
        if (weather.rainRevision() == revision && thisHour == newestHour) {
            return;
        }
        revision = weather.rainRevision();
        newestHour = thisHour;
        for (long hour = thisHour - HOURS + 1; hour <= thisHour; hour++) {
            // The gauge speaks of the time before its reading, so an hour ends with its last.
            Double fallen = weather.rainMm(hour * HOUR_MILLIS, (hour + 1) * HOUR_MILLIS);
            int slot = Math.floorMod(hour, HOURS);
            if (hours[slot] != hour) {
                hours[slot] = hour;
                depthsMm[slot] = 0;
            }
            if (fallen != null && fallen > depthsMm[slot]) {
                soil.accept(fallen - depthsMm[slot]);
                depthsMm[slot] = fallen;
            }
        }
    }

    /** Hours of rain (byte), each with number (long) and depth (double). */
    void write(DataOutput out) throws IOException {
        int wet = 0;
        for (double depthMm : depthsMm) {
            wet += depthMm > 0 ? 1 : 0;
        }
        out.writeByte(wet);
        for (int i = 0; i < HOURS; i++) {
            if (depthsMm[i] > 0) {
                out.writeLong(hours[i]);
                out.writeDouble(depthsMm[i]);
            }
        }
    }

    static RainByHour read(DataInput in) throws IOException {
        RainByHour rain = new RainByHour();
        int wet = in.readByte();
        for (int i = 0; i < wet; i++) {
            long hour = in.readLong();
            int slot = Math.floorMod(hour, HOURS);
            rain.hours[slot] = hour;
            rain.depthsMm[slot] = in.readDouble();
        }
        return rain;
    }
}
