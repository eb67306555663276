/**
 * Simulated fields: gateways that publish what their sensors make of the physics, with the faults
 * of real deployments. The command line and the demo start it; it knows the contract and a way to
 * publish, and nothing of brokers or of the job that reads it.
 */
@NullMarked
package io.pythoflow.sim.field;

import org.jspecify.annotations.NullMarked;
