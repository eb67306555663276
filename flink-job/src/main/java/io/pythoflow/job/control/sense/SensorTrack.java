package io.pythoflow.job.control.sense;

import io.pythoflow.contract.metric.Metric;
import io.pythoflow.contract.payload.Measurement;
import io.pythoflow.contract.rules.Sensing;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of one sensor. Each metric has its own newest reading, since some senders put
 * every metric into a message of its own.
 */
final class SensorTrack {

    private static final long LEAST_STALE_MILLIS = 15 * 60_000L;
    private static final int NO_PERIOD = -1;
    private static final List<Metric> MOISTURES =
            List.of(Metric.SOIL_MOISTURE, Metric.SOIL_MOISTURE_RELATIVE);

    /**
     * The newest reading of a metric.
     *
     * @param changedAt timestamp of the first of the equal values up to this one
     */
    record Latest(double value, long timestamp, long receivedAt, long changedAt) {

        /** Since when its age counts: a clock that runs ahead makes nothing younger. */
        long heardAt() {
            return Math.min(timestamp, receivedAt);
        }
    }

    private final Map<Metric, Latest> latest = new EnumMap<>(Metric.class);
    private final Map<Metric, RecentValues> moistures = new EnumMap<>(Metric.class);
    private RainLog rain = new RainLog();
    private RecentLows lows = new RecentLows();
    private HourlyWeather weather = new HourlyWeather();
    private @Nullable Integer samplePeriodSeconds;
    private long newestTimestamp = Long.MIN_VALUE;

    void accept(SensorReport report) {
        for (Measurement measurement : report.measurements()) {
            Metric metric = Metric.named(measurement.metric()).orElse(null);
            if (metric != null) {
                accept(metric, measurement.value(), report);
            }
        }
        if (report.timestamp() > newestTimestamp) {
            newestTimestamp = report.timestamp();
            samplePeriodSeconds = report.samplePeriodSeconds();
        }
    }

    /** The newest reading of a metric; null where there is none. */
    @Nullable Latest latest(Metric metric) {
        return latest.get(metric);
    }

    /** Plausible values of soil moisture in one metric; null where there is none. */
    @Nullable RecentValues moisture(Metric metric) {
        return moistures.get(metric);
    }

    RainLog rain() {
        return rain;
    }

    RecentLows lows() {
        return lows;
    }

    HourlyWeather weather() {
        return weather;
    }

    /** Event time of the newest reading, epoch milliseconds. */
    long newestTimestamp() {
        return newestTimestamp;
    }

    /** How old the newest reading may be, ms. */
    long staleAfterMillis(Sensing sensing) {
        Integer ruled = sensing.staleAfterSeconds();
        if (ruled != null) {
            return ruled * 1000L;
        }
        long period = samplePeriodSeconds == null ? 0 : samplePeriodSeconds * 1000L;
        return Math.max(LEAST_STALE_MILLIS, 3 * period);
    }

    /** Whether another metric has changed since a time: the sensor is alive. */
    boolean anotherChangedAfter(Metric metric, long timestamp) {
        return latest.entrySet().stream()
                .anyMatch(
                        entry ->
                                entry.getKey() != metric
                                        && entry.getValue().changedAt() > timestamp);
    }

    private void accept(Metric metric, double value, SensorReport report) {
        long timestamp = report.timestamp();
        boolean plausible = metric.inRange(value);
        if (metric == Metric.RAIN && plausible) {
            rain.accept(timestamp, value);
        }
        Latest before = latest.get(metric);
        if (before != null && timestamp <= before.timestamp()) {
            return;
        }
        long changedAt = before != null && before.value() == value ? before.changedAt() : timestamp;
        latest.put(metric, new Latest(value, timestamp, report.receivedAt(), changedAt));
        if (!plausible) {
            return;
        }
        if (MOISTURES.contains(metric)) {
            moistures.computeIfAbsent(metric, any -> new RecentValues()).accept(timestamp, value);
        }
        if (HourlyWeather.isWeather(metric)) {
            weather.accept(metric, timestamp, value);
        }
        if (metric == Metric.TEMPERATURE) {
            lows.accept(timestamp, value);
        }
    }

    /**
     * Newest time (long), period (int, -1 for none), metrics (byte) with name and latest reading,
     * moistures (byte) with name and values, then rain, lows and weather.
     */
    void write(DataOutput out) throws IOException {
        out.writeLong(newestTimestamp);
        out.writeInt(Objects.requireNonNullElse(samplePeriodSeconds, NO_PERIOD));
        out.writeByte(latest.size());
        for (Map.Entry<Metric, Latest> entry : latest.entrySet()) {
            Latest reading = entry.getValue();
            out.writeUTF(entry.getKey().metricName());
            out.writeDouble(reading.value());
            out.writeLong(reading.timestamp());
            out.writeLong(reading.receivedAt());
            out.writeLong(reading.changedAt());
        }
        out.writeByte(moistures.size());
        for (Map.Entry<Metric, RecentValues> entry : moistures.entrySet()) {
            out.writeUTF(entry.getKey().metricName());
            entry.getValue().write(out);
        }
        rain.write(out);
        lows.write(out);
        weather.write(out);
    }

    static SensorTrack read(DataInput in) throws IOException {
        SensorTrack track = new SensorTrack();
        track.newestTimestamp = in.readLong();
        int period = in.readInt();
        track.samplePeriodSeconds = period == NO_PERIOD ? null : period;
        int metrics = in.readByte();
        for (int i = 0; i < metrics; i++) {
            Metric metric = readMetric(in);
            track.latest.put(
                    metric,
                    new Latest(in.readDouble(), in.readLong(), in.readLong(), in.readLong()));
        }
        int moistures = in.readByte();
        for (int i = 0; i < moistures; i++) {
            Metric metric = readMetric(in);
            track.moistures.put(metric, RecentValues.read(in));
        }
        track.rain = RainLog.read(in);
        track.lows = RecentLows.read(in);
        track.weather = HourlyWeather.read(in);
        return track;
    }

    private static Metric readMetric(DataInput in) throws IOException {
        String name = in.readUTF();
        return Metric.named(name)
                .orElseThrow(() -> new IOException("State names an unknown metric: " + name));
    }
}
