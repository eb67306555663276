package io.pythoflow.contract.agronomy;

import java.util.Locale;

/**
 * What a crop asks of the soil. Stage lengths from FAO-56 Table 11, crop coefficients from Table
 * 12, root depth and depletion fraction from Table 22. Of the two root depths of Table 22 this is
 * the smaller one, which its footnote recommends for irrigation scheduling.
 */
public enum Crop {
    /** Table 11: April/May, Mediterranean. */
    TOMATO(30, 40, 45, 30, 0.6, 1.15, 0.80, 0.7, 0.40),
    /** Table 11: April, Mediterranean. */
    LETTUCE(20, 30, 15, 10, 0.7, 1.00, 0.95, 0.3, 0.30),
    /** Table 11: May, continental climate. */
    POTATO(25, 30, 45, 30, 0.5, 1.15, 0.75, 0.4, 0.35),
    /** Grain. Table 11: April, Spain and California. */
    MAIZE(30, 40, 50, 30, 0.3, 1.20, 0.35, 1.0, 0.55),
    /** Table 11: April, Texas. Kc mid is the middle of 1.15 to 1.20, Kc end that of 0.7 to 0.5. */
    COTTON(30, 50, 55, 45, 0.35, 1.17, 0.60, 1.0, 0.65),
    /** Table 11: May, central USA. */
    SOYBEAN(20, 35, 60, 25, 0.5, 1.15, 0.50, 0.6, 0.50),
    /** Wine. Table 11: April, middle latitudes. */
    GRAPE(30, 60, 40, 80, 0.30, 0.70, 0.45, 1.0, 0.45),
    /** Canopy of 70 %, no ground cover. Table 11: January, Mediterranean. */
    CITRUS(60, 90, 120, 95, 0.70, 0.65, 0.70, 1.2, 0.50),
    /** Winter wheat, soil not frozen. Table 11: November, Mediterranean. */
    WHEAT(30, 140, 40, 30, 0.7, 1.15, 0.25, 1.5, 0.55);

    private final int initialDays;
    private final int developmentDays;
    private final int midDays;
    private final int lateDays;
    private final double initialCoefficient;
    private final double midCoefficient;
    private final double endCoefficient;
    private final double rootDepthM;
    private final double depletionFraction;

    Crop(
            int initialDays,
            int developmentDays,
            int midDays,
            int lateDays,
            double initialCoefficient,
            double midCoefficient,
            double endCoefficient,
            double rootDepthM,
            double depletionFraction) {
        this.initialDays = initialDays;
        this.developmentDays = developmentDays;
        this.midDays = midDays;
        this.lateDays = lateDays;
        this.initialCoefficient = initialCoefficient;
        this.midCoefficient = midCoefficient;
        this.endCoefficient = endCoefficient;
        this.rootDepthM = rootDepthM;
        this.depletionFraction = depletionFraction;
    }

    /** Days from planting to harvest. */
    public int seasonDays() {
        return initialDays + developmentDays + midDays + lateDays;
    }

    /**
     * Single crop coefficient Kc on a day after planting (Eq 66): constant in the initial and the
     * mid stage, straight lines between them and to the end; after the harvest the next season
     * begins.
     */
    public double coefficient(double daysAfterPlanting) {
        double day = daysAfterPlanting % seasonDays();
        if (day < initialDays) {
            return initialCoefficient;
        }
        day -= initialDays;
        if (day < developmentDays) {
            return between(initialCoefficient, midCoefficient, day / developmentDays);
        }
        day -= developmentDays;
        if (day < midDays) {
            return midCoefficient;
        }
        return between(midCoefficient, endCoefficient, (day - midDays) / lateDays);
    }

    /** Kc mid, that of a crop whose age is not known. */
    public double midCoefficient() {
        return midCoefficient;
    }

    /** Root depth Zr, m. */
    public double rootDepthM() {
        return rootDepthM;
    }

    /** Depletion fraction p at 5 mm/day. */
    public double depletionFraction() {
        return depletionFraction;
    }

    /** As typed on the command line: {@code tomato}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static double between(double from, double to, double share) {
        return from + (to - from) * share;
    }
}
