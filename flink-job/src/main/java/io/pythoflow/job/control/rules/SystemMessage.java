package io.pythoflow.job.control.rules;

import java.util.Objects;

/**
 * A message on {@code irrigation/system/updates} that may be an order.
 *
 * @param payload as received; empty where the retained message was removed
 * @param retained the broker keeps it, or kept it, as the topic's message
 * @param receivedAt epoch milliseconds
 */
public record SystemMessage(byte[] payload, boolean retained, long receivedAt) {
    public SystemMessage {
        Objects.requireNonNull(payload, "payload");
    }
}
