package io.pythoflow.contract.payload;

import io.pythoflow.contract.payload.GatewayStatus.ValveState;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * {@code pythoflow.valve_status/1} on {@code irrigation/control/{device_id}/ack}: what a valve is
 * doing, sent when that changes, when the device connects and every now and then. Only the device
 * itself may publish there, so unlike a valve in {@link GatewayStatus} it is believed.
 *
 * @param flowLitersPerMinute as measured; null where nothing measures it
 * @param remainingSeconds until it closes by itself
 * @param lastCommandId the command obeyed last; null after a start of the device
 */
public record ValveStatus(
        String deviceId,
        @Nullable String identifier,
        long timestamp,
        long receivedAt,
        ValveState state,
        @Nullable Double flowLitersPerMinute,
        @Nullable Double remainingSeconds,
        @Nullable String lastCommandId)
        implements GatewayMessage {

    public ValveStatus {
        Objects.requireNonNull(deviceId, "deviceId");
        Objects.requireNonNull(state, "state");
    }

    @Override
    public String sender() {
        return deviceId;
    }
}
