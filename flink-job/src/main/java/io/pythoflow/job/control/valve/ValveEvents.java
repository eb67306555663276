package io.pythoflow.job.control.valve;

import io.pythoflow.contract.payload.Alert;
import io.pythoflow.contract.payload.GatewayError.Severity;
import io.pythoflow.job.control.decision.Decision;

/** What a valve's life gives rise to. */
public interface ValveEvents {

    /** An OPEN for the first time: published once the checkpoint that contains it has completed. */
    void open(DeviceCommand command);

    /**
     * An OPEN that must not be published twice: it follows as a {@link #publish}, once {@link
     * ValveLife#committed} says that the checkpoint that contains it has completed.
     */
    void prepare(DeviceCommand command);

    /** Anything else, and an OPEN once more that was published before: published at once. */
    void publish(DeviceCommand command);

    /** The run of a decision has ended, one way or another; once for each run. */
    void ended(ValveRun run, Decision.Outcome outcome);

    /** Something a person should know; {@code state} RAISED once and CLEARED once. */
    void alert(Alert.Code code, Alert.State state, Severity severity, String message);
}
