/**
 * Repeatable randomness: every part of the field draws from a stream of its own, named after it, so
 * switching one part off changes nothing in the others. Called by everything in the field; knows
 * nothing of what the numbers are for.
 */
@NullMarked
package io.pythoflow.sim.field.random;

import org.jspecify.annotations.NullMarked;
