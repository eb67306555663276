/**
 * Devices that obey commands: a valve of protocol v1, which answers, and a node of the original
 * firmware, which does not; and the ways in which both misbehave. Gateways hand them what arrives
 * and give them clock, timers and radio; they know nothing of brokers, sensors or soil.
 */
@NullMarked
package io.pythoflow.sim.field.valve;

import org.jspecify.annotations.NullMarked;
