package io.pythoflow.contract.rules;

import io.pythoflow.contract.json.JsonObject;
import io.pythoflow.contract.rules.Demand.Calibration;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The tree of a document, every value said, nothing left to a default. */
final class RulesWriter {

    private RulesWriter() {}

    /** Members in the order they are put; nulls are left out. */
    private static final class Members {
        private final Map<String, @Nullable Object> members = new LinkedHashMap<>();

        Members put(String name, @Nullable Object value) {
            if (value instanceof Number number) {
                members.put(name, decimal(number));
            } else if (value instanceof Members below) {
                members.put(name, below.object());
            } else if (value != null) {
                members.put(name, value);
            }
            return this;
        }

        JsonObject object() {
            return new JsonObject(members);
        }

        private static BigDecimal decimal(Number number) {
            return number instanceof Double real
                    ? BigDecimal.valueOf(real)
                    : BigDecimal.valueOf(number.longValue());
        }
    }

    static JsonObject write(RulesDocument document) {
        Members groups = new Members();
        document.pumpGroups()
                .forEach(
                        (name, group) ->
                                groups.put(
                                        name,
                                        new Members()
                                                .put(
                                                        "capacity_l_min",
                                                        group.capacityLitersPerMinute())));
        Members zones = new Members();
        document.zones().forEach((id, zone) -> zones.put(id, zone(zone)));
        return new Members()
                .put("schema", RulesCodec.SCHEMA)
                .put("emergency_stop", document.emergencyStop())
                .put("pause", pause(document.pause()))
                .put("weather_sensors", document.weatherSensors())
                .put("pump_groups", groups)
                .put("zones", zones)
                .object();
    }

    private static Members zone(Zone zone) {
        return new Members()
                .put("mode", word(zone.mode()))
                .put("sensors", zone.sensors())
                .put("weather_sensors", zone.weatherSensors())
                .put("flow_sensor", zone.flowSensor())
                .put("device", device(zone.device()))
                .put("crop", zone.crop().toString())
                .put("planted_on", text(zone.plantedOn()))
                .put(
                        "soil",
                        new Members()
                                .put("field_capacity", zone.soil().fieldCapacity())
                                .put("wilting_point", zone.soil().wiltingPoint()))
                .put("root_depth_m", zone.rootDepthM())
                .put("area_m2", zone.areaM2())
                .put("flow_l_min", zone.flowLitersPerMinute())
                .put("efficiency", zone.efficiency())
                .put("pump_group", zone.pumpGroup())
                .put("priority", zone.priority())
                .put("time_zone", zone.timeZone().getId())
                .put("site", site(zone.site()))
                .put("demand", demand(zone.demand()))
                .put("allowed", allowed(zone.allowed()))
                .put("limits", limits(zone.limits()))
                .put("sensing", sensing(zone.sensing()))
                .put(
                        "rain",
                        new Members()
                                .put("skip_mm", zone.rain().skipMm())
                                .put("within_s", zone.rain().withinSeconds())
                                .put("raining_s", zone.rain().rainingSeconds()))
                .put(
                        "frost",
                        new Members()
                                .put("below_c", orNever(zone.frost().belowC()))
                                .put("clear_s", zone.frost().clearSeconds()))
                .put("manual", manual(zone.manual()))
                .put("pause", pause(zone.pause()))
                .put("maintenance_reset_at", time(zone.maintenanceResetAt()));
    }

    private static Members device(Device device) {
        return new Members()
                .put("id", device.id())
                .put("identifier", device.identifier())
                .put("protocol", device.protocol().word())
                .put("gateway_id", device.gatewayId());
    }

    private static @Nullable Members site(Zone.@Nullable Site site) {
        return site == null
                ? null
                : new Members()
                        .put("latitude", site.latitudeDegrees())
                        .put("longitude", site.longitudeDegrees())
                        .put("elevation_m", site.elevationM());
    }

    private static Members demand(Demand demand) {
        Calibration line = demand.calibration();
        return new Members()
                .put("by", word(demand.by()))
                .put("metric", demand.metric().metricName())
                .put("low", demand.low())
                .put("high", demand.high())
                .put("confirmations", demand.confirmations())
                .put(
                        "calibration",
                        line == null
                                ? null
                                : new Members()
                                        .put("dry_reading", line.dryReading())
                                        .put("dry_percent", line.dryPercent())
                                        .put("wet_reading", line.wetReading())
                                        .put("wet_percent", line.wetPercent()))
                .put("fixed_run_s", demand.fixedRunSeconds())
                .put("depletion_fraction", demand.depletionFraction());
    }

    private static List<JsonObject> allowed(List<TimeWindow> windows) {
        List<JsonObject> written = new ArrayList<>();
        for (TimeWindow window : windows) {
            List<String> days = new ArrayList<>();
            ZoneReader.DAYS.forEach(
                    (word, day) -> {
                        if (window.days().contains(day)) {
                            days.add(word);
                        }
                    });
            written.add(
                    new Members()
                            .put("days", days)
                            .put("from", window.from().toString())
                            .put("to", window.to().toString())
                            .object());
        }
        return written;
    }

    private static Members limits(Limits limits) {
        return new Members()
                .put("min_run_s", limits.minRunSeconds())
                .put("max_run_s", limits.maxRunSeconds())
                .put("max_depth_mm", limits.maxDepthMm())
                .put("cycle_s", limits.cycleSeconds())
                .put("soak_s", limits.soakSeconds())
                .put("min_rest_s", limits.minRestSeconds())
                .put("max_run_s_per_day", limits.maxRunSecondsPerDay())
                .put("max_volume_l_per_day", limits.maxVolumeLitersPerDay());
    }

    private static Members sensing(Sensing sensing) {
        return new Members()
                .put("stale_after_s", sensing.staleAfterSeconds())
                .put("max_step", sensing.maxStep())
                .put("flatline_s", orNever(sensing.flatlineSeconds()))
                .put("max_spread", sensing.maxSpread())
                .put("quorum", sensing.quorum());
    }

    private static @Nullable Members manual(@Nullable Manual manual) {
        return manual == null
                ? null
                : new Members()
                        .put("id", manual.id())
                        .put("duration_s", manual.durationSeconds())
                        .put("until", time(manual.until()));
    }

    private static @Nullable Members pause(@Nullable Pause pause) {
        return pause == null
                ? null
                : new Members().put("until", time(pause.until())).put("reason", pause.reason());
    }

    private static Object orNever(@Nullable Number number) {
        return number == null ? ZoneReader.NEVER : number;
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static @Nullable String time(@Nullable Long epochMillis) {
        return epochMillis == null ? null : Instant.ofEpochMilli(epochMillis).toString();
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }
}
