package io.pythoflow.contract.payload;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * {@code pythoflow.command/1} on {@code irrigation/control/{device_id}/command}, for devices of
 * protocol {@code v1}. The device obeys each id once, refuses it after {@code expiresAt} and closes
 * by itself after {@code durationSeconds}.
 *
 * @param commandId UUIDv5, the same in every repetition
 * @param zoneId null where the command is for the whole device
 * @param identifier of the sensor node that holds the valve, where a device has several
 * @param durationSeconds of OPEN, where it is required; null for any other action
 * @param maxVolumeLiters the device closes earlier once this much has flowed
 * @param issuedAt epoch milliseconds
 * @param expiresAt epoch milliseconds, after {@code issuedAt}
 * @param rulesVersion the rules that were in force
 * @param reason code of the decision, for example {@code SOIL_BELOW_LOW}
 */
public record Command(
        String commandId,
        String deviceId,
        @Nullable String zoneId,
        @Nullable String identifier,
        Action action,
        @Nullable Integer durationSeconds,
        @Nullable Double maxVolumeLiters,
        long issuedAt,
        long expiresAt,
        @Nullable Long rulesVersion,
        @Nullable String decisionId,
        @Nullable String reason) {

    /** What the device is to do. */
    public enum Action {
        OPEN,
        CLOSE,
        STOP_ALL,
        SET_CONFIG
    }

    public Command {
        Objects.requireNonNull(commandId, "commandId");
        Objects.requireNonNull(deviceId, "deviceId");
        Objects.requireNonNull(action, "action");
        if (action == Action.OPEN && (durationSeconds == null || durationSeconds < 1)) {
            throw new IllegalArgumentException(
                    "Command OPEN has duration_s " + durationSeconds + ", give 1 or more");
        }
        if (action != Action.OPEN && durationSeconds != null) {
            throw new IllegalArgumentException(
                    "Command " + action + " has duration_s " + durationSeconds + ", leave it out");
        }
        if (maxVolumeLiters != null && !(maxVolumeLiters > 0)) {
            throw new IllegalArgumentException(
                    "Command has max_volume_l " + maxVolumeLiters + ", give more than 0");
        }
        if (expiresAt <= issuedAt) {
            throw new IllegalArgumentException(
                    "Command expires at "
                            + expiresAt
                            + ", not after it is issued at "
                            + issuedAt
                            + "; give a later expires_ts");
        }
    }
}
