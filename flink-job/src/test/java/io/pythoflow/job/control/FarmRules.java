package io.pythoflow.job.control;

import io.pythoflow.contract.agronomy.Crop;
import io.pythoflow.contract.agronomy.Soil;
import io.pythoflow.contract.metric.Metric;
import io.pythoflow.contract.rules.ControlMode;
import io.pythoflow.contract.rules.Demand;
import io.pythoflow.contract.rules.Demand.By;
import io.pythoflow.contract.rules.Demand.Calibration;
import io.pythoflow.contract.rules.Device;
import io.pythoflow.contract.rules.Frost;
import io.pythoflow.contract.rules.Limits;
import io.pythoflow.contract.rules.Manual;
import io.pythoflow.contract.rules.Pause;
import io.pythoflow.contract.rules.Protocol;
import io.pythoflow.contract.rules.PumpGroup;
import io.pythoflow.contract.rules.Rain;
import io.pythoflow.contract.rules.RulesCodec;
import io.pythoflow.contract.rules.RulesDocument;
import io.pythoflow.contract.rules.Sensing;
import io.pythoflow.contract.rules.TimeWindow;
import io.pythoflow.contract.rules.Zone;
import io.pythoflow.contract.rules.Zone.Site;
import io.pythoflow.job.control.rules.ActiveRules;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The rules of a small farm, as somebody edits them: four zones of protocol v1, two of them on one
 * device, and two original ones; two pumps that cannot feed all of their zones at once.
 */
final class FarmRules {
    static final String WEATHER = "w1";
    static final double FROST_BELOW_C = 4;
    static final int FROST_CLEAR_SECONDS = 600;
    static final double RAIN_SKIP_MM = 2;
    static final int RAIN_WITHIN_SECONDS = 1800;
    static final int STALE_AFTER_SECONDS = 300;

    private static final double WELL_LITERS_PER_MINUTE = 35;
    private static final RulesCodec CODEC = new RulesCodec();

    private final Map<String, Draft> drafts = new TreeMap<>();
    private final Map<String, Draft> removed = new TreeMap<>();
    private boolean emergencyStop;
    private @Nullable Pause pause;
    private double wellLitersPerMinute = WELL_LITERS_PER_MINUTE;
    private long version = 1;

    /** A zone, and what of it is edited. */
    static final class Draft {
        final String id;
        final List<String> sensors;
        final Device device;
        final double litersPerMinute;
        ControlMode mode = ControlMode.ACT;
        double low;
        double high;
        @Nullable Manual manual;
        @Nullable Pause pause;
        @Nullable Long maintenanceResetAt;

        Draft(
                String id,
                List<String> sensors,
                Device device,
                double litersPerMinute,
                double low,
                double high) {
            this.id = id;
            this.sensors = sensors;
            this.device = device;
            this.litersPerMinute = litersPerMinute;
            this.low = low;
            this.high = high;
        }
    }

    FarmRules() {
        add("z1", List.of("s1a", "s1b", "s1c"), v1("d1", null, "g1"), 20, 20, 24);
        add("z2", List.of("s2"), v1("d2", "a", "g2"), 20, 20, 24);
        add("z3", List.of("s3a", "s3b"), v1("d2", "b", "g2"), 12, 20, 24);
        add("z4", List.of("A1"), original("A1"), 10, 30, 45);
        add("z5", List.of("A2"), original("A2"), 10, 20, 24);
        add("z6", List.of("s6"), v1("d6", null, "g1"), 25, 20, 24);
    }

    private void add(
            String id,
            List<String> sensors,
            Device device,
            double litersPerMinute,
            double low,
            double high) {
        drafts.put(id, new Draft(id, sensors, device, litersPerMinute, low, high));
    }

    private static Device v1(String id, @Nullable String identifier, String gatewayId) {
        return new Device(id, identifier, Protocol.V1, gatewayId);
    }

    private static Device original(String identifier) {
        return new Device("000", identifier, Protocol.ORIGINAL, null);
    }

    List<String> zoneIds() {
        return new ArrayList<>(drafts.keySet());
    }

    @Nullable Draft draft(String zoneId) {
        return drafts.get(zoneId);
    }

    List<Draft> drafts() {
        return new ArrayList<>(drafts.values());
    }

    boolean isStopped() {
        return emergencyStop;
    }

    void stop() {
        emergencyStop = true;
        version++;
    }

    void resume() {
        emergencyStop = false;
        version++;
    }

    void pause(@Nullable Pause newPause) {
        pause = newPause;
        version++;
    }

    void well(double litersPerMinute) {
        wellLitersPerMinute = litersPerMinute;
        version++;
    }

    void wellAsUsual() {
        well(WELL_LITERS_PER_MINUTE);
    }

    /** A draft was edited. */
    void edited() {
        version++;
    }

    void remove(String zoneId) {
        Draft draft = drafts.remove(zoneId);
        if (draft != null) {
            removed.put(zoneId, draft);
            version++;
        }
    }

    void putBack(String zoneId) {
        Draft draft = removed.remove(zoneId);
        if (draft != null) {
            drafts.put(zoneId, draft);
            version++;
        }
    }

    ActiveRules active(long now) {
        return new ActiveRules(version, CODEC.write(document()), now);
    }

    RulesDocument document() {
        Map<String, Zone> zones = new TreeMap<>();
        drafts.values().forEach(draft -> zones.put(draft.id, zone(draft)));
        return new RulesDocument(
                emergencyStop,
                pause,
                List.of(WEATHER),
                Map.of("pond", new PumpGroup(15), "well", new PumpGroup(wellLitersPerMinute)),
                zones);
    }

    private static Zone zone(Draft draft) {
        boolean isOriginal = draft.device.protocol() == Protocol.ORIGINAL;
        return new Zone(
                draft.id,
                draft.mode,
                draft.sensors,
                List.of(),
                draft.id.equals("z1") ? "f1" : null,
                draft.device,
                Crop.TOMATO,
                null,
                Soil.LOAM.water(),
                0.3,
                20,
                draft.litersPerMinute,
                0.9,
                isOriginal ? "pond" : "well",
                draft.id.equals("z3") ? 1 : 0,
                ZoneId.of(draft.id.equals("z2") ? "America/Sao_Paulo" : "UTC"),
                draft.id.equals("z6") ? new Site(-23.5, -46.6, 760) : null,
                demand(draft),
                draft.id.equals("z2") ? evenHours() : List.of(),
                limits(draft),
                new Sensing(STALE_AFTER_SECONDS, null, 3600, 8, null),
                new Rain(RAIN_SKIP_MM, RAIN_WITHIN_SECONDS, 300),
                new Frost(FROST_BELOW_C, FROST_CLEAR_SECONDS),
                draft.manual,
                draft.pause,
                draft.maintenanceResetAt);
    }

    private static Demand demand(Draft draft) {
        return switch (draft.id) {
            case "z4" ->
                    new Demand(
                            By.MOISTURE,
                            Metric.SOIL_MOISTURE_RELATIVE,
                            draft.low,
                            draft.high,
                            2,
                            null,
                            150,
                            null);
            case "z5" ->
                    new Demand(
                            By.MOISTURE,
                            Metric.SOIL_MOISTURE_RELATIVE,
                            draft.low,
                            draft.high,
                            1,
                            new Calibration(0, 0, 100, 60),
                            null,
                            null);
            case "z6" ->
                    new Demand(By.DEPLETION, Metric.SOIL_MOISTURE, null, null, 1, null, null, null);
            default ->
                    new Demand(
                            By.MOISTURE,
                            Metric.SOIL_MOISTURE,
                            draft.low,
                            draft.high,
                            2,
                            null,
                            null,
                            null);
        };
    }

    private static Limits limits(Draft draft) {
        return switch (draft.id) {
            case "z1" -> new Limits(30, 200, null, 70, 120, 600, 900, null);
            case "z2" -> new Limits(30, 240, null, null, 0, 420, 3600, 200.0);
            case "z6" -> new Limits(30, 150, 3.0, null, 0, 300, 1200, null);
            default -> new Limits(30, 180, null, null, 0, 480, 900, null);
        };
    }

    private static List<TimeWindow> evenHours() {
        List<TimeWindow> windows = new ArrayList<>();
        for (int hour = 0; hour < 24; hour += 2) {
            windows.add(
                    new TimeWindow(
                            EnumSet.allOf(DayOfWeek.class),
                            LocalTime.of(hour, 0),
                            LocalTime.of(hour + 1, 0)));
        }
        return windows;
    }
}
