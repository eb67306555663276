package io.pythoflow.sim.field;

import io.pythoflow.sim.field.fault.FaultPlan;
import io.pythoflow.sim.field.soil.FieldPhysics;
import io.pythoflow.sim.field.valve.Misbehaviours;

/**
 * What the gateways of a field share.
 *
 * @param startMillis when they are switched on, epoch ms
 */
record World(
        FieldConfig config,
        FieldPhysics physics,
        FaultPlan faults,
        Misbehaviours misbehaviours,
        Schedule schedule,
        Outbox outbox,
        long startMillis) {}
