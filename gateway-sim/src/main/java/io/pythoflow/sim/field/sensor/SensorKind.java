package io.pythoflow.sim.field.sensor;

import java.util.List;

/** Which instruments a sensor node carries. */
public enum SensorKind {
    /** Calibrated probes in physical units. */
    CALIBRATED,
    /** The original's node: relative soil humidity, light and UV as counts, no battery. */
    ORIGINAL;

    List<Channel> channels() {
        return switch (this) {
            case CALIBRATED ->
                    List.of(
                            Channel.SOIL_MOISTURE,
                            Channel.SOIL_TEMPERATURE,
                            Channel.TEMPERATURE,
                            Channel.HUMIDITY,
                            Channel.LIGHT,
                            Channel.UV_INDEX,
                            Channel.BATTERY);
            case ORIGINAL ->
                    List.of(
                            Channel.TEMPERATURE,
                            Channel.HUMIDITY,
                            Channel.SOIL_MOISTURE_RELATIVE,
                            Channel.LIGHT,
                            Channel.UV_COUNTS,
                            Channel.SOIL_TEMPERATURE);
        };
    }
}
