package io.pythoflow.job.control.valve;

import io.pythoflow.contract.payload.Command;
import io.pythoflow.contract.payload.OriginalCommand;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A command on its way to a device, in the words of the device's protocol: exactly one of {@code
 * command} and {@code original} is set.
 *
 * @param deviceId whose topic it goes to
 * @param commandId drawn once; the original protocol does not carry it
 * @param expiresAt epoch milliseconds; not delivered from then on, whatever the protocol
 */
public record DeviceCommand(
        String deviceId,
        String commandId,
        @Nullable Command command,
        @Nullable OriginalCommand original,
        long expiresAt) {

    public DeviceCommand {
        Objects.requireNonNull(deviceId, "deviceId");
        Objects.requireNonNull(commandId, "commandId");
        if ((command == null) == (original == null)) {
            throw new IllegalArgumentException(
                    "A command to %s is either v1 or original".formatted(deviceId));
        }
    }

    /** To a device of protocol {@code v1}. */
    public static DeviceCommand of(Command command) {
        return new DeviceCommand(
                command.deviceId(), command.commandId(), command, null, command.expiresAt());
    }

    /** To a device of protocol {@code original}. */
    public static DeviceCommand of(
            String deviceId, String commandId, OriginalCommand command, long expiresAt) {
        return new DeviceCommand(deviceId, commandId, null, command, expiresAt);
    }
}
