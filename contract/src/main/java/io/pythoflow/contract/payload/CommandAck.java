package io.pythoflow.contract.payload;

import org.jspecify.annotations.Nullable;

/**
 * {@code pythoflow.command_ack/1} on {@code irrigation/control/{device_id}/ack}: what became of a
 * command.
 */
public record CommandAck(
        String commandId,
        @Nullable String deviceId,
        @Nullable String zoneId,
        long timestamp,
        long receivedAt,
        State state,
        @Nullable Double actualDurationSeconds,
        @Nullable Double volumeLiters,
        @Nullable String code,
        @Nullable String message)
        implements GatewayMessage {

    /** Progress of a command, never backwards. */
    public enum State {
        ACCEPTED,
        STARTED,
        COMPLETED,
        REJECTED,
        ABORTED,
        EXPIRED,
        DUPLICATE
    }

    @Override
    public @Nullable String sender() {
        return deviceId;
    }
}
