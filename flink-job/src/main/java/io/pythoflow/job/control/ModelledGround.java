package io.pythoflow.job.control;

import io.pythoflow.contract.metric.Metric;
import io.pythoflow.contract.rules.ControlMode;
import io.pythoflow.contract.rules.Demand.Calibration;
import io.pythoflow.contract.rules.Protocol;
import io.pythoflow.contract.rules.RulesDocument;
import io.pythoflow.contract.rules.Zone;
import io.pythoflow.job.control.decision.Decision;
import io.pythoflow.job.control.demand.ModelledSoil;
import io.pythoflow.job.control.sense.SensorReport;
import io.pythoflow.job.control.sense.SensorReport.Channel;
import io.pythoflow.job.control.sense.SensorReport.Doubt;
import io.pythoflow.job.control.sense.SensorTracks;
import io.pythoflow.job.control.sense.ZoneWeather;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A {@link ModelledSoil} under each zone that is not off. What a sensor of the zone said of the
 * soil is replaced by the moisture of the model when the reading is heard; that it spoke, and all
 * else it said, stays. Runs that were advised are given when they end.
 */
final class ModelledGround implements Ground {

    private final RulesDocument rules;
    private final SensorTracks tracks = new SensorTracks();
    private final Map<String, Modelled> byZone = new TreeMap<>();
    private final Map<String, Modelled> bySensor = new HashMap<>();

    private record Modelled(Zone zone, ModelledSoil soil) {}

    ModelledGround(RulesDocument rules, ReplaySpan span) {
        this.rules = rules;
        for (Zone zone : rules.zones().values()) {
            if (zone.mode() != ControlMode.OFF) {
                Modelled modelled = new Modelled(zone, new ModelledSoil(zone, span.from()));
                byZone.put(zone.id(), modelled);
                zone.sensors().forEach(sensor -> bySensor.put(sensor, modelled));
            }
        }
    }

    /** Why the soil of rules cannot be modelled; empty where it can. */
    static List<String> problems(RulesDocument rules) {
        List<String> problems = new ArrayList<>();
        Map<String, List<String>> zonesOfSensor = new TreeMap<>();
        for (Zone zone : rules.zones().values()) {
            zone.sensors()
                    .forEach(
                            sensor ->
                                    zonesOfSensor
                                            .computeIfAbsent(sensor, any -> new ArrayList<>())
                                            .add(zone.id()));
            if (zone.mode() == ControlMode.OFF) {
                continue;
            }
            if (zone.site() == null) {
                problems.add(
                        "zone %s has no site, and without one there is no evapotranspiration: give its latitude, longitude and elevation_m"
                                .formatted(zone.id()));
            }
            if (!zone.demand().isVolumetric()) {
                problems.add(
                        "zone %s measures %s without a calibration, and the soil is modelled in %% by volume: give it one"
                                .formatted(zone.id(), zone.demand().metric().metricName()));
            }
        }
        zonesOfSensor.forEach(
                (sensor, zones) -> {
                    if (zones.size() > 1) {
                        problems.add(
                                "sensor %s serves the zones %s, and can tell of one modelled soil only: give each zone sensors of its own"
                                        .formatted(sensor, String.join(", ", zones)));
                    }
                });
        return problems;
    }

    @Override
    public SensorReport heard(SensorReport report, long now) {
        if (report.doubt() != Doubt.NONE) {
            return report;
        }
        tracks.accept(report);
        byZone.values().forEach(one -> one.soil.advance(weather(one.zone), now));
        Modelled modelled = bySensor.get(report.sensorId());
        if (modelled == null || !isBelieved(report, modelled.zone)) {
            return report;
        }
        Metric metric = modelled.zone.demand().metric();
        Double measured = report.value(metric);
        if (measured == null) {
            return report;
        }
        Calibration calibration = modelled.zone.demand().calibration();
        modelled.soil.measure(
                calibration == null ? measured : calibration.volumetricPercent(measured),
                weather(modelled.zone),
                now);
        Double percent = modelled.soil.moisturePercent();
        if (percent == null) {
            return report;
        }
        double shown = calibration == null ? percent : calibration.relative(percent);
        // A probe shows nothing beyond its scale.
        return report.with(metric, Math.max(metric.lowest(), Math.min(metric.highest(), shown)));
    }

    private static boolean isBelieved(SensorReport report, Zone zone) {
        return report.channel() == Channel.SENSOR_TOPIC
                || zone.device().protocol() == Protocol.ORIGINAL;
    }

    private ZoneWeather weather(Zone zone) {
        return ZoneWeather.of(zone, rules.weatherSensors(), tracks);
    }

    @Override
    public void ended(Decision outcome) {
        Modelled modelled = byZone.get(outcome.zoneId());
        if (modelled != null
                && outcome.outcome() != null
                && outcome.outcome().volumeLiters() != null) {
            Zone zone = modelled.zone;
            modelled.soil.water(
                    outcome.outcome().volumeLiters() * zone.efficiency() / zone.areaM2(),
                    outcome.recordedAt());
        }
    }

    @Override
    public void tick(long now) {
        for (Modelled one : byZone.values()) {
            if (one.soil.isDue(now)) {
                one.soil.advance(weather(one.zone), now);
            }
        }
    }

    @Override
    public void finish(long now) {
        byZone.values().forEach(one -> one.soil.finish(weather(one.zone), now));
    }

    @Override
    public Map<String, Map<SoilFigure, Double>> figures() {
        Map<String, Map<SoilFigure, Double>> figures = new TreeMap<>();
        byZone.forEach((zoneId, one) -> figures.put(zoneId, figures(one.soil.totals())));
        return figures;
    }

    private static Map<SoilFigure, Double> figures(ModelledSoil.@Nullable Totals totals) {
        if (totals == null) {
            return Map.of(SoilFigure.HOURS, 0.0);
        }
        Map<SoilFigure, Double> figures = new EnumMap<>(SoilFigure.class);
        figures.put(SoilFigure.HOURS, (double) totals.hours());
        figures.put(SoilFigure.BEGAN_PERCENT, totals.beganPercent());
        figures.put(SoilFigure.ENDED_PERCENT, totals.endedPercent());
        figures.put(SoilFigure.LOWEST_PERCENT, totals.lowestPercent());
        figures.put(SoilFigure.DEEPEST_SHARE, totals.deepestShare());
        figures.put(SoilFigure.GIVEN_MM, totals.givenMm());
        figures.put(SoilFigure.RAIN_MM, totals.rainMm());
        figures.put(SoilFigure.CROP_MM, totals.cropMm());
        figures.put(SoilFigure.CROP_WANTED_MM, totals.cropWantedMm());
        figures.put(SoilFigure.PERCOLATED_MM, totals.percolatedMm());
        figures.put(SoilFigure.STRESSED_HOURS, (double) totals.stressedHours());
        figures.put(SoilFigure.UNKNOWN_HOURS, (double) totals.unknownHours());
        return figures;
    }
}
