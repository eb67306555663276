package io.pythoflow.sim.field.soil;

/**
 * The air above the field at one moment.
 *
 * @param temperatureC air, 2 m
 * @param humidityPercent relative
 * @param vapourPressureKPa ea
 * @param windMetersPerSecond at 2 m
 * @param solarWattsPerSquareMeter global shortwave
 * @param clearness Rs/Rso, 1 under a clear sky; by night that of the day
 * @param uvIndex erythemal
 */
public record Conditions(
        double temperatureC,
        double humidityPercent,
        double vapourPressureKPa,
        double windMetersPerSecond,
        double solarWattsPerSquareMeter,
        double clearness,
        double uvIndex) {}
