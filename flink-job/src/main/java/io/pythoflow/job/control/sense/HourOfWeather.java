package io.pythoflow.job.control.sense;

import org.jspecify.annotations.Nullable;

/**
 * The weather of one hour, from all sensors that measured it.
 *
 * @param meanC air temperature
 * @param minC lowest reading
 * @param maxC highest reading
 * @param humidityPercent relative, mean; null where nobody measured it, as all that follow
 * @param windMetersPerSecond mean, taken as at 2 m
 * @param solarWattsPerSquareMeter global shortwave, mean
 */
public record HourOfWeather(
        double meanC,
        double minC,
        double maxC,
        @Nullable Double humidityPercent,
        @Nullable Double windMetersPerSecond,
        @Nullable Double solarWattsPerSquareMeter) {}
