package io.pythoflow.sim.field;

import io.pythoflow.sim.field.soil.FieldPhysics;

/**
 * The clock of messages and that of the field, which begins at 6 in the morning.
 *
 * @param startMillis when the field begins, epoch ms
 * @param timeLapse seconds of the field per second of the clock
 */
record FieldTime(long startMillis, double timeLapse) {

    /** The field's time, seconds since midnight of its first day. */
    double fieldSecondsAt(long millis) {
        return FieldPhysics.START_SECONDS + (millis - startMillis) / 1000.0 * timeLapse;
    }

    /** The first millisecond of the clock at which the field has reached a time. */
    long millisAt(double fieldSeconds) {
        double seconds = (fieldSeconds - FieldPhysics.START_SECONDS) / timeLapse;
        long millis = startMillis + (long) Math.floor(seconds * 1000);
        while (fieldSecondsAt(millis) < fieldSeconds) {
            millis++;
        }
        return millis;
    }

    /** Receivers live on the clock of the wall, the field on its own; in tenths. */
    double clockSeconds(double fieldSeconds) {
        return Math.rint(10 * fieldSeconds / timeLapse) / 10;
    }
}
