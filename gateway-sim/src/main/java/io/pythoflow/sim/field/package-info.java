/** Simulated fields and gateways. */
@NullMarked
package io.pythoflow.sim.field;

import org.jspecify.annotations.NullMarked;
