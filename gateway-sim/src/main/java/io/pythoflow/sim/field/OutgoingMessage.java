package io.pythoflow.sim.field;

/**
 * A message that a gateway hands to its connection.
 *
 * @param gatewayId who
 * @param topic where
 * @param payload what; not to be modified
 * @param sendMillis when, epoch ms
 */
public record OutgoingMessage(String gatewayId, String topic, byte[] payload, long sendMillis) {}
