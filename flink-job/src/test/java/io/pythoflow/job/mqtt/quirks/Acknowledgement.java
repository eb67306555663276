package io.pythoflow.job.mqtt.quirks;

/**
 * A PUBACK that a client sent.
 *
 * @param at by the broker's clock, milliseconds
 */
public record Acknowledgement(int packetId, long at) {}
