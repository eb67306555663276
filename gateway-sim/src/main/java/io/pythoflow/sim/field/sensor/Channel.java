package io.pythoflow.sim.field.sensor;

import io.pythoflow.contract.metric.Metric;
import io.pythoflow.sim.field.soil.ZoneTruth;
import java.util.function.ToDoubleFunction;

/**
 * What a sensor node measures, and how well.
 *
 * @param metric as reported
 * @param truth what a perfect instrument would show
 * @param accuracy of the real one
 */
record Channel(Metric metric, ToDoubleFunction<ZoneTruth> truth, Accuracy accuracy) {

    /**
     * Capacitive or FDR probe after soil calibration: ±1 to 2 % by volume, -0.1 % per °C (TEROS 12
     * and 10HS lose 0.015 to 0.02 m³/m³ from 4 to 14 °C), drifting within months, 0.1 % resolution.
     */
    static final Channel SOIL_MOISTURE =
            new Channel(
                    Metric.SOIL_MOISTURE,
                    ZoneTruth::moisturePercent,
                    new Accuracy(0.02, 0.8, 0.01, -0.1, 0.05, 0.3, 0.7, 10, 0, 60));

    /** HL-69 resistive probe, mapped to whole percents between dry and wet. */
    static final Channel SOIL_MOISTURE_RELATIVE =
            new Channel(
                    Metric.SOIL_MOISTURE_RELATIVE,
                    ZoneTruth::relativeMoisturePercent,
                    new Accuracy(0.05, 2.5, 0.05, -0.2, 0.1, 1, 0.7, 1, 0, 100));

    /** DS18B20: ±0.5 °C, 12 bits of 1/16 °C. */
    static final Channel SOIL_TEMPERATURE =
            new Channel(
                    Metric.SOIL_TEMPERATURE,
                    ZoneTruth::soilTemperatureC,
                    Accuracy.simple(0.2, 0.04, 16, -55, 125));

    /** DHT22: ±0.5 °C, tenths. */
    static final Channel TEMPERATURE =
            new Channel(
                    Metric.TEMPERATURE,
                    zone -> zone.air().temperatureC(),
                    Accuracy.simple(0.25, 0.1, 10, -40, 80));

    /** DHT22: ±2 to 5 % relative humidity, tenths. */
    static final Channel HUMIDITY =
            new Channel(
                    Metric.HUMIDITY,
                    zone -> zone.air().humidityPercent(),
                    Accuracy.simple(1.5, 0.4, 10, 0, 100));

    /** Photoresistor against 10 kΩ on a 10-bit converter. */
    static final Channel LIGHT =
            new Channel(
                    Metric.LIGHT, Channel::photoresistorCounts, Accuracy.simple(6, 2, 1, 0, 1023));

    /** GUVA-S12SD converted to the UV index. */
    static final Channel UV_INDEX =
            new Channel(
                    Metric.UV_INTENSITY,
                    zone -> zone.air().uvIndex(),
                    Accuracy.simple(0.05, 0.05, 10, 0, 20));

    /** GUVA-S12SD as it comes: 0.1 V per UV index, 10 bits over 3.3 V. */
    static final Channel UV_COUNTS =
            new Channel(
                    Metric.UV_INTENSITY,
                    zone -> zone.air().uvIndex() * 0.1 / 3.3 * 1023,
                    Accuracy.simple(1, 1, 1, 0, 1023));

    /** Lithium cell with a small solar panel: fullest in the afternoon. */
    static final Channel BATTERY =
            new Channel(
                    Metric.BATTERY,
                    Channel::cellVolts,
                    Accuracy.simple(0.03, 0.004, 100, 2.8, 4.2));

    private static final double LUX_PER_WATT = 120;
    private static final double MOONLIGHT_LUX = 0.1;

    /** A GL5528: 10 kΩ at 10 lux, falling with lux to the power of 0.7. */
    private static double photoresistorCounts(ZoneTruth zone) {
        double lux = Math.max(MOONLIGHT_LUX, LUX_PER_WATT * zone.air().solarWattsPerSquareMeter());
        double ohms = 10_000 * Math.pow(lux / 10, -0.7);
        return 1023 * 10_000 / (10_000 + ohms);
    }

    private static double cellVolts(ZoneTruth zone) {
        double hour = (zone.fieldSeconds() / 3600) % 24;
        return 3.9 + 0.12 * Math.cos(2 * Math.PI * (hour - 16) / 24);
    }
}
