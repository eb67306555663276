/**
 * A load generator that knows exactly what it published: an open model with absolute deadlines,
 * resends until acknowledged and a ledger. The load command calls it; it is independent of what
 * reads the messages.
 */
@NullMarked
package io.pythoflow.sim.load;

import org.jspecify.annotations.NullMarked;
