package io.pythoflow.contract.rules;

import io.pythoflow.contract.agronomy.Crop;
import io.pythoflow.contract.agronomy.Soil;
import io.pythoflow.contract.agronomy.SoilWater;
import io.pythoflow.contract.json.JsonObject;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads one zone, {@code defaults} laid below it, and what concerns this zone alone. */
final class ZoneReader {

    static final int LONGEST_RUN_SECONDS = 86_400;
    static final Range SECONDS_OF_A_DAY = Range.of(0, 86_400);
    static final Range SECONDS_OF_A_WEEK = Range.of(0, 604_800);
    static final String NEVER = "never";

    static final Map<String, ControlMode> MODES = words(ControlMode.values(), Enum::name);
    static final Map<String, Protocol> PROTOCOLS = words(Protocol.values(), Enum::name);
    static final Map<String, Crop> CROPS = words(Crop.values(), Enum::name);
    static final Map<String, Soil> SOILS = words(Soil.values(), Soil::toString);
    static final Map<String, DayOfWeek> DAYS =
            words(DayOfWeek.values(), day -> day.name().substring(0, 3));

    private static final Range RUN_SECONDS = Range.of(1, LONGEST_RUN_SECONDS);
    private static final int MIN_RUN_SECONDS = 60;
    private static final int MAX_RUN_SECONDS = 3600;
    private static final int ORIGINAL_MAX_RUN_SECONDS = 600;
    private static final int RUNS_PER_DAY = 4;
    private static final int SOAK_SECONDS = 1800;
    private static final int REST_SECONDS = 3600;
    private static final double EFFICIENCY = 0.9;
    private static final double MAX_SPREAD = 10;
    private static final int FLATLINE_SECONDS = 86_400;
    private static final double RAIN_SKIP_MM = 2;
    private static final int RAIN_WITHIN_SECONDS = 86_400;
    private static final int RAINING_SECONDS = 1800;
    private static final double FROST_BELOW_C = 4;
    private static final int FROST_CLEAR_SECONDS = 3600;

    private static final Set<String> TIME_ZONES = Set.copyOf(ZoneId.getAvailableZoneIds());
    private static final Pattern CLOCK = Pattern.compile("\\d\\d:\\d\\d(:\\d\\d)?");
    private static final String A_CLOCK_TIME = "a time of day such as 06:00";
    private static final String A_TIME_ZONE = "a name of the IANA database such as Europe/Madrid";

    private ZoneReader() {}

    /** Keys that say what a zone is made of or what was ordered: each zone's own. */
    private record Own(
            List<String> sensors,
            @Nullable String flowSensor,
            Device device,
            @Nullable Manual manual,
            @Nullable Pause pause,
            @Nullable Long maintenanceResetAt) {

        private static final Own NONE =
                new Own(List.of(), null, new Device("", "", Protocol.V1, null), null, null, null);
    }

    /** Checks {@code defaults} where no zone does: their keys, types and ranges. */
    static void check(Section defaults) {
        read("", defaults);
    }

    static Zone read(String id, Section zone) {
        Own own = zone.isWhole() ? own(zone) : Own.NONE;
        Crop crop = zone.requiredWord("crop", CROPS, Crop.TOMATO);
        SoilWater soil = soil(zone);
        Demand demand = DemandReader.read(zone.section("demand"));
        Limits limits = limits(zone.section("limits"), own.device().protocol());
        Zone read =
                new Zone(
                        id,
                        zone.word("mode", MODES, ControlMode.ACT),
                        own.sensors(),
                        zone.ids("weather_sensors"),
                        own.flowSensor(),
                        own.device(),
                        crop,
                        zone.date("planted_on"),
                        soil,
                        zone.number("root_depth_m", Range.of(0.05, 5), crop.rootDepthM()),
                        zone.requiredNumber("area_m2", Range.above(0, 1_000_000), 1),
                        zone.requiredNumber("flow_l_min", Range.above(0, 10_000), 0),
                        zone.number("efficiency", Range.above(0, 1), EFFICIENCY),
                        zone.id("pump_group"),
                        zone.integer("priority", Range.of(-1000, 1000), 0),
                        timeZone(zone),
                        site(zone),
                        demand,
                        allowed(zone),
                        limits,
                        sensing(zone.section("sensing")),
                        rain(zone.section("rain")),
                        frost(zone.section("frost")),
                        own.manual(),
                        own.pause(),
                        own.maintenanceResetAt());
        zone.leaveNothing();
        if (zone.isWhole()) {
            ZoneChecks.check(zone, read);
        }
        return read;
    }

    private static Own own(Section zone) {
        List<String> sensors = zone.ids("sensors");
        if (sensors.isEmpty() && zone.sound("sensors")) {
            zone.missing("sensors", "at least one id of a sensor");
        }
        return new Own(
                sensors,
                zone.id("flow_sensor"),
                device(zone),
                manual(zone),
                pause(zone),
                zone.time("maintenance_reset_at"));
    }

    private static Device device(Section zone) {
        if (zone.value("device") == null) {
            zone.missing("device", "an object with id and protocol");
            return Own.NONE.device();
        }
        if (zone.object("device").isEmpty()) {
            return Own.NONE.device();
        }
        Section device = zone.section("device");
        Device read =
                new Device(
                        device.requiredId("id"),
                        device.id("identifier"),
                        device.requiredWord("protocol", PROTOCOLS, Protocol.V1),
                        device.id("gateway_id"));
        if (read.protocol() == Protocol.ORIGINAL && read.identifier() == null) {
            device.missing("identifier", "the node's, which protocol original needs");
        }
        device.leaveNothing();
        return read;
    }

    private static SoilWater soil(Section zone) {
        Object value = zone.value("soil");
        if (value == null) {
            zone.missing("soil", "one of " + String.join(", ", SOILS.keySet()) + " or an object");
        } else if (value instanceof JsonObject) {
            Section water = zone.section("soil");
            double fieldCapacity = water.requiredNumber("field_capacity", Range.above(0, 1), 1);
            double wiltingPoint = water.requiredNumber("wilting_point", Range.of(0, 1), 0);
            water.leaveNothing();
            if (wiltingPoint < fieldCapacity) {
                return new SoilWater(fieldCapacity, wiltingPoint);
            }
            if (water.isWhole()) {
                water.problem("wilting_point", "less than field_capacity, " + fieldCapacity);
            }
        } else {
            return zone.word("soil", SOILS, Soil.LOAM).water();
        }
        return Soil.LOAM.water();
    }

    private static ZoneId timeZone(Section zone) {
        String name = zone.text("time_zone");
        if (name == null) {
            if (zone.sound("time_zone")) {
                zone.missing("time_zone", A_TIME_ZONE);
            }
            return ZoneOffset.UTC;
        }
        // An offset such as +02:00 has no summer time, so it is none of them.
        if (TIME_ZONES.contains(name)) {
            return ZoneId.of(name);
        }
        zone.problem("time_zone", A_TIME_ZONE);
        return ZoneOffset.UTC;
    }

    private static Zone.@Nullable Site site(Section zone) {
        if (zone.object("site").isEmpty()) {
            return null;
        }
        Section site = zone.section("site");
        Zone.Site read =
                new Zone.Site(
                        site.requiredNumber("latitude", Range.of(-90, 90), 0),
                        site.requiredNumber("longitude", Range.of(-180, 180), 0),
                        site.requiredNumber("elevation_m", Range.of(-500, 9000), 0));
        site.leaveNothing();
        return read;
    }

    private static List<TimeWindow> allowed(Section zone) {
        List<TimeWindow> windows = new ArrayList<>();
        for (Section window : zone.sections("allowed")) {
            windows.add(new TimeWindow(days(window), clock(window, "from"), clock(window, "to")));
            window.leaveNothing();
        }
        return windows;
    }

    private static Set<DayOfWeek> days(Section window) {
        if (window.value("days") == null) {
            return EnumSet.allOf(DayOfWeek.class);
        }
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        for (Object element : window.list("days")) {
            DayOfWeek day = element instanceof String word ? DAYS.get(word) : null;
            if (day == null || !days.add(day)) {
                window.problem("days", "each once of " + String.join(", ", DAYS.keySet()));
                return days;
            }
        }
        if (days.isEmpty() && window.sound("days")) {
            window.problem("days", "at least one day, or leave it out for every day");
        }
        return days;
    }

    private static LocalTime clock(Section window, String name) {
        String text = window.text(name);
        if (text == null) {
            if (window.sound(name)) {
                window.missing(name, A_CLOCK_TIME);
            }
            return LocalTime.MIDNIGHT;
        }
        try {
            if (CLOCK.matcher(text).matches()) {
                return LocalTime.parse(text);
            }
        } catch (DateTimeException e) {
            // Said below.
        }
        window.problem(name, A_CLOCK_TIME);
        return LocalTime.MIDNIGHT;
    }

    private static Limits limits(Section limits, Protocol protocol) {
        int longest = protocol == Protocol.ORIGINAL ? ORIGINAL_MAX_RUN_SECONDS : MAX_RUN_SECONDS;
        int maxRun = limits.integer("max_run_s", RUN_SECONDS, longest);
        Limits read =
                new Limits(
                        limits.integer("min_run_s", RUN_SECONDS, Math.min(MIN_RUN_SECONDS, maxRun)),
                        maxRun,
                        limits.number("max_depth_mm", Range.above(0, 1000)),
                        limits.integer("cycle_s", RUN_SECONDS),
                        limits.integer("soak_s", SECONDS_OF_A_DAY, SOAK_SECONDS),
                        limits.integer("min_rest_s", SECONDS_OF_A_WEEK, REST_SECONDS),
                        limits.integer(
                                "max_run_s_per_day",
                                RUN_SECONDS,
                                Math.min(RUNS_PER_DAY * maxRun, LONGEST_RUN_SECONDS)),
                        limits.number("max_volume_l_per_day", Range.above(0, 1e9)));
        limits.leaveNothing();
        if (limits.isWhole()) {
            ZoneChecks.check(limits, read);
        }
        return read;
    }

    private static Sensing sensing(Section sensing) {
        Sensing read =
                new Sensing(
                        sensing.integer("stale_after_s", Range.of(1, 604_800)),
                        sensing.number("max_step", Range.above(0, 100)),
                        NEVER.equals(sensing.value("flatline_s"))
                                ? null
                                : sensing.integer(
                                        "flatline_s", Range.of(60, 2_592_000), FLATLINE_SECONDS),
                        sensing.number("max_spread", Range.above(0, 100), MAX_SPREAD),
                        sensing.integer("quorum", Range.of(1, 100)));
        sensing.leaveNothing();
        return read;
    }

    private static Rain rain(Section rain) {
        Rain read =
                new Rain(
                        rain.number("skip_mm", Range.above(0, 1000), RAIN_SKIP_MM),
                        rain.integer("within_s", Range.of(60, 604_800), RAIN_WITHIN_SECONDS),
                        rain.integer("raining_s", SECONDS_OF_A_DAY, RAINING_SECONDS));
        rain.leaveNothing();
        return read;
    }

    private static Frost frost(Section frost) {
        Frost read =
                new Frost(
                        NEVER.equals(frost.value("below_c"))
                                ? null
                                : Double.valueOf(
                                        frost.number("below_c", Range.of(-50, 30), FROST_BELOW_C)),
                        frost.integer("clear_s", SECONDS_OF_A_WEEK, FROST_CLEAR_SECONDS));
        frost.leaveNothing();
        return read;
    }

    private static @Nullable Manual manual(Section zone) {
        if (zone.object("manual").isEmpty()) {
            return null;
        }
        Section manual = zone.section("manual");
        Manual read =
                new Manual(
                        manual.requiredId("id"),
                        manual.requiredInteger("duration_s", RUN_SECONDS, 1),
                        manual.requiredTime("until"));
        manual.leaveNothing();
        return read;
    }

    /** The pause of the whole or of a zone; null where there is none. */
    static @Nullable Pause pause(Section section) {
        if (section.object("pause").isEmpty()) {
            return null;
        }
        Section pause = section.section("pause");
        Pause read = new Pause(pause.time("until"), pause.text("reason"));
        pause.leaveNothing();
        return read;
    }

    private static <T> Map<String, T> words(T[] values, Function<T, String> word) {
        Map<String, T> words = new LinkedHashMap<>();
        for (T value : values) {
            words.put(word.apply(value).toLowerCase(Locale.ROOT), value);
        }
        return Collections.unmodifiableMap(words);
    }
}
