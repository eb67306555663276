package io.pythoflow.job.control;

import io.pythoflow.contract.payload.Alert;
import io.pythoflow.contract.payload.Command;
import io.pythoflow.job.control.decision.Decision;
import io.pythoflow.job.control.gateway.GatewayEvent;
import io.pythoflow.job.control.valve.DeviceCommand;
import org.jspecify.annotations.Nullable;

/** Passes everything on, but for what a fault changes. */
class TamperedOutput implements ControlOutput {
    final ControlOutput next;

    TamperedOutput(ControlOutput next) {
        this.next = next;
    }

    @Override
    public void decided(Decision row) {
        next.decided(row);
    }

    @Override
    public void event(GatewayEvent row) {
        next.event(row);
    }

    @Override
    public void alert(Alert alert) {
        next.alert(alert);
    }

    @Override
    public void open(DeviceCommand command) {
        next.open(command);
    }

    @Override
    public void prepare(DeviceCommand command) {
        next.prepare(command);
    }

    @Override
    public void publish(DeviceCommand command) {
        next.publish(command);
    }

    static boolean isOf(DeviceCommand command, Command.Action action) {
        return command.command() != null && command.command().action() == action;
    }

    /** The same command under another id, or for another time. */
    static DeviceCommand changed(DeviceCommand of, String commandId, @Nullable Integer seconds) {
        Command command = of.command();
        return DeviceCommand.of(
                new Command(
                        commandId,
                        command.deviceId(),
                        command.zoneId(),
                        command.identifier(),
                        command.action(),
                        seconds,
                        command.maxVolumeLiters(),
                        command.issuedAt(),
                        command.expiresAt(),
                        command.rulesVersion(),
                        command.decisionId(),
                        command.reason()));
    }
}
