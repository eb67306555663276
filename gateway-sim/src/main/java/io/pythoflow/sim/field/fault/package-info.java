/**
 * What goes wrong between a sensor and a broker in real deployments, each fault with a switch of
 * its own and the observation it imitates. Gateways apply them; they know nothing of the field, and
 * switching one on or off changes nothing in the draws of the others.
 */
@NullMarked
package io.pythoflow.sim.field.fault;

import org.jspecify.annotations.NullMarked;
