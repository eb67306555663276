package io.pythoflow.job.control.decision;

/**
 * What a decision has to pass, in this order; the first that is shut is the reason. The names are
 * those of the table's {@code gates} and {@code reason}, in lower case.
 */
public enum Gate {
    /** Somebody has pressed the emergency stop. */
    EMERGENCY_STOP,
    /** The zone, or the control loop, is off. */
    DISABLED,
    /** The farm or the zone is paused. */
    PAUSED,
    /** The valve failed too often, or leaks, until somebody resets it. */
    MAINTENANCE_LOCKOUT,
    /** The gateway is not there. */
    GATEWAY_OFFLINE,
    /** The valve is open, was ordered to be, or what it is doing is not known yet. */
    VALVE_BUSY,
    /** Too few sensors are fresh and healthy. */
    SENSORS,
    /** It freezes, or has not been warmer long enough. */
    FROST,
    /** It rains, or has rained enough. */
    RAIN,
    /** Outside the allowed hours. */
    QUIET_HOURS,
    /** The last watering is too recent. */
    MIN_REST,
    /** The day's open time is used up. */
    DAILY_RUN_CAP,
    /** The day's water is used up. */
    DAILY_VOLUME_CAP,
    /** The pump has nothing left for this zone. */
    PUMP_CAPACITY,
    /** There is enough water in the soil. */
    DEMAND
}
