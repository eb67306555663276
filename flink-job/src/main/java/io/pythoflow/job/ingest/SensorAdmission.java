package io.pythoflow.job.ingest;

import java.util.HashSet;
import java.util.Set;

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
    private Set<Long> today = new HashSet<>();
    private Set<Long> yesterday = new HashSet<>();
    private long day = Long.MIN_VALUE;
    private long hour = Long.MIN_VALUE;
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
        turn(nowMs);
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

    /** Every sensor known, for a snapshot. */
    Iterable<Long> known() {
        Set<Long> known = new HashSet<>(yesterday);
        known.addAll(today);
        return known;
    }

    /** Makes a sensor known that a snapshot held. */
    void restore(long sensor) {
        today.add(sensor);
    }

    int size() {
        return today.size() + yesterday.size();
    }

    private void turn(long nowMs) {
        if (Math.floorDiv(nowMs, HOUR_MS) > hour) {
            hour = Math.floorDiv(nowMs, HOUR_MS);
            newThisHour = 0;
        }
        long current = Math.floorDiv(nowMs, DAY_MS);
        if (current > day) {
            if (day != Long.MIN_VALUE) {
                yesterday = current == day + 1 ? today : new HashSet<>();
                today = new HashSet<>();
            }
            day = current;
        }
    }
}
