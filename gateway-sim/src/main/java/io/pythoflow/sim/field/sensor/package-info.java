/**
 * Sensors that look at the truth of a zone and get it a little wrong, as cheap ones do. Gateways
 * ask them; they know nothing of messages, nor of the faults that a deployment adds on top.
 */
@NullMarked
package io.pythoflow.sim.field.sensor;

import org.jspecify.annotations.NullMarked;
