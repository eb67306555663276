package io.pythoflow.job.control.sense;

import io.pythoflow.contract.metric.Metric;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one sensor measured of the weather, hour by hour (UTC), for the last 48 hours. */
final class HourlyWeather {

    private static final int HOURS = 48;
    private static final long HOUR_MILLIS = 3_600_000;

    /** What evapotranspiration is made of, in the order of the state. */
    private static final List<Metric> METRICS =
            List.of(Metric.TEMPERATURE, Metric.HUMIDITY, Metric.WIND_SPEED, Metric.SOLAR_RADIATION);

    /** One hour: sum and number of the readings of each metric, and the extremes of the air. */
    private static final class Hour {
        final long epochHour;
        final double[] sums = new double[METRICS.size()];
        final int[] readings = new int[METRICS.size()];
        double minC = Double.POSITIVE_INFINITY;
        double maxC = Double.NEGATIVE_INFINITY;

        Hour(long epochHour) {
            this.epochHour = epochHour;
        }
    }

    private final @Nullable Hour[] ring = new @Nullable Hour[HOURS];

    static boolean isWeather(Metric metric) {
        return METRICS.contains(metric);
    }

    /** Notes a reading newer than all before of its metric. */
    void accept(Metric metric, long timestamp, double value) {
        long epochHour = Math.floorDiv(timestamp, HOUR_MILLIS);
        int slot = Math.floorMod(epochHour, HOURS);
        Hour hour = ring[slot];
        if (hour == null || hour.epochHour < epochHour) {
            hour = new Hour(epochHour);
            ring[slot] = hour;
        } else if (hour.epochHour > epochHour) {
            return; // A metric that fell silent for two days while the others went on.
        }
        int index = METRICS.indexOf(metric);
        hour.sums[index] += value;
        hour.readings[index]++;
        if (metric == Metric.TEMPERATURE) {
            hour.minC = Math.min(hour.minC, value);
            hour.maxC = Math.max(hour.maxC, value);
        }
    }

    /** Mean of a metric in an hour; null where it was not measured. */
    @Nullable Double mean(Metric metric, long epochHour) {
        Hour hour = at(epochHour);
        int index = METRICS.indexOf(metric);
        return hour == null || hour.readings[index] == 0
                ? null
                : Double.valueOf(hour.sums[index] / hour.readings[index]);
    }

    /** Lowest air temperature of an hour, °C; positive infinity where it was not measured. */
    double minC(long epochHour) {
        Hour hour = at(epochHour);
        return hour == null ? Double.POSITIVE_INFINITY : hour.minC;
    }

    /** Highest air temperature of an hour, °C; negative infinity where it was not measured. */
    double maxC(long epochHour) {
        Hour hour = at(epochHour);
        return hour == null ? Double.NEGATIVE_INFINITY : hour.maxC;
    }

    /**
     * Hours (byte); each its number (long), lowest and highest temperature (double), sum (double)
     * and readings (int) of each metric.
     */
    void write(DataOutput out) throws IOException {
        int hours = 0;
        for (Hour hour : ring) {
            hours += hour == null ? 0 : 1;
        }
        out.writeByte(hours);
        for (Hour hour : ring) {
            if (hour != null) {
                out.writeLong(hour.epochHour);
                out.writeDouble(hour.minC);
                out.writeDouble(hour.maxC);
                for (int i = 0; i < METRICS.size(); i++) {
                    out.writeDouble(hour.sums[i]);
                    out.writeInt(hour.readings[i]);
                }
            }
        }
    }

    static HourlyWeather read(DataInput in) throws IOException {
        HourlyWeather weather = new HourlyWeather();
        int hours = in.readByte();
        for (int h = 0; h < hours; h++) {
            Hour hour = new Hour(in.readLong());
            hour.minC = in.readDouble();
            hour.maxC = in.readDouble();
            for (int i = 0; i < METRICS.size(); i++) {
                hour.sums[i] = in.readDouble();
                hour.readings[i] = in.readInt();
            }
            weather.ring[Math.floorMod(hour.epochHour, HOURS)] = hour;
        }
        return weather;
    }

    private @Nullable Hour at(long epochHour) {
        Hour hour = ring[Math.floorMod(epochHour, HOURS)];
        return hour != null && hour.epochHour == epochHour ? hour : null;
    }
}
