package io.pythoflow.job.control.demand;

import io.pythoflow.contract.agronomy.SoilWater;
import io.pythoflow.contract.rules.Zone;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * How much water the soil of a zone holds, as its own sensors show it: a soil's name says it to 15
 * % at best, a sensor is a percent off, and a field capacity set too high lets every watering run
 * through the root zone. Field capacity is the level at which moisture comes to rest after a
 * wetting that was more than the soil could hold (the drained upper limit); that it was more is
 * seen from the water that is missing afterwards.
 *
 * <ul>
 *   <li>A wetting (rain and watering with less than {@value #SETTLING_HOURS} dry hours between) is
 *       judged by the level it settles at, evapotranspiration added back. Where more than a tenth
 *       of the water and what noise can hide is missing, the soil is full: that level is its
 *       capacity.
 *   <li>Where water comes again before it has settled, and twice as much is missing already, the
 *       soil is full as well: a zone that is watered every few hours towards a level it cannot hold
 *       would never be judged otherwise.
 *   <li>Where nothing is missing, the capacity is at least that level, and is tried a little
 *       higher: in large steps until the soil has been seen full, in small ones from then on. So an
 *       estimate that is too low does not stay, and one that is too high costs little.
 *   <li>Soil at rest above its capacity shows that the capacity is higher.
 * </ul>
 *
 * <p>Wilting point goes with field capacity, as both go with the clay in a soil. The estimate stays
 * within a quarter of what the rules say; other rules for the soil begin anew.
 */
final class FieldCapacity {

    private static final double FURTHEST_OFF = 0.25;

    /** Soils drain for a day or more; by then the level is as good as the capacity. */
    private static final int SETTLING_HOURS = 12;

    private static final int SETTLED_HOURS = 24;

    /** Hours of level that are enough where water comes again before the end. */
    private static final int TELLING_HOURS = 2;

    /** Dry hours after which water that is missing has run through, and is not on its way down. */
    private static final int SOAKED_HOURS = 3;

    /** Less water in an hour is dew or the tick of a gauge. */
    private static final double WETTING_MM = 0.2;

    /** Less water in all says nothing. */
    private static final double TELLING_MM = 4;

    /** What delivery and evapotranspiration may be off, as a share of the water. */
    private static final double UNSURE_SHARE = 0.1;

    /** What the noise of averaged sensors hides, %. */
    private static final double NOISE_PERCENT = 0.3;

    /** Steps upwards, as shares of the available water. */
    private static final double FIRST_STEP = 0.1;

    private static final double LATER_STEP = 0.005;

    /** How fast soil at rest above its capacity raises it, per hour. */
    private static final double RAISING = 0.1;

    /** How fast the level before a wetting follows the hourly means. */
    private static final double FOLLOWING = 0.4;

    /** How long a rise waits for its water: a run is reported when it is over. */
    private static final int UNEXPLAINED_HOURS = 4;

    private final SoilWater ruled;
    private double percent;
    private boolean seenFull;
    private double levelPercent = Double.NaN;
    private int unexplainedHours;
    private @Nullable Wetting wetting;

    /** Water that came, and what became of it. */
    private static final class Wetting {
        final double beforePercent;
        double waterMm;
        double cropEtMm;
        double cropEtSinceWaterMm;
        int dryHours;
        double levelSum;
        int levels;

        /** Of the last hour, evapotranspiration since the water added back. */
        double lastLevelPercent = Double.NaN;

        Wetting(double beforePercent) {
            this.beforePercent = beforePercent;
        }
    }

    FieldCapacity(SoilWater ruled) {
        this.ruled = ruled;
        this.percent = 100 * ruled.fieldCapacity();
    }

    /** Whether it is about the soil of these rules. */
    boolean isOf(SoilWater soil) {
        return ruled.equals(soil);
    }

    /** The soil as it shows itself. */
    SoilWater soil() {
        double share = percent / (100 * ruled.fieldCapacity());
        return new SoilWater(
                Math.min(1, share * ruled.fieldCapacity()), share * ruled.wiltingPoint());
    }

    /** Whether the soil has been seen full. */
    boolean isSeen() {
        return seenFull;
    }

    /** Notes a measurement; the first is the level before a wetting in the first hour. */
    void measure(double moisturePercent) {
        if (Double.isNaN(levelPercent) && wetting == null) {
            levelPercent = moisturePercent;
        }
    }

    /**
     * Takes the next hour.
     *
     * @param moisturePercent mean of the hour; null where it was not measured
     * @param cropEtMm of the hour
     * @param waterMm rain and watering of the hour
     */
    void advance(Zone zone, @Nullable Double moisturePercent, double cropEtMm, double waterMm) {
        double mmPerPercent = 10 * zone.rootDepthM();
        if (waterMm >= WETTING_MM) {
            Wetting before = wetting;
            if (before != null && before.levels >= TELLING_HOURS) {
                judge(before, mmPerPercent);
            } else if (before != null && before.dryHours >= SOAKED_HOURS) {
                judgeUnsettled(before, mmPerPercent);
            }
            wet(waterMm);
        }
        Wetting current = wetting;
        if (current == null) {
            rest(moisturePercent);
            return;
        }
        current.cropEtMm += cropEtMm;
        if (waterMm < WETTING_MM) {
            current.dryHours++;
            current.cropEtSinceWaterMm += cropEtMm;
        }
        if (current.dryHours > 0 && moisturePercent != null) {
            current.lastLevelPercent = moisturePercent + current.cropEtSinceWaterMm / mmPerPercent;
        }
        if (current.dryHours > SETTLING_HOURS && moisturePercent != null) {
            current.levelSum += current.lastLevelPercent;
            current.levels++;
        }
        if (current.dryHours >= SETTLED_HOURS) {
            judge(current, mmPerPercent);
        }
    }

    private void wet(double waterMm) {
        Wetting current = wetting;
        if (current == null) {
            current = new Wetting(levelPercent);
            wetting = current;
        }
        unexplainedHours = 0;
        current.waterMm += waterMm;
        current.dryHours = 0;
        current.cropEtSinceWaterMm = 0;
        current.levelSum = 0;
        current.levels = 0;
    }

    private void rest(@Nullable Double moisturePercent) {
        if (moisturePercent == null) {
            return;
        }
        if (moisturePercent > levelPercent + NOISE_PERCENT
                && unexplainedHours < UNEXPLAINED_HOURS) {
            unexplainedHours++;
            return;
        }
        unexplainedHours = 0;
        levelPercent =
                Double.isNaN(levelPercent)
                        ? moisturePercent
                        : levelPercent + FOLLOWING * (moisturePercent - levelPercent);
        if (levelPercent > percent) {
            become(percent + RAISING * (levelPercent - percent));
        }
    }

    private void judgeUnsettled(Wetting past, double mmPerPercent) {
        double missingMm = missingMm(past, past.lastLevelPercent, mmPerPercent);
        if (missingMm > 2 * marginMm(past, mmPerPercent)) {
            wetting = null;
            levelPercent = past.lastLevelPercent - past.cropEtSinceWaterMm / mmPerPercent;
            become(Math.min(percent, past.lastLevelPercent));
            seenFull = true;
        }
    }

    private static double missingMm(Wetting past, double levelPercent, double mmPerPercent) {
        double keptMm =
                (levelPercent - past.beforePercent) * mmPerPercent
                        + past.cropEtMm
                        - past.cropEtSinceWaterMm;
        return past.waterMm - keptMm;
    }

    private static double marginMm(Wetting past, double mmPerPercent) {
        return UNSURE_SHARE * past.waterMm + NOISE_PERCENT * mmPerPercent;
    }

    private void judge(Wetting past, double mmPerPercent) {
        wetting = null;
        double level = past.levelSum / past.levels;
        levelPercent = level - past.cropEtSinceWaterMm / mmPerPercent;
        double missingMm = missingMm(past, level, mmPerPercent);
        if (past.waterMm < TELLING_MM || Double.isNaN(missingMm)) {
            return;
        }
        double marginMm = marginMm(past, mmPerPercent);
        if (missingMm > marginMm) {
            // The more is missing, the surer it is.
            double trust = seenFull ? Math.min(1, missingMm / marginMm / 3) : 1;
            become(percent + trust * (level - percent));
            seenFull = true;
            return;
        }
        double available = percent * (1 - ruled.wiltingPoint() / ruled.fieldCapacity());
        boolean isNearlyFull = level > percent - 2 * FIRST_STEP * available;
        boolean keptAll = missingMm < marginMm / 3;
        double step = isNearlyFull && keptAll ? seenFull ? LATER_STEP : FIRST_STEP : 0;
        become(Math.max(level, percent + step * available));
    }

    private void become(double value) {
        double middle = 100 * ruled.fieldCapacity();
        percent =
                Math.max((1 - FURTHEST_OFF) * middle, Math.min((1 + FURTHEST_OFF) * middle, value));
    }

    /**
     * Soil of the rules (two doubles), capacity (double), seen full (boolean), level (double),
     * unexplained hours (byte), whether there is a wetting (boolean), and of it before, water, both
     * evapotranspirations, sum of levels, last level (double each), dry hours and levels (int
     * each).
     */
    void write(DataOutput out) throws IOException {
        out.writeDouble(ruled.fieldCapacity());
        out.writeDouble(ruled.wiltingPoint());
        out.writeDouble(percent);
        out.writeBoolean(seenFull);
        out.writeDouble(levelPercent);
        out.writeByte(unexplainedHours);
        Wetting current = wetting;
        out.writeBoolean(current != null);
        if (current != null) {
            out.writeDouble(current.beforePercent);
            out.writeDouble(current.waterMm);
            out.writeDouble(current.cropEtMm);
            out.writeDouble(current.cropEtSinceWaterMm);
            out.writeDouble(current.levelSum);
            out.writeDouble(current.lastLevelPercent);
            out.writeInt(current.dryHours);
            out.writeInt(current.levels);
        }
    }

    static FieldCapacity read(DataInput in) throws IOException {
        FieldCapacity capacity = new FieldCapacity(new SoilWater(in.readDouble(), in.readDouble()));
        capacity.percent = in.readDouble();
        capacity.seenFull = in.readBoolean();
        capacity.levelPercent = in.readDouble();
        capacity.unexplainedHours = in.readByte();
        if (in.readBoolean()) {
            Wetting wetting = new Wetting(in.readDouble());
            wetting.waterMm = in.readDouble();
            wetting.cropEtMm = in.readDouble();
            wetting.cropEtSinceWaterMm = in.readDouble();
            wetting.levelSum = in.readDouble();
            wetting.lastLevelPercent = in.readDouble();
            wetting.dryHours = in.readInt();
            wetting.levels = in.readInt();
            capacity.wetting = wetting;
        }
        return capacity;
    }
}
