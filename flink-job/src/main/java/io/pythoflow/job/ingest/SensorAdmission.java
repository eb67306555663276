package io.pythoflow.job.ingest;

import java.util.function.LongConsumer;

/**
 * Bounds how many sensors never seen before are let in within an hour, so that a sender of random
 * ids cannot fill the state. Sensors are known by a 64-bit hash of their id. One not heard of for a
 * whole day is forgotten, between one and two days after its last reading, and counts as new when
 * it comes back.
 *
 * <p>Not thread-safe.
 */
final class SensorAdmission {

    private static final long HOUR_MS = 3_600_000;
    private static final long DAY_MS = 24 * HOUR_MS;

    private final int maxNewPerHour;
    private KnownSensors today = new KnownSensors();
    private KnownSensors yesterday = new KnownSensors();
    private long day = Long.MIN_VALUE;
    private long nextHourAt = Long.MIN_VALUE;
    private int newThisHour;

    /**
     * @param maxNewPerHour at least 1
     */
    SensorAdmission(int maxNewPerHour) {
        this.maxNewPerHour = maxNewPerHour;
    }

    /**
     * Whether a reading of this sensor may pass.
     *
     * @param sensor hash of its id
     * @param nowMs epoch milliseconds; hours and days are those of UTC
     */
    boolean admits(long sensor, long nowMs) {
        if (nowMs >= nextHourAt) {
            turn(nowMs);
        }
        if (today.contains(sensor)) {
            return true;
        }
        if (!yesterday.contains(sensor)) {
            if (newThisHour >= maxNewPerHour) {
                return false;
            }
            newThisHour++;
        }
        today.add(sensor);
        return true;
    }

    /** Tells every sensor known, once, for a snapshot. */
    void forEachKnown(LongConsumer action) {
        today.forEach(action);
        yesterday.forEach(
                sensor -> {
                    if (!today.contains(sensor)) {
                        action.accept(sensor);
                    }
                });
    }

    /** Makes a sensor known that a snapshot held. */
    void restore(long sensor) {
        today.add(sensor);
    }

    int size() {
        return today.size() + yesterday.size();
    }

    private void turn(long nowMs) {
        nextHourAt = (Math.floorDiv(nowMs, HOUR_MS) + 1) * HOUR_MS;
        newThisHour = 0;
        long current = Math.floorDiv(nowMs, DAY_MS);
        if (current > day) {
            if (day != Long.MIN_VALUE) {
                yesterday = current == day + 1 ? today : new KnownSensors();
                today = new KnownSensors();
            }
            day = current;
        }
    }
}
