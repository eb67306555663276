package io.pythoflow.contract.agronomy;

/**
 * The water balance of a root zone as one bucket (FAO-56 chapter 8, single crop coefficient): how
 * many mm it lacks to field capacity. Rain and irrigation fill it, the crop empties it, ever more
 * slowly once the readily available water is used up; what it cannot hold percolates. Runoff and
 * capillary rise are left out (a flat field far above the water table).
 */
public final class SoilWaterBalance {

    private static final double LOWEST_DEPLETION_FRACTION = 0.1;
    private static final double HIGHEST_DEPLETION_FRACTION = 0.8;

    private final double fieldCapacity;
    private final double rootDepthM;
    private final double totalAvailableMm;
    private double depletionMm;

    /**
     * @param soil what holds the water
     * @param rootDepthM Zr, m
     * @param depletionMm Dr at the start, 0 (field capacity) to TAW (wilting point)
     */
    public SoilWaterBalance(SoilWater soil, double rootDepthM, double depletionMm) {
        this.fieldCapacity = soil.fieldCapacity();
        this.rootDepthM = rootDepthM;
        this.totalAvailableMm =
                totalAvailableWater(soil.fieldCapacity(), soil.wiltingPoint(), rootDepthM);
        if (!(depletionMm >= 0 && depletionMm <= totalAvailableMm)) {
            throw new IllegalArgumentException(
                    "Depletion of %s mm is not between 0 and the %s mm that the root zone holds"
                            .formatted(depletionMm, totalAvailableMm));
        }
        this.depletionMm = depletionMm;
    }

    /**
     * What moved in one step, mm.
     *
     * @param stressCoefficient Ks, 1 without stress
     * @param evapotranspirationMm ETa, what the crop really got
     * @param deepPercolationMm DP, what left the root zone below
     */
    public record Fluxes(
            double stressCoefficient, double evapotranspirationMm, double deepPercolationMm) {}

    /** TAW, mm (Eq 82). */
    public static double totalAvailableWater(
            double fieldCapacity, double wiltingPoint, double rootDepthM) {
        return 1000 * (fieldCapacity - wiltingPoint) * rootDepthM;
    }

    /** RAW, mm (Eq 83). */
    public static double readilyAvailableWater(double depletionFraction, double totalAvailableMm) {
        return depletionFraction * totalAvailableMm;
    }

    /** The depletion fraction p for a crop evapotranspiration in mm/day (footnote of Table 22). */
    public static double depletionFraction(double tabled, double cropEtMmPerDay) {
        return Math.max(
                LOWEST_DEPLETION_FRACTION,
                Math.min(HIGHEST_DEPLETION_FRACTION, tabled + 0.04 * (5 - cropEtMmPerDay)));
    }

    /** Ks, 0 to 1 (Eq 84). */
    public static double stressCoefficient(
            double totalAvailableMm, double readilyAvailableMm, double depletionMm) {
        if (depletionMm <= readilyAvailableMm) {
            return 1;
        }
        return Math.max(
                0, (totalAvailableMm - depletionMm) / (totalAvailableMm - readilyAvailableMm));
    }

    /**
     * Moves on by one step of a day or less (Eq 85 to 88).
     *
     * @param cropEtMm ETc of the step, Kc ET0, not negative
     * @param depletionFraction p
     * @param rainMm of the step
     * @param irrigationMm of the step
     */
    public Fluxes advance(
            double cropEtMm, double depletionFraction, double rainMm, double irrigationMm) {
        double stress =
                stressCoefficient(
                        totalAvailableMm,
                        readilyAvailableWater(depletionFraction, totalAvailableMm),
                        depletionMm);
        double waterMm = rainMm + irrigationMm;
        // A long step must not take more than there is.
        double actualMm = Math.min(stress * cropEtMm, totalAvailableMm - depletionMm + waterMm);
        double balanceMm = depletionMm - waterMm + actualMm;
        double percolationMm = Math.max(0, -balanceMm);
        depletionMm = Math.max(0, Math.min(totalAvailableMm, balanceMm));
        return new Fluxes(stress, actualMm, percolationMm);
    }

    /** Dr, mm below field capacity. */
    public double depletionMm() {
        return depletionMm;
    }

    /** TAW, mm. */
    public double totalAvailableMm() {
        return totalAvailableMm;
    }

    /** Mean water content of the root zone θ, % by volume. */
    public double moisturePercent() {
        return 100 * (fieldCapacity - depletionMm / (1000 * rootDepthM));
    }
}
