package io.pythoflow.job.control;

import io.pythoflow.contract.payload.Alert;
import io.pythoflow.job.control.decision.Decision;
import io.pythoflow.job.control.gateway.GatewayEvent;
import io.pythoflow.job.control.valve.DeviceCommand;

/** Where the controller's words go. */
interface ControlOutput {

    /** A row of {@code irrigation_decisions}. */
    void decided(Decision row);

    /** A row of {@code gateway_events}. */
    void event(GatewayEvent row);

    /** To people, and as a row of {@code gateway_events}. */
    void alert(Alert alert);

    /** To the device, once the checkpoint that contains it has completed. */
    void open(DeviceCommand command);

    /**
     * For the device, which must not get it twice: the controller publishes it itself, once it is
     * told that the checkpoint that contains it has completed.
     */
    void prepare(DeviceCommand command);

    /** To the device, at once. */
    void publish(DeviceCommand command);
}
