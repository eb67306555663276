package io.pythoflow.job.control;

import io.pythoflow.contract.payload.Alert;
import io.pythoflow.contract.payload.GatewayError.Severity;
import io.pythoflow.job.control.decision.Decision;
import io.pythoflow.job.control.valve.DeviceCommand;
import io.pythoflow.job.control.valve.ValveEvents;
import io.pythoflow.job.control.valve.ValveRun;

/** The words to whole devices: they only ever stop. */
final class NoValveEvents implements ValveEvents {

    private final ControlOutput out;

    NoValveEvents(ControlOutput out) {
        this.out = out;
    }

    @Override
    public void publish(DeviceCommand command) {
        out.publish(command);
    }

    @Override
    public void open(DeviceCommand command) {
        throw onlyZones("opens");
    }

    @Override
    public void prepare(DeviceCommand command) {
        throw onlyZones("opens");
    }

    @Override
    public void ended(ValveRun run, Decision.Outcome outcome) {
        throw onlyZones("has runs");
    }

    @Override
    public void alert(Alert.Code code, Alert.State state, Severity severity, String message) {
        throw onlyZones("gives rise to " + code);
    }

    private static IllegalStateException onlyZones(String what) {
        return new IllegalStateException("Only the valve of a zone " + what);
    }
}
