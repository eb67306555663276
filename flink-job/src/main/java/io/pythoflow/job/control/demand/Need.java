package io.pythoflow.job.control.demand;

import org.jspecify.annotations.Nullable;

/**
 * What a zone needs.
 *
 * @param thirsty whether it should be watered
 * @param enough whether watering may stop before its time
 * @param low threshold, in the zone's unit; null where none applies
 * @param high threshold, in the zone's unit; null where none applies
 * @param depletionMm Dr, of the balance where there is one, else as measured; null where neither
 * @param totalAvailableMm TAW; null where the depletion is
 * @param et0Mm reference evapotranspiration of the last whole local day; null where unknown
 * @param share how urgent, 0 to 1: Dr/TAW, or where that is unknown how far below {@code high}
 * @param deficitMm what refills the root zone to its target; null where unknown
 * @param reason {@link #SOIL_DRY} or {@link #DEPLETED} of a thirsty zone; else {@link #ABOVE_LOW},
 *     {@link #CONFIRMING} or {@link #UNKNOWN}
 * @param explanation a sentence with the numbers
 */
public record Need(
        boolean thirsty,
        boolean enough,
        @Nullable Double low,
        @Nullable Double high,
        @Nullable Double depletionMm,
        @Nullable Double totalAvailableMm,
        @Nullable Double et0Mm,
        double share,
        @Nullable Double deficitMm,
        String reason,
        String explanation) {

    /** Moisture is below its threshold, or has been and has not recovered yet. */
    public static final String SOIL_DRY = "soil_dry";

    /** The readily available water is used up. */
    public static final String DEPLETED = "depleted";

    /** There is enough water. */
    public static final String ABOVE_LOW = "above_low";

    /** Below the threshold, not yet for as many readings as the rules want. */
    public static final String CONFIRMING = "confirming";

    /** What it takes to say is not known. */
    public static final String UNKNOWN = "unknown";
}
