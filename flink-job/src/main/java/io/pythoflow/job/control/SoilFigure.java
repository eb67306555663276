package io.pythoflow.job.control;

/** What a replay says of the soil of a zone. */
public enum SoilFigure {
    /** Recorded soil: water that the flow sensor measured. */
    MEASURED_LITERS,
    /** Recorded soil: what of it reached the roots. */
    MEASURED_MM,
    /** Modelled soil, as all that follow: hours that passed; 0 where it never began. */
    HOURS,
    BEGAN_PERCENT,
    ENDED_PERCENT,
    LOWEST_PERCENT,
    /** Dr/TAW at the lowest moisture, 0 to 1. */
    DEEPEST_SHARE,
    GIVEN_MM,
    RAIN_MM,
    /** What the crop got. */
    CROP_MM,
    /** What it would have got of a soil that is wet enough. */
    CROP_WANTED_MM,
    PERCOLATED_MM,
    /** Hours in which the readily available water was used up. */
    STRESSED_HOURS,
    /** Hours without weather to compute evapotranspiration from. */
    UNKNOWN_HOURS
}
