package io.pythoflow.job.control.sense;

import io.pythoflow.contract.metric.Metric;
import io.pythoflow.contract.rules.Sensing;
import io.pythoflow.contract.rules.Zone;
import io.pythoflow.job.control.sense.SensorTrack.Latest;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Whether the soil moisture of one sensor is worth believing, and what it is.
 *
 * @param value in the demand's metric; null where it is not worth believing
 * @param fault null where there is none; beside a value, of a single reading that was left out
 * @param observations readings that counted, ever
 * @param receivedAt of the newest reading, epoch milliseconds; 0 where there is none
 */
record SensorHealth(
        @Nullable Double value, @Nullable String fault, long observations, long receivedAt) {

    static final String NEVER_HEARD = "never_heard";
    static final String STALE = "stale";
    static final String RANGE = "range";
    static final String SPIKE = "spike";
    static final String FLATLINE = "flatline";

    private static final long HOUR_MILLIS = 3_600_000;

    /** After watering for so long, a moisture that did not move is not measured any more. */
    private static final long RESPONSE_MILLIS = HOUR_MILLIS;

    private static final double RAIN_THAT_SHOWS_MM = 5;

    /** Hours of sun without which evapotranspiration need not show. */
    private static final long DAYLIGHT_THAT_SHOWS_MILLIS = 6 * HOUR_MILLIS;

    private static final int MORNING_HOUR = 9;
    private static final int EVENING_HOUR = 17;

    /** What may explain silence or must show in the soil. */
    record Circumstances(
            Zone zone,
            ZoneWeather weather,
            @Nullable Long silentSince,
            @Nullable Long wateredAt,
            long now) {}

    static SensorHealth of(@Nullable SensorTrack track, Circumstances circumstances) {
        Zone zone = circumstances.zone;
        Metric metric = zone.demand().metric();
        Latest latest = track == null ? null : track.latest(metric);
        if (track == null || latest == null) {
            return new SensorHealth(null, NEVER_HEARD, 0, 0);
        }
        Sensing sensing = zone.sensing();
        RecentValues recent = track.moisture(metric);
        long readings = recent == null ? 0 : recent.readings();
        long receivedAt = latest.receivedAt();
        Long silentSince = circumstances.silentSince;
        long heardUntil =
                silentSince == null ? circumstances.now : Math.min(circumstances.now, silentSince);
        long staleAfterMillis = track.staleAfterMillis(sensing);
        if (heardUntil - latest.heardAt() > staleAfterMillis) {
            return new SensorHealth(null, STALE, readings, receivedAt);
        }
        if (recent == null || !metric.inRange(latest.value())) {
            return new SensorHealth(null, RANGE, readings, receivedAt);
        }
        double step = Objects.requireNonNullElse(sensing.maxStep(), metric.spikeStep());
        if (recent.isSpike(0, step, staleAfterMillis)) {
            boolean isBeforeStale = heardUntil - recent.timestamp(1) > staleAfterMillis;
            return isBeforeStale || recent.isSpike(1, step, staleAfterMillis)
                    ? new SensorHealth(null, SPIKE, readings - 1, receivedAt)
                    : new SensorHealth(recent.value(1), SPIKE, readings - 1, receivedAt);
        }
        if (isFlat(track, metric, latest, circumstances)) {
            return new SensorHealth(null, FLATLINE, readings, receivedAt);
        }
        return new SensorHealth(latest.value(), null, readings, receivedAt);
    }

    boolean isHealthy() {
        return value != null;
    }

    /**
     * Without a new value a sensor is not dead: the soil may rest. It is when the sensor's other
     * channels move, and water came or the sun shone long enough to show.
     */
    private static boolean isFlat(
            SensorTrack track, Metric metric, Latest latest, Circumstances circumstances) {
        Integer flatlineSeconds = circumstances.zone.sensing().flatlineSeconds();
        long from = latest.changedAt();
        long to = latest.timestamp();
        if (flatlineSeconds == null
                || to - from < flatlineSeconds * 1000L
                || !track.anotherChangedAfter(metric, from)) {
            return false;
        }
        Long wateredAt = circumstances.wateredAt;
        if (wateredAt != null && wateredAt > from && to - wateredAt >= RESPONSE_MILLIS) {
            return true;
        }
        Double rainMm = circumstances.weather.rainMm(from, to - RESPONSE_MILLIS);
        if (rainMm != null && rainMm >= RAIN_THAT_SHOWS_MM) {
            return true;
        }
        // Soil as dry as the scale goes has nothing left for the sun to take.
        return latest.value() > metric.lowest()
                && daylightMillis(circumstances.zone, from, to) >= DAYLIGHT_THAT_SHOWS_MILLIS;
    }

    private static long daylightMillis(Zone zone, long from, long to) {
        LocalDate day = Instant.ofEpochMilli(from).atZone(zone.timeZone()).toLocalDate();
        long sum = 0;
        // Two whole days hold more daylight than anybody asks for.
        for (int i = 0; i < 3; i++) {
            ZonedDateTime midnight = day.plusDays(i).atStartOfDay(zone.timeZone());
            long begin = Math.max(from, midnight.withHour(MORNING_HOUR).toInstant().toEpochMilli());
            long end = Math.min(to, midnight.withHour(EVENING_HOUR).toInstant().toEpochMilli());
            sum += Math.max(0, end - begin);
        }
        return sum;
    }
}
