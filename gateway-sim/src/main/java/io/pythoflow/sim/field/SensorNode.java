package io.pythoflow.sim.field;

import io.pythoflow.sim.field.fault.SensorFaults;
import io.pythoflow.sim.field.sensor.FieldSensor;
import io.pythoflow.sim.field.soil.Zone;

/** A sensor, where it stands and what goes wrong with it. */
record SensorNode(FieldSensor sensor, Zone zone, SensorFaults faults) {}
