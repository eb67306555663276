package io.pythoflow.job.control.season;

import io.pythoflow.contract.agronomy.SoilWater;
import io.pythoflow.contract.agronomy.SoilWaterBalance;

/**
 * The root zone as it is: two layers, of which the upper one is wetted first and emptied first, and
 * which drain slowly: for hours after a soaking there is more water than field capacity. The crop
 * suffers by FAO-56 (Eq 84), from what both layers hold together.
 */
public final class TrueSoil {
    private static final double UPPER_SHARE = 0.5;
    private static final double UPPER_UPTAKE = 0.6;
    private static final double DRAINING_HOURS = 4;

    /** Pore space as a multiple of field capacity. */
    private static final double PORES = 1.5;

    private final Layer upper;
    private final Layer lower;
    private final double totalMm;
    private final double rootDepthM;
    private double stress = 1;

    private static final class Layer {
        final double wiltingMm;
        final double capacityMm;
        double waterMm;

        Layer(SoilWater soil, double depthM, double filled) {
            wiltingMm = 1000 * soil.wiltingPoint() * depthM;
            capacityMm = 1000 * soil.fieldCapacity() * depthM;
            waterMm = wiltingMm + filled * (capacityMm - wiltingMm);
        }

        /** What leaves it below, mm. */
        double drain(double hours) {
            double overMm = Math.max(0, waterMm - PORES * capacityMm);
            double slowMm =
                    Math.max(0, waterMm - overMm - capacityMm)
                            * (1 - Math.exp(-hours / DRAINING_HOURS));
            waterMm -= overMm + slowMm;
            return overMm + slowMm;
        }

        double availableMm() {
            return Math.max(0, waterMm - wiltingMm);
        }
    }

    /**
     * @param soil as it is
     * @param depletedShare Dr / TAW at the start
     */
    public TrueSoil(SoilWater soil, double rootDepthM, double depletedShare) {
        this.rootDepthM = rootDepthM;
        upper = new Layer(soil, UPPER_SHARE * rootDepthM, 1 - depletedShare);
        lower = new Layer(soil, (1 - UPPER_SHARE) * rootDepthM, 1 - depletedShare);
        totalMm =
                SoilWaterBalance.totalAvailableWater(
                        soil.fieldCapacity(), soil.wiltingPoint(), rootDepthM);
    }

    /**
     * Moves on.
     *
     * @param cropEtMm ETc of the time
     * @param depletionFraction p
     * @param waterMm rain and irrigation of the time
     * @return what percolated below the roots, mm
     */
    public double advance(double hours, double cropEtMm, double depletionFraction, double waterMm) {
        stress =
                SoilWaterBalance.stressCoefficient(
                        totalMm,
                        SoilWaterBalance.readilyAvailableWater(depletionFraction, totalMm),
                        depletionMm());
        upper.waterMm += waterMm;
        lower.waterMm += upper.drain(hours);
        double percolatedMm = lower.drain(hours);
        double fromUpper = UPPER_UPTAKE * upper.availableMm();
        double fromLower = (1 - UPPER_UPTAKE) * lower.availableMm();
        double actualMm = stress * cropEtMm;
        if (fromUpper + fromLower > 0) {
            double upperMm = actualMm * fromUpper / (fromUpper + fromLower);
            upper.waterMm -= upperMm;
            lower.waterMm -= actualMm - upperMm;
        }
        return percolatedMm;
    }

    /** Dr, mm; below zero while more than field capacity is there. */
    public double depletionMm() {
        return upper.capacityMm + lower.capacityMm - upper.waterMm - lower.waterMm;
    }

    /** TAW, mm. */
    public double totalAvailableMm() {
        return totalMm;
    }

    /** Ks of the last step. */
    public double stressCoefficient() {
        return stress;
    }

    /**
     * What a perfect probe would read, % by volume.
     *
     * @param upperShare of its length that stands in the upper layer
     */
    public double moisturePercent(double upperShare) {
        double upperPercent = upper.waterMm / (10 * UPPER_SHARE * rootDepthM);
        double lowerPercent = lower.waterMm / (10 * (1 - UPPER_SHARE) * rootDepthM);
        return upperShare * upperPercent + (1 - upperShare) * lowerPercent;
    }
}
