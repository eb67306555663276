package io.pythoflow.sim.field.soil;

/**
 * What is true in a zone at one moment, before any sensor looks at it.
 *
 * @param fieldSeconds the moment, seconds since midnight of the start date; soil and air are those
 *     of the last whole minute before it
 * @param moisturePercent water content of the root zone, % by volume
 * @param relativeMoisturePercent between the driest (0) and the wettest (100) this soil gets
 * @param soilTemperatureC at 20 cm
 * @param air above the zone
 * @param rainMm total since the start
 * @param irrigationLiters total through the valve since the start
 */
public record ZoneTruth(
        double fieldSeconds,
        double moisturePercent,
        double relativeMoisturePercent,
        double soilTemperatureC,
        Conditions air,
        double rainMm,
        double irrigationLiters) {}
