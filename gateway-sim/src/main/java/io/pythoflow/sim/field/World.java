package io.pythoflow.sim.field;

import io.pythoflow.sim.field.fault.FaultPlan;
import io.pythoflow.sim.field.soil.FieldPhysics;
import io.pythoflow.sim.field.valve.Misbehaviours;
import java.util.OptionalLong;

/**
 * What the gateways of a field share.
 *
 * @param time when they are switched on, and how it runs
 * @param drainedAtMillis when everything that they say comes out of their buffers, epoch ms; empty
 *     where they say it when it happens
 */
record World(
        FieldConfig config,
        FieldPhysics physics,
        FaultPlan faults,
        Misbehaviours misbehaviours,
        Schedule schedule,
        Outbox outbox,
        FieldTime time,
        OptionalLong drainedAtMillis) {

    /** When the gateways are switched on, epoch ms. */
    long startMillis() {
        return time.startMillis();
    }
}
