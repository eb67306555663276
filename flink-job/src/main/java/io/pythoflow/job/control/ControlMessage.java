package io.pythoflow.job.control;

import io.pythoflow.contract.payload.Alert;
import io.pythoflow.job.control.valve.DeviceCommand;
import org.jspecify.annotations.Nullable;

/**
 * What goes to the broker at once, whether a checkpoint completes or not: exactly one of {@code
 * command} and {@code alert} is set.
 *
 * @param command anything but an OPEN, which waits for its checkpoint
 */
public record ControlMessage(@Nullable DeviceCommand command, @Nullable Alert alert) {

    public ControlMessage {
        if ((command == null) == (alert == null)) {
            throw new IllegalArgumentException(
                    "A control message is either a command or an alert, not command %s with alert %s"
                            .formatted(command, alert));
        }
    }

    public static ControlMessage of(DeviceCommand command) {
        return new ControlMessage(command, null);
    }

    public static ControlMessage of(Alert alert) {
        return new ControlMessage(null, alert);
    }
}
