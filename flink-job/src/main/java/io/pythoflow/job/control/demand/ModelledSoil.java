package io.pythoflow.job.control.demand;

import io.pythoflow.contract.agronomy.SoilWaterBalance;
import io.pythoflow.contract.rules.Zone;
import io.pythoflow.job.control.sense.Median;
import io.pythoflow.job.control.sense.ZoneWeather;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The soil of a zone as it would have been under other watering: one bucket (FAO-56 chapter 8) with
 * the soil, the roots and the crop of the rules. It begins with what the sensors measured: the
 * median of the first hour's readings, which neither a single spike nor a single sensor decides,
 * within wilting point and field capacity. From then on evapotranspiration takes from it by the
 * hour, a few minutes after the hour's end, as from the job's own balance; rain and watering enter
 * as soon as they are known, and what it cannot hold runs through at once.
 *
 * <p>Not thread-safe. Times are epoch milliseconds.
 */
public final class ModelledSoil {

    private static final long HOUR_MILLIS = 3_600_000;

    private final Zone zone;
    private final long countedFrom;
    private final ReferenceEvapotranspiration reference = new ReferenceEvapotranspiration();
    private final RainByHour rain = new RainByHour();
    private final List<Double> first = new ArrayList<>();
    private long firstAt;

    /** Watering that was over before the soil began. */
    private double earlyMm;

    private @Nullable SoilWaterBalance bucket;
    private long nextHour;
    private @Nullable Totals totals;

    /**
     * What became of the water, from the time on that counts.
     *
     * @param beganPercent moisture when counting began
     * @param endedPercent moisture now
     * @param lowestPercent between them
     * @param deepestShare Dr/TAW at the lowest moisture, 0 to 1
     * @param givenMm that watering brought to the roots
     * @param rainMm that fell
     * @param cropMm ETa, what the crop got
     * @param cropWantedMm ETc, what it would have got of a soil that is wet enough
     * @param percolatedMm what ran through below the roots
     * @param hours that passed
     * @param stressedHours of them those in which the readily available water was used up
     * @param unknownHours of them those without weather to compute evapotranspiration from
     */
    public record Totals(
            double beganPercent,
            double endedPercent,
            double lowestPercent,
            double deepestShare,
            double givenMm,
            double rainMm,
            double cropMm,
            double cropWantedMm,
            double percolatedMm,
            int hours,
            int stressedHours,
            int unknownHours) {

        private static Totals begin(SoilWaterBalance bucket) {
            double percent = bucket.moisturePercent();
            return new Totals(percent, percent, percent, share(bucket), 0, 0, 0, 0, 0, 0, 0, 0);
        }

        private Totals withWater(
                double moreGivenMm, double moreRainMm, double moreMm, SoilWaterBalance bucket) {
            return new Totals(
                    beganPercent,
                    bucket.moisturePercent(),
                    lowestPercent,
                    deepestShare,
                    givenMm + moreGivenMm,
                    rainMm + moreRainMm,
                    cropMm,
                    cropWantedMm,
                    percolatedMm + moreMm,
                    hours,
                    stressedHours,
                    unknownHours);
        }

        private Totals withHour(
                double wantedMm,
                SoilWaterBalance.Fluxes moved,
                int unknown,
                SoilWaterBalance bucket) {
            return new Totals(
                    beganPercent,
                    bucket.moisturePercent(),
                    Math.min(lowestPercent, bucket.moisturePercent()),
                    Math.max(deepestShare, share(bucket)),
                    givenMm,
                    rainMm,
                    cropMm + moved.evapotranspirationMm(),
                    cropWantedMm + wantedMm,
                    percolatedMm + moved.deepPercolationMm(),
                    hours + 1,
                    stressedHours + (moved.stressCoefficient() < 1 ? 1 : 0),
                    unknownHours + unknown);
        }

        private static double share(SoilWaterBalance bucket) {
            return bucket.depletionMm() / bucket.totalAvailableMm();
        }
    }

    /**
     * A soil that waits for its first measurement.
     *
     * @param zone with a site and volumetric moisture
     * @param countedFrom what moves before does not count in the totals
     */
    public ModelledSoil(Zone zone, long countedFrom) {
        this.zone = zone;
        this.countedFrom = countedFrom;
    }

    /** Notes what a sensor of the zone measured, % by volume; after the first hour no more. */
    public void measure(double moisturePercent, ZoneWeather weather, long now) {
        if (bucket != null) {
            return;
        }
        if (first.isEmpty()) {
            firstAt = now;
        }
        if (now - firstAt < HOUR_MILLIS) {
            first.add(moisturePercent);
        } else {
            begin(weather, now);
        }
    }

    /**
     * Moves on to now; call it at least every few hours, as weather is forgotten after two days.
     */
    public void advance(ZoneWeather weather, long now) {
        advance(weather, now, now - WaterBalance.PATIENCE_MILLIS);
    }

    /** Moves on to now, when nothing more is heard of the hours before. */
    public void finish(ZoneWeather weather, long now) {
        advance(weather, now, now);
    }

    /** Whether an hour waits to be taken. */
    public boolean isDue(long now) {
        return bucket != null && (nextHour + 1) * HOUR_MILLIS <= now - WaterBalance.PATIENCE_MILLIS;
    }

    /**
     * Notes a watering that is over.
     *
     * @param depthMm that reached the roots
     */
    public void water(double depthMm, long now) {
        if (bucket == null) {
            earlyMm += depthMm;
        } else {
            enter(depthMm, 0, now);
        }
    }

    /** Mean moisture of the root zone, % by volume; null before it began. */
    public @Nullable Double moisturePercent() {
        return bucket == null ? null : Double.valueOf(bucket.moisturePercent());
    }

    /** What became of the water; null before it began and before anything counts. */
    public @Nullable Totals totals() {
        return totals;
    }

    private void begin(ZoneWeather weather, long now) {
        double[] sorted = first.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        double fieldCapacity = zone.soil().fieldCapacity();
        double totalMm =
                SoilWaterBalance.totalAvailableWater(
                        fieldCapacity, zone.soil().wiltingPoint(), zone.rootDepthM());
        double depletionMm =
                (100 * fieldCapacity - Median.ofSorted(sorted)) * 10 * zone.rootDepthM();
        bucket =
                new SoilWaterBalance(
                        zone.soil(),
                        zone.rootDepthM(),
                        Math.max(0, Math.min(totalMm, depletionMm)));
        nextHour = Math.floorDiv(now, HOUR_MILLIS);
        // It is in the soil that was measured.
        rain.take(weather, now, fallenMm -> {});
        if (earlyMm > 0) {
            enter(earlyMm, 0, now);
        }
    }

    private void advance(ZoneWeather weather, long now, long endedBy) {
        if (bucket == null) {
            return;
        }
        for (; (nextHour + 1) * HOUR_MILLIS <= endedBy; nextHour++) {
            takeHour(weather, bucket);
        }
        rain.take(weather, now, fallenMm -> enter(0, fallenMm, now));
        count(now);
    }

    private void takeHour(ZoneWeather weather, SoilWaterBalance soil) {
        long at = nextHour * HOUR_MILLIS;
        count(at);
        double cropMm =
                reference.advance(zone, weather, nextHour) * WaterBalance.cropCoefficient(zone, at);
        double fraction =
                WaterBalance.depletionFraction(
                        zone, WaterBalance.cropEtMmPerDay(reference, zone, at));
        SoilWaterBalance.Fluxes moved = soil.advance(cropMm, fraction, 0, 0);
        if (totals != null) {
            totals = totals.withHour(cropMm, moved, reference.isKnown() ? 0 : 1, soil);
        }
    }

    private void enter(double givenMm, double rainMm, long now) {
        SoilWaterBalance soil = bucket;
        if (soil == null) {
            return;
        }
        count(now);
        double percolatedMm =
                soil.advance(0, zone.crop().depletionFraction(), rainMm, givenMm)
                        .deepPercolationMm();
        if (totals != null) {
            totals = totals.withWater(givenMm, rainMm, percolatedMm, soil);
        }
    }

    private void count(long at) {
        if (totals == null && bucket != null && at >= countedFrom) {
            totals = Totals.begin(bucket);
        }
    }
}
