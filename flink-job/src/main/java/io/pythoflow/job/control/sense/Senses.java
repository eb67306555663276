package io.pythoflow.job.control.sense;

import io.pythoflow.contract.metric.Metric;
import io.pythoflow.contract.rules.Demand.Calibration;
import io.pythoflow.contract.rules.Zone;
import io.pythoflow.job.control.sense.SensorHealth.Circumstances;
import io.pythoflow.job.control.sense.SensorTrack.Latest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** From what is remembered of the sensors to what a zone knows now. */
public final class Senses {

    static final String DISAGREEMENT = "disagreement";

    private static final long HOUR_MILLIS = 3_600_000;

    /** How old the air temperature may be: it does not change much in that time. */
    private static final long TEMPERATURE_COUNTS_MILLIS = 2 * HOUR_MILLIS;

    /** A thermometer that fell silent in frost leaves it freezing until the day has come. */
    private static final long FROST_LASTS_MILLIS = 12 * HOUR_MILLIS;

    /** One healthy sensor's moisture, in the zone's unit. */
    private record Believed(String sensorId, double moisture, long receivedAt) {}

    private Senses() {}

    /**
     * What a zone knows, whose valve has not been open.
     *
     * @param documentWeatherSensors of the rules, for a zone that names none
     * @param now epoch milliseconds
     */
    public static Sensed of(
            Zone zone, List<String> documentWeatherSensors, SensorTracks tracks, long now) {
        return of(zone, documentWeatherSensors, tracks, null, null, now);
    }

    /**
     * What a zone knows.
     *
     * @param documentWeatherSensors of the rules, for a zone that names none
     * @param silentSince since when its sensors are silent for a good reason, epoch milliseconds:
     *     an original node while it waters. Null where they should speak
     * @param wateredAt when its last watering ended, epoch milliseconds; null where unknown
     * @param now epoch milliseconds
     */
    public static Sensed of(
            Zone zone,
            List<String> documentWeatherSensors,
            SensorTracks tracks,
            @Nullable Long silentSince,
            @Nullable Long wateredAt,
            long now) {
        ZoneWeather weather = ZoneWeather.of(zone, documentWeatherSensors, tracks);
        Circumstances circumstances = new Circumstances(zone, weather, silentSince, wateredAt, now);
        Map<String, String> faults = new HashMap<>();
        List<Believed> believed = new ArrayList<>();
        long readings = 0;
        for (String sensorId : zone.sensors()) {
            SensorHealth health =
                    SensorHealth.of(
                            tracks.believed(sensorId, zone.device().protocol()), circumstances);
            readings += health.observations();
            if (health.fault() != null) {
                faults.put(sensorId, health.fault());
            }
            Double value = health.value();
            if (value != null) {
                believed.add(new Believed(sensorId, inZoneUnit(zone, value), health.receivedAt()));
            }
        }
        believed.sort(Comparator.comparingDouble(Believed::moisture));
        List<Believed> healthy = withoutOutvoted(believed, zone.sensing().maxSpread(), faults);
        List<Believed> counting = wetterHalfOfQuarrel(healthy, zone.sensing().maxSpread(), faults);
        Latest flow = flow(zone, tracks);
        return new Sensed(
                counting.isEmpty() ? null : Double.valueOf(median(counting)),
                zone.demand().isVolumetric()
                        ? Metric.SOIL_MOISTURE.unit()
                        : zone.demand().metric().unit(),
                healthy.size(),
                zone.sensors().size(),
                quorum(zone),
                faults,
                readings / Math.max(1, zone.sensors().size()),
                counting.isEmpty()
                        ? null
                        : counting.stream().mapToLong(Believed::receivedAt).max().getAsLong(),
                coldestC(weather, now),
                isFrost(zone, weather, now),
                weather.rainMm(now - zone.rain().withinSeconds() * 1000L, Long.MAX_VALUE),
                weather.rainedAfter(now - zone.rain().rainingSeconds() * 1000L),
                flow == null ? null : flow.value(),
                flow == null ? null : flow.heardAt());
    }

    private static double inZoneUnit(Zone zone, double value) {
        Calibration calibration = zone.demand().calibration();
        return calibration == null ? value : calibration.volumetricPercent(value);
    }

    private static int quorum(Zone zone) {
        int usual = zone.sensors().size() >= 3 ? 2 : 1;
        return Objects.requireNonNullElse(zone.sensing().quorum(), usual);
    }

    /**
     * One sensor against a majority that agrees is the one that is wrong. Of majorities of one size
     * the closest counts: a sensor that drifts away passes others on its way.
     */
    private static List<Believed> withoutOutvoted(
            List<Believed> sorted, double maxSpread, Map<String, String> faults) {
        List<Believed> majority = List.of();
        int from = 0;
        for (int to = 0; to < sorted.size(); to++) {
            while (sorted.get(to).moisture - sorted.get(from).moisture > maxSpread) {
                from++;
            }
            List<Believed> group = sorted.subList(from, to + 1);
            if (group.size() > majority.size()
                    || (group.size() == majority.size() && spread(group) <= spread(majority))) {
                majority = group;
            }
        }
        if (2 * majority.size() <= sorted.size()) {
            return sorted;
        }
        for (Believed sensor : sorted) {
            if (!majority.contains(sensor)) {
                faults.put(sensor.sensorId, DISAGREEMENT);
            }
        }
        return majority;
    }

    private static double spread(List<Believed> sorted) {
        return sorted.get(sorted.size() - 1).moisture - sorted.get(0).moisture;
    }

    /**
     * Where there is no majority, the wetter half: too little water does less harm than a flood.
     */
    private static List<Believed> wetterHalfOfQuarrel(
            List<Believed> sorted, double maxSpread, Map<String, String> faults) {
        int size = sorted.size();
        if (size < 2 || spread(sorted) <= maxSpread) {
            return sorted;
        }
        sorted.forEach(sensor -> faults.putIfAbsent(sensor.sensorId, DISAGREEMENT));
        return sorted.subList(size / 2, size);
    }

    private static double median(List<Believed> sorted) {
        return Median.ofSorted(sorted.stream().mapToDouble(Believed::moisture).toArray());
    }

    private static @Nullable Double coldestC(ZoneWeather weather, long now) {
        Double coldest = null;
        for (SensorTrack track : weather.tracks()) {
            Latest air = track.latest(Metric.TEMPERATURE);
            if (air != null
                    && Metric.TEMPERATURE.inRange(air.value())
                    && now - air.heardAt() <= TEMPERATURE_COUNTS_MILLIS) {
                coldest = coldest == null ? air.value() : Math.min(coldest, air.value());
            }
        }
        return coldest;
    }

    private static boolean isFrost(Zone zone, ZoneWeather weather, long now) {
        Double belowC = zone.frost().belowC();
        if (belowC == null) {
            return false;
        }
        long clearMillis = zone.frost().clearSeconds() * 1000L;
        for (SensorTrack track : weather.tracks()) {
            Latest air = track.latest(Metric.TEMPERATURE);
            Long lastBelow = track.lows().lastBelow(belowC);
            if (air != null && lastBelow != null) {
                boolean stillBelow = lastBelow >= air.timestamp();
                long lastsMillis =
                        stillBelow ? Math.max(clearMillis, FROST_LASTS_MILLIS) : clearMillis;
                if (now - lastBelow < lastsMillis) {
                    return true;
                }
            }
        }
        return false;
    }

    private static @Nullable Latest flow(Zone zone, SensorTracks tracks) {
        String sensorId = zone.flowSensor();
        SensorTrack track =
                sensorId == null ? null : tracks.believed(sensorId, zone.device().protocol());
        Latest flow = track == null ? null : track.latest(Metric.FLOW_RATE);
        return flow != null && Metric.FLOW_RATE.inRange(flow.value()) ? flow : null;
    }
}
