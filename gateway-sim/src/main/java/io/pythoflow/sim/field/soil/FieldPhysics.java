package io.pythoflow.sim.field.soil;

import io.pythoflow.contract.agronomy.Crop;
import io.pythoflow.contract.agronomy.Fao56;
import io.pythoflow.contract.agronomy.Soil;
import io.pythoflow.contract.agronomy.SoilWaterBalance;
import io.pythoflow.sim.field.random.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * All zones under one weather, in steps of a minute of field time, so the result does not depend on
 * how often it is asked; only valves are exact within a step. Reference evapotranspiration is
 * hourly FAO Penman-Monteith.
 *
 * <p>With {@link Watering#RULE} the field waters itself: every morning at 6, each zone whose
 * readily available water is used up (Dr ≥ RAW) opens its valve for as long as it takes to refill
 * it to field capacity.
 */
public final class FieldPhysics {

    /** Depth of the sensors in the soil, cm: the middle of the usual 15 to 40. */
    public static final int SENSOR_DEPTH_CM = 20;

    private static final int WATERING_HOUR = 6;

    /** The simulation begins at sunrise, so that something happens from the first second. */
    public static final double START_SECONDS = WATERING_HOUR * 3600;

    private static final int STEP_SECONDS = 60;

    /** What p is adjusted to before a day's evapotranspiration is known, mm. */
    private static final double USUAL_REFERENCE_MM_PER_DAY = 5;

    private final Soil soil;
    private final Watering watering;
    private final Weather weather;
    private final double psychrometricConstant;
    private final List<Zone> zones = new ArrayList<>();
    private double nowSeconds = START_SECONDS;
    private double steppedSeconds = START_SECONDS;
    private double rainMm;
    private double referenceMmToday;
    private double referenceMmPerDay = USUAL_REFERENCE_MM_PER_DAY;

    /**
     * @param seed of weather and of how dry each zone is at the start
     * @param watering who opens the valves
     * @param zoneIds one per zone
     */
    public FieldPhysics(
            long seed, Site site, Soil soil, Crop crop, Watering watering, List<String> zoneIds) {
        this.soil = soil;
        this.watering = watering;
        this.weather = new Weather(seed, site);
        this.psychrometricConstant =
                Fao56.psychrometricConstant(Fao56.atmosphericPressure(site.elevationM()));
        for (String zoneId : zoneIds) {
            Random random = Seeds.random(seed, "zone " + zoneId);
            double totalMm =
                    SoilWaterBalance.totalAvailableWater(
                            soil.water().fieldCapacity(),
                            soil.water().wiltingPoint(),
                            crop.rootDepthM());
            double depletionMm =
                    (0.2 + random.nextDouble())
                            * SoilWaterBalance.readilyAvailableWater(
                                    crop.depletionFraction(), totalMm);
            zones.add(
                    new Zone(
                            zoneId,
                            crop,
                            new SoilWaterBalance(soil.water(), crop.rootDepthM(), depletionMm),
                            new Valve(watering.litersPerMinute())));
        }
        waterInTheMorning();
    }

    /** Moves on to a time of the field; what lies in the past is ignored. */
    public void advanceTo(double fieldSeconds) {
        while (steppedSeconds + STEP_SECONDS <= fieldSeconds) {
            step();
        }
        nowSeconds = Math.max(nowSeconds, fieldSeconds);
    }

    public List<Zone> zones() {
        return List.copyOf(zones);
    }

    /** The field's clock, seconds since midnight of the start date. */
    public double nowSeconds() {
        return nowSeconds;
    }

    /** When {@link Watering#RULE} looks at the zones next after a time, field seconds. */
    public static double nextWateringAfter(double fieldSeconds) {
        double days = Math.floor((fieldSeconds - START_SECONDS) / Site.SECONDS_PER_DAY);
        return START_SECONDS + (days + 1) * Site.SECONDS_PER_DAY;
    }

    /** Reference evapotranspiration of the last whole day, mm. */
    public double referenceMmPerDay() {
        return referenceMmPerDay;
    }

    /** What is true in a zone now. */
    public ZoneTruth truth(Zone zone) {
        double moisture = zone.balance().moisturePercent();
        // A resistive probe reads 0 in air-dry soil, near half the wilting point, and 100 when wet.
        double dry = 50 * soil.water().wiltingPoint();
        double wet = 100 * soil.water().fieldCapacity();
        return new ZoneTruth(
                nowSeconds,
                moisture,
                Math.max(0, Math.min(100, 100 * (moisture - dry) / (wet - dry))),
                weather.soilTemperatureC(steppedSeconds, SENSOR_DEPTH_CM / 100.0),
                weather.at(steppedSeconds),
                rainMm,
                zone.valve().totalLiters(nowSeconds));
    }

    private void step() {
        double from = steppedSeconds;
        double to = from + STEP_SECONDS;
        if (from % Site.SECONDS_PER_DAY == 0) {
            referenceMmPerDay = referenceMmToday;
            referenceMmToday = 0;
        }
        double referenceMm = Math.max(0, referenceMmPerHour(from)) * STEP_SECONDS / 3600;
        double rain = weather.rainMm(from, to);
        referenceMmToday += referenceMm;
        rainMm += rain;
        for (Zone zone : zones) {
            zone.advance(from, to, referenceMm, referenceMmPerDay, rain);
        }
        steppedSeconds = to;
        waterInTheMorning();
    }

    /** At the end of the step before, so that whoever looks at that moment finds the valve open. */
    private void waterInTheMorning() {
        if (watering == Watering.RULE
                && steppedSeconds % Site.SECONDS_PER_DAY == WATERING_HOUR * 3600) {
            zones.forEach(this::waterIfDry);
        }
    }

    private void waterIfDry(Zone zone) {
        double depletionMm = zone.balance().depletionMm();
        if (depletionMm >= zone.readilyAvailableMm(referenceMmPerDay, Site.days(steppedSeconds))) {
            double liters = depletionMm * Zone.AREA_M2;
            zone.valve().open(steppedSeconds, liters / watering.litersPerMinute() * 60);
        }
    }

    private double referenceMmPerHour(double fieldSeconds) {
        Conditions air = weather.at(fieldSeconds);
        double solarPerHour = air.solarWattsPerSquareMeter() * 3600 / 1e6;
        double net =
                Fao56.netShortwaveRadiation(solarPerHour)
                        - Fao56.hourlyNetLongwaveRadiation(
                                air.temperatureC(), air.vapourPressureKPa(), air.clearness());
        return Fao56.hourlyReferenceEvapotranspiration(
                air.temperatureC(),
                air.windMetersPerSecond(),
                net,
                solarPerHour > 0
                        ? Fao56.daytimeSoilHeatFlux(net)
                        : Fao56.nighttimeSoilHeatFlux(net),
                air.vapourPressureKPa(),
                psychrometricConstant);
    }
}
