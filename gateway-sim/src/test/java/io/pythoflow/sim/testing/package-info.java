/** Doubles and fixtures of the simulator's tests. */
@NullMarked
package io.pythoflow.sim.testing;

import org.jspecify.annotations.NullMarked;
