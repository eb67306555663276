/**
 * What the sensors of a zone say, and which of them are worth believing. The controller asks it
 * before every decision; it knows rules, and neither valves nor demand.
 */
@NullMarked
package io.pythoflow.job.control.sense;

import org.jspecify.annotations.NullMarked;
