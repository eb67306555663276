package io.pythoflow.sim.mqtt;

/** What the broker publishes, at QoS 1 and not retained, when the connection ends unannounced. */
public record LastWill(String topic, byte[] payload) {}
