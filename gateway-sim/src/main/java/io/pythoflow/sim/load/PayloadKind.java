package io.pythoflow.sim.load;

/** The shape of the messages. */
public enum PayloadKind {
    /** A reading with id, sequence, time and units on the sensor's topic. */
    V1,
    /** The original firmware's array on the status topic, without ids and times. */
    LEGACY
}
