/**
 * Simulated fields: gateways that publish what their sensors make of the physics, with the faults
 * of real deployments, and obey commands. The command line and the demo start it; it knows the
 * contract and connections, and nothing of brokers or of the job behind them.
 */
@NullMarked
package io.pythoflow.sim.field;

import org.jspecify.annotations.NullMarked;
