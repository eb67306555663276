package io.pythoflow.job.control.demand;

import io.pythoflow.contract.agronomy.Crop;
import io.pythoflow.contract.agronomy.SoilWater;
import io.pythoflow.contract.agronomy.SoilWaterBalance;
import io.pythoflow.contract.rules.Zone;
import io.pythoflow.job.control.sense.ZoneWeather;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * The root zone's water by FAO-56 chapter 8: evapotranspiration takes, by the hour; rain and
 * watering give, as soon as they are known. Where soil moisture is measured, the depletion is drawn
 * towards the measured one with a time constant of a day: an hour's noise does nothing, and what
 * the balance cannot know (a leaking pipe, a stronger wind) cannot add up.
 */
final class WaterBalance {

    private static final long HOUR_MILLIS = 3_600_000;

    /** How long after its end an hour is taken, so that its last readings are in. */
    static final long PATIENCE_MILLIS = 5 * 60_000;

    /** After a longer gap it begins anew. */
    private static final int LONGEST_GAP_HOURS = 30 * 24;

    /** How far an hour draws the depletion towards the measured one: a time constant of a day. */
    private static final double TRUST = 1.0 / 24;

    /** A percent of a metre of soil, mm. */
    private static final double MM_PER_PERCENT_AND_METER = 10;

    private final ReferenceEvapotranspiration reference;
    private FieldCapacity capacity;
    private double depletionMm;
    private long nextHour;

    /** Water that came since the last whole hour, mm. */
    private double waterMm;

    /** Sum and number of the moistures since the last whole hour, %. */
    private double moistureSum;

    private int moistures;

    private final RainByHour rain;

    private WaterBalance(
            RainByHour rain,
            ReferenceEvapotranspiration reference,
            FieldCapacity capacity,
            double depletionMm,
            long nextHour) {
        this.rain = rain;
        this.reference = reference;
        this.capacity = capacity;
        this.depletionMm = depletionMm;
        this.nextHour = nextHour;
    }

    /** Begins with what is measured; rain before now is in the soil already. */
    static WaterBalance begin(
            Zone zone, @Nullable Double moisturePercent, ZoneWeather weather, long now) {
        WaterBalance balance =
                new WaterBalance(
                        new RainByHour(),
                        new ReferenceEvapotranspiration(),
                        new FieldCapacity(zone.soil()),
                        0,
                        Math.floorDiv(now, HOUR_MILLIS));
        balance.rain.take(weather, now, fallenMm -> {});
        // Soil that is not measured is taken to be full: when in doubt the valve stays closed.
        balance.depletionMm =
                moisturePercent == null ? 0 : balance.measuredMm(zone, moisturePercent);
        return balance;
    }

    /** Whether it is so far behind that it knows nothing any more. */
    boolean isLost(long now) {
        return Math.floorDiv(now, HOUR_MILLIS) - nextHour > LONGEST_GAP_HOURS;
    }

    /**
     * Moves on to now.
     *
     * @param moisturePercent as the healthy sensors measure it; null where they do not say
     */
    void advance(Zone zone, ZoneWeather weather, @Nullable Double moisturePercent, long now) {
        if (!capacity.isOf(zone.soil())) {
            capacity = new FieldCapacity(zone.soil());
        }
        for (; (nextHour + 1) * HOUR_MILLIS + PATIENCE_MILLIS <= now; nextHour++) {
            takeHour(zone, weather);
        }
        rain.take(weather, now, this::water);
        depletionMm = Math.min(totalAvailableMm(zone), depletionMm);
    }

    /** Notes a new measurement of the sensors. */
    void measure(double moisturePercent) {
        capacity.measure(moisturePercent);
        moistureSum += moisturePercent;
        moistures++;
    }

    /** Water that reached the roots. */
    void water(double depthMm) {
        depletionMm = Math.max(0, depletionMm - depthMm);
        waterMm += depthMm;
    }

    /** Depletion as the sensors measure it, mm. */
    double measuredMm(Zone zone, double moisturePercent) {
        double mm =
                (100 * soil().fieldCapacity() - moisturePercent)
                        * MM_PER_PERCENT_AND_METER
                        * zone.rootDepthM();
        return Math.max(0, Math.min(totalAvailableMm(zone), mm));
    }

    FieldCapacity capacity() {
        return capacity;
    }

    /** The soil as it shows itself. */
    SoilWater soil() {
        return capacity.soil();
    }

    /** Dr, mm. */
    double depletionMm() {
        return depletionMm;
    }

    ReferenceEvapotranspiration reference() {
        return reference;
    }

    /** TAW, mm. */
    double totalAvailableMm(Zone zone) {
        SoilWater soil = soil();
        return SoilWaterBalance.totalAvailableWater(
                soil.fieldCapacity(), soil.wiltingPoint(), zone.rootDepthM());
    }

    /** ETc of the last 24 hours, mm; null where it is not known. */
    @Nullable Double cropEtMmPerDay(Zone zone, long now) {
        return cropEtMmPerDay(reference, zone, now);
    }

    /** ETc of the last 24 hours by a reference, mm; null where it is not known. */
    static @Nullable Double cropEtMmPerDay(
            ReferenceEvapotranspiration reference, Zone zone, long now) {
        Double referenceMm = reference.lastDayMm();
        return referenceMm == null
                ? null
                : Double.valueOf(referenceMm * cropCoefficient(zone, now));
    }

    /** p: the rule's, else the crop's, adjusted to the last day's evapotranspiration. */
    static double depletionFraction(Zone zone, @Nullable Double cropEtMmPerDay) {
        Double ruled = zone.demand().depletionFraction();
        if (ruled != null) {
            return ruled;
        }
        double tabled = zone.crop().depletionFraction();
        return cropEtMmPerDay == null
                ? tabled
                : SoilWaterBalance.depletionFraction(tabled, cropEtMmPerDay);
    }

    /** Kc of the day, of mid-season where the day of planting is unknown or still to come. */
    static double cropCoefficient(Zone zone, long at) {
        Crop crop = zone.crop();
        LocalDate plantedOn = zone.plantedOn();
        if (plantedOn == null) {
            return crop.midCoefficient();
        }
        LocalDate today = Instant.ofEpochMilli(at).atZone(zone.timeZone()).toLocalDate();
        double days = ChronoUnit.DAYS.between(plantedOn, today);
        return crop.coefficient(Math.max(0, days));
    }

    /**
     * Depletion (double), next hour (long), water (double), moistures (double) and their number
     * (int) since the last whole hour, then rain, field capacity and reference evapotranspiration.
     */
    void write(DataOutput out) throws IOException {
        out.writeDouble(depletionMm);
        out.writeLong(nextHour);
        out.writeDouble(waterMm);
        out.writeDouble(moistureSum);
        out.writeInt(moistures);
        rain.write(out);
        capacity.write(out);
        reference.write(out);
    }

    static WaterBalance read(DataInput in) throws IOException {
        double depletionMm = in.readDouble();
        long nextHour = in.readLong();
        double waterMm = in.readDouble();
        double moistureSum = in.readDouble();
        int moistures = in.readInt();
        RainByHour rain = RainByHour.read(in);
        FieldCapacity capacity = FieldCapacity.read(in);
        WaterBalance balance =
                new WaterBalance(
                        rain,
                        ReferenceEvapotranspiration.read(in),
                        capacity,
                        depletionMm,
                        nextHour);
        balance.waterMm = waterMm;
        balance.moistureSum = moistureSum;
        balance.moistures = moistures;
        return balance;
    }

    private void takeHour(Zone zone, ZoneWeather weather) {
        long at = nextHour * HOUR_MILLIS;
        double cropMm = reference.advance(zone, weather, nextHour) * cropCoefficient(zone, at);
        double fraction = depletionFraction(zone, cropEtMmPerDay(zone, at));
        SoilWater soil = soil();
        SoilWaterBalance bucket =
                new SoilWaterBalance(
                        soil, zone.rootDepthM(), Math.min(totalAvailableMm(zone), depletionMm));
        double actualMm = bucket.advance(cropMm, fraction, 0, 0).evapotranspirationMm();
        depletionMm = bucket.depletionMm();
        Double moisturePercent = moistures == 0 ? null : Double.valueOf(moistureSum / moistures);
        if (reference.isKnown()) {
            capacity.advance(zone, moisturePercent, actualMm, waterMm);
            // What the sensors show stays; only what it is compared with has moved.
            depletionMm +=
                    (soil().fieldCapacity() - soil.fieldCapacity()) * 1000 * zone.rootDepthM();
        }
        if (moisturePercent != null) {
            depletionMm += TRUST * (measuredMm(zone, moisturePercent) - depletionMm);
        }
        depletionMm = Math.max(0, Math.min(totalAvailableMm(zone), depletionMm));
        waterMm = 0;
        moistureSum = 0;
        moistures = 0;
    }
}
