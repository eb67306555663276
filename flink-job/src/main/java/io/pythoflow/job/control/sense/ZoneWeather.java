package io.pythoflow.job.control.sense;

import io.pythoflow.contract.metric.Metric;
import io.pythoflow.contract.rules.Zone;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The weather that holds for a zone: of the sensors it names, else of the document's, else of its
 * own.
 */
public final class ZoneWeather {

    private final List<SensorTrack> tracks;

    private ZoneWeather(List<SensorTrack> tracks) {
        this.tracks = tracks;
    }

    /** The weather of a zone, as known now. */
    public static ZoneWeather of(
            Zone zone, List<String> documentWeatherSensors, SensorTracks tracks) {
        List<String> shared =
                documentWeatherSensors.isEmpty() ? zone.sensors() : documentWeatherSensors;
        List<String> sensors = zone.weatherSensors().isEmpty() ? shared : zone.weatherSensors();
        return new ZoneWeather(
                sensors.stream()
                        .map(id -> tracks.believed(id, zone.device().protocol()))
                        .filter(Objects::nonNull)
                        .toList());
    }

    /**
     * Rain with {@code from < timestamp ≤ to}, epoch milliseconds, at most 72 hours back: that of
     * the gauge that caught most, mm; null where there is no gauge.
     */
    public @Nullable Double rainMm(long from, long to) {
        Double most = null;
        for (SensorTrack track : tracks) {
            if (track.rain().isFitted()) {
                double depthMm = track.rain().depthMm(from, to);
                most = most == null ? depthMm : Math.max(most, depthMm);
            }
        }
        return most;
    }

    /** Another number than before where the rain is another; means nothing after a restart. */
    public long rainRevision() {
        return tracks.stream().mapToLong(track -> track.rain().revision()).sum();
    }

    /**
     * One hour of weather, at most 48 hours back; null where nobody measured the temperature.
     *
     * @param epochHour hours since the epoch
     */
    public @Nullable HourOfWeather hour(long epochHour) {
        Double meanC = mean(Metric.TEMPERATURE, epochHour);
        if (meanC == null) {
            return null;
        }
        double minC = Double.POSITIVE_INFINITY;
        double maxC = Double.NEGATIVE_INFINITY;
        for (SensorTrack track : tracks) {
            minC = Math.min(minC, track.weather().minC(epochHour));
            maxC = Math.max(maxC, track.weather().maxC(epochHour));
        }
        return new HourOfWeather(
                meanC,
                minC,
                maxC,
                mean(Metric.HUMIDITY, epochHour),
                mean(Metric.WIND_SPEED, epochHour),
                mean(Metric.SOLAR_RADIATION, epochHour));
    }

    /** Whether a reading after this time, epoch milliseconds, brought rain. */
    boolean rainedAfter(long timestamp) {
        return tracks.stream().anyMatch(track -> track.rain().rainedAfter(timestamp));
    }

    List<SensorTrack> tracks() {
        return tracks;
    }

    private @Nullable Double mean(Metric metric, long epochHour) {
        double sum = 0;
        int sensors = 0;
        for (SensorTrack track : tracks) {
            Double mean = track.weather().mean(metric, epochHour);
            if (mean != null) {
                sum += mean;
                sensors++;
            }
        }
        return sensors == 0 ? null : Double.valueOf(sum / sensors);
    }
}
