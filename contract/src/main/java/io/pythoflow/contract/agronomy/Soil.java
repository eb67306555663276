package io.pythoflow.contract.agronomy;

import java.util.Locale;

/**
 * How much water a soil holds, volume per volume: the middle of the ranges in FAO-56 Table 19
 * ("Typical soil water characteristics for different soil types").
 */
public enum Soil {
    SAND(0.12, 0.045),
    LOAMY_SAND(0.15, 0.065),
    SANDY_LOAM(0.23, 0.11),
    LOAM(0.25, 0.12),
    SILT_LOAM(0.29, 0.15),
    SILT(0.32, 0.17),
    SILTY_CLAY_LOAM(0.335, 0.205),
    SILTY_CLAY(0.36, 0.23),
    CLAY(0.36, 0.22);

    @SuppressWarnings("ImmutableEnumChecker") // A record of two numbers.
    private final SoilWater water;

    Soil(double fieldCapacity, double wiltingPoint) {
        this.water = new SoilWater(fieldCapacity, wiltingPoint);
    }

    /** What it holds. */
    public SoilWater water() {
        return water;
    }

    /** As typed on the command line: {@code sandy-loam}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
