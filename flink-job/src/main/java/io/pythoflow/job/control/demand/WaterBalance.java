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
    private static final long PATIENCE_MILLIS = 5 * 60_000;

    /** After a longer gap it begins anew. */
    private static final int LONGEST_GAP_HOURS = 30 * 24;

    private static final int RAIN_HOURS = 72;
    private static final double TRUST_HOURS = 24;

    private final ReferenceEvapotranspiration reference;
    private double depletionMm;
    private long nextHour;

    /** Rain that has entered, by hour: what is heard of it later than that enters later. */
    private final long[] rainHours = new long[RAIN_HOURS];

    private final double[] rainMm = new double[RAIN_HOURS];
    private long rainRevision = Long.MIN_VALUE;

    private WaterBalance(ReferenceEvapotranspiration reference, double depletionMm, long nextHour) {
        this.reference = reference;
        this.depletionMm = depletionMm;
        this.nextHour = nextHour;
    }

    /** Begins with so much depletion; rain before now is in the soil already. */
    static WaterBalance begin(double depletionMm, ZoneWeather weather, long now) {
        WaterBalance balance =
                new WaterBalance(
                        new ReferenceEvapotranspiration(),
                        depletionMm,
                        Math.floorDiv(now, HOUR_MILLIS));
        balance.takeRain(weather, now);
        balance.depletionMm = depletionMm;
        return balance;
    }

    /** Whether it is so far behind that it knows nothing any more. */
    boolean isLost(long now) {
        return Math.floorDiv(now, HOUR_MILLIS) - nextHour > LONGEST_GAP_HOURS;
    }

    /**
     * Moves on to now.
     *
     * @param soil as believed
     * @param measuredMm depletion by the moisture sensors; null where they do not say
     */
    void advance(
            Zone zone, SoilWater soil, ZoneWeather weather, @Nullable Double measuredMm, long now) {
        int hours = 0;
        for (; (nextHour + 1) * HOUR_MILLIS + PATIENCE_MILLIS <= now; nextHour++) {
            takeHour(zone, soil, weather);
            hours++;
        }
        if (hours > 0 || weather.rainRevision() != rainRevision) {
            takeRain(weather, now);
        }
        double totalMm = totalAvailableMm(zone, soil);
        if (hours > 0 && measuredMm != null) {
            double trust = 1 - Math.exp(-hours / TRUST_HOURS);
            depletionMm += trust * (measuredMm - depletionMm);
        }
        depletionMm = Math.max(0, Math.min(totalMm, depletionMm));
    }

    /** Water that reached the roots. */
    void water(double depthMm) {
        depletionMm = Math.max(0, depletionMm - depthMm);
    }

    /** Dr, mm. */
    double depletionMm() {
        return depletionMm;
    }

    ReferenceEvapotranspiration reference() {
        return reference;
    }

    /** TAW, mm. */
    static double totalAvailableMm(Zone zone, SoilWater soil) {
        return SoilWaterBalance.totalAvailableWater(
                soil.fieldCapacity(), soil.wiltingPoint(), zone.rootDepthM());
    }

    /** ETc of the last 24 hours, mm; null where it is not known. */
    @Nullable Double cropEtMmPerDay(Zone zone, long now) {
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
     * Depletion (double), next hour (long), hours of rain (byte) with number (long) and depth
     * (double) each, then the reference evapotranspiration.
     */
    void write(DataOutput out) throws IOException {
        out.writeDouble(depletionMm);
        out.writeLong(nextHour);
        int wet = 0;
        for (double hourMm : rainMm) {
            wet += hourMm > 0 ? 1 : 0;
        }
        out.writeByte(wet);
        for (int i = 0; i < RAIN_HOURS; i++) {
            if (rainMm[i] > 0) {
                out.writeLong(rainHours[i]);
                out.writeDouble(rainMm[i]);
            }
        }
        reference.write(out);
    }

    static WaterBalance read(DataInput in) throws IOException {
        double depletionMm = in.readDouble();
        long nextHour = in.readLong();
        int wet = in.readByte();
        long[] hours = new long[wet];
        double[] depths = new double[wet];
        for (int i = 0; i < wet; i++) {
            hours[i] = in.readLong();
            depths[i] = in.readDouble();
        }
        WaterBalance balance =
                new WaterBalance(ReferenceEvapotranspiration.read(in), depletionMm, nextHour);
        for (int i = 0; i < wet; i++) {
            int slot = Math.floorMod(hours[i], RAIN_HOURS);
            balance.rainHours[slot] = hours[i];
            balance.rainMm[slot] = depths[i];
        }
        return balance;
    }

    private void takeHour(Zone zone, SoilWater soil, ZoneWeather weather) {
        double referenceMm = reference.advance(zone, weather, nextHour);
        double cropMm = referenceMm * cropCoefficient(zone, nextHour * HOUR_MILLIS);
        double totalMm = totalAvailableMm(zone, soil);
        SoilWaterBalance bucket =
                new SoilWaterBalance(
                        soil, zone.rootDepthM(), Math.max(0, Math.min(totalMm, depletionMm)));
        double fraction = depletionFraction(zone, cropEtMmPerDay(zone, nextHour * HOUR_MILLIS));
        bucket.advance(cropMm, fraction, 0, 0);
        depletionMm = bucket.depletionMm();
    }

    private void takeRain(ZoneWeather weather, long now) {
        rainRevision = weather.rainRevision();
        long thisHour = Math.floorDiv(now, HOUR_MILLIS);
        for (long hour = thisHour - RAIN_HOURS + 1; hour <= thisHour; hour++) {
            // The gauge speaks of the time before its reading, so an hour ends with its last.
            Double fallen = weather.rainMm(hour * HOUR_MILLIS, (hour + 1) * HOUR_MILLIS);
            int slot = Math.floorMod(hour, RAIN_HOURS);
            if (rainHours[slot] != hour) {
                rainHours[slot] = hour;
                rainMm[slot] = 0;
            }
            if (fallen != null && fallen > rainMm[slot]) {
                water(fallen - rainMm[slot]);
                rainMm[slot] = fallen;
            }
        }
    }
}
