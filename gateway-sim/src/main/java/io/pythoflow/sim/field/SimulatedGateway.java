package io.pythoflow.sim.field;

/** A gateway of the field: samples its sensors when the schedule says so and fills the outbox. */
interface SimulatedGateway {

    String id();

    /** What the broker says when the gateway is gone. */
    byte[] lastWill();

    /** Registers everything that recurs; called once, before the first time. */
    void start(Schedule schedule);

    /** Says goodbye. */
    void stop(long nowMillis);
}
