/**
 * What operators do: check rules, publish them, look at them, press the emergency stop and lift it.
 * Works on the retained system document alone, so it needs no job; knows no other command.
 */
@NullMarked
package io.pythoflow.sim.rules;

import org.jspecify.annotations.NullMarked;
