package io.pythoflow.job.control.testing;

import io.pythoflow.contract.agronomy.Crop;
import io.pythoflow.contract.agronomy.Soil;
import io.pythoflow.contract.agronomy.SoilWater;
import io.pythoflow.contract.metric.Metric;
import io.pythoflow.contract.rules.ControlMode;
import io.pythoflow.contract.rules.Demand;
import io.pythoflow.contract.rules.Demand.By;
import io.pythoflow.contract.rules.Demand.Calibration;
import io.pythoflow.contract.rules.Device;
import io.pythoflow.contract.rules.Frost;
import io.pythoflow.contract.rules.Limits;
import io.pythoflow.contract.rules.Protocol;
import io.pythoflow.contract.rules.Rain;
import io.pythoflow.contract.rules.Sensing;
import io.pythoflow.contract.rules.TimeWindow;
import io.pythoflow.contract.rules.Zone;
import io.pythoflow.contract.rules.Zone.Site;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A zone of tomatoes in loam with one calibrated sensor, changed where a test wants it. */
public final class ZoneBuilder {
    private List<String> sensors = List.of("s1");
    private List<String> weatherSensors = List.of();
    private @Nullable String flowSensor;
    private Protocol protocol = Protocol.V1;
    private Crop crop = Crop.TOMATO;
    private @Nullable LocalDate plantedOn;
    private SoilWater soil = Soil.LOAM.water();
    private double rootDepthM = 0.7;
    private ZoneId timeZone = ZoneId.of("UTC");
    private @Nullable Site site;
    private Demand demand =
            new Demand(By.MOISTURE, Metric.SOIL_MOISTURE, null, null, 1, null, null, null);
    private List<TimeWindow> allowed = List.of();
    private Limits limits = new Limits(30, 3600, null, null, 0, 0, 7200, null);
    private Sensing sensing = new Sensing(null, null, null, 10, null);
    private Frost frost = new Frost(null, 0);

    private ControlMode mode = ControlMode.ACT;
    private @Nullable Long maintenanceResetAt;

    private ZoneBuilder() {}

    public static ZoneBuilder aZone() {
        return new ZoneBuilder();
    }

    public ZoneBuilder sensors(String... ids) {
        sensors = List.of(ids);
        return this;
    }

    public ZoneBuilder weatherSensors(String... ids) {
        weatherSensors = List.of(ids);
        return this;
    }

    public ZoneBuilder flowSensor(String id) {
        flowSensor = id;
        return this;
    }

    public ZoneBuilder protocol(Protocol value) {
        protocol = value;
        return this;
    }

    public ZoneBuilder crop(Crop value, @Nullable LocalDate planted) {
        crop = value;
        plantedOn = planted;
        rootDepthM = value.rootDepthM();
        return this;
    }

    public ZoneBuilder soil(SoilWater value) {
        soil = value;
        return this;
    }

    public ZoneBuilder timeZone(String id) {
        timeZone = ZoneId.of(id);
        return this;
    }

    public ZoneBuilder site(double latitudeDegrees, double longitudeDegrees, double elevationM) {
        site = new Site(latitudeDegrees, longitudeDegrees, elevationM);
        return this;
    }

    public ZoneBuilder demand(Demand value) {
        demand = value;
        return this;
    }

    /** Thresholds in % volumetric, believed after so many readings. */
    public ZoneBuilder between(double low, double high, int confirmations) {
        return demand(
                new Demand(
                        By.MOISTURE,
                        Metric.SOIL_MOISTURE,
                        low,
                        high,
                        confirmations,
                        null,
                        null,
                        null));
    }

    public ZoneBuilder byDepletion() {
        return demand(
                new Demand(By.DEPLETION, Metric.SOIL_MOISTURE, null, null, 1, null, null, null));
    }

    public ZoneBuilder relative(@Nullable Calibration calibration) {
        return demand(
                new Demand(
                        By.MOISTURE,
                        Metric.SOIL_MOISTURE_RELATIVE,
                        calibration == null ? 30.0 : null,
                        calibration == null ? 60.0 : null,
                        1,
                        calibration,
                        calibration == null ? 300 : null,
                        null));
    }

    public ZoneBuilder limits(Limits value) {
        limits = value;
        return this;
    }

    public ZoneBuilder mode(ControlMode value) {
        mode = value;
        return this;
    }

    public ZoneBuilder maintenanceResetAt(long time) {
        maintenanceResetAt = time;
        return this;
    }

    /** Every day, in the zone's time. */
    public ZoneBuilder allowedBetween(String from, String to) {
        allowed =
                List.of(
                        new TimeWindow(
                                EnumSet.allOf(DayOfWeek.class),
                                LocalTime.parse(from),
                                LocalTime.parse(to)));
        return this;
    }

    public ZoneBuilder sensing(Sensing value) {
        sensing = value;
        return this;
    }

    public ZoneBuilder frost(double belowC, int clearSeconds) {
        frost = new Frost(belowC, clearSeconds);
        return this;
    }

    public Zone build() {
        boolean isOriginal = protocol == Protocol.ORIGINAL;
        return new Zone(
                "z1",
                mode,
                sensors,
                weatherSensors,
                flowSensor,
                new Device(isOriginal ? "000" : "d1", isOriginal ? "A1" : null, protocol, null),
                crop,
                plantedOn,
                soil,
                rootDepthM,
                50,
                25,
                0.9,
                null,
                0,
                timeZone,
                site,
                demand,
                allowed,
                limits,
                sensing,
                new Rain(2, 24 * 3600, 1800),
                frost,
                null,
                null,
                maintenanceResetAt);
    }
}
