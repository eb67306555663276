package io.pythoflow.sim.field;

import java.util.Locale;

/** What the gateways run. */
public enum Firmware {
    /** One object per reading on the sensor's topic, with ids, times and units. */
    V1,
    /** The original PythoFlow's: one array per gateway on the status topic, without times. */
    ORIGINAL;

    /** As typed on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
