/** How long the control loop takes from a reading to a command. */
@NullMarked
package io.pythoflow.bench.command;

import org.jspecify.annotations.NullMarked;
