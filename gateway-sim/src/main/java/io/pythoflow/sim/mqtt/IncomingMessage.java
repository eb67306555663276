package io.pythoflow.sim.mqtt;

/**
 * A message that the broker delivered.
 *
 * @param topic it was published on
 * @param payload not to be modified
 * @param retained whether the broker had kept it from before the subscription
 */
public record IncomingMessage(String topic, byte[] payload, boolean retained) {}
