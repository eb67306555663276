/** Broker and field in one process, for people who want to see something move. */
@NullMarked
package io.pythoflow.sim.demo;

import org.jspecify.annotations.NullMarked;
