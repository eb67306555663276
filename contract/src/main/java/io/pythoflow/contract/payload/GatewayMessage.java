package io.pythoflow.contract.payload;

import org.jspecify.annotations.Nullable;

/** What a gateway or a device says of itself, apart from readings. */
public sealed interface GatewayMessage
        permits GatewayStatus, GatewayError, Diagnostics, CommandAck, ValveStatus {

    /**
     * The gateway, or the device whose acknowledgement it is; null where the sender did not say.
     */
    @Nullable String sender();

    /** Time of the event, epoch milliseconds; the time of receipt where the sender gave none. */
    long timestamp();

    /** When the source got the message, epoch milliseconds. */
    long receivedAt();
}
