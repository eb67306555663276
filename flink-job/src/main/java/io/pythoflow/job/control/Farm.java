package io.pythoflow.job.control;

import io.pythoflow.contract.payload.Alert;
import io.pythoflow.contract.payload.GatewayError.Severity;
import io.pythoflow.contract.rules.Pause;
import io.pythoflow.contract.rules.Zone;
import io.pythoflow.job.control.AlertBook.Subject;
import io.pythoflow.job.control.decision.Gates.Verdict;
import io.pythoflow.job.control.decision.Situation;
import io.pythoflow.job.control.sense.SensorTracks;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the zones share, and how they speak. */
interface Farm {

    ControlSettings settings();

    ControlOutput out();

    /** Passes a situation through the gates. */
    Verdict judge(Situation situation);

    /** Of the rules in force. */
    long rulesVersion();

    List<String> weatherSensors();

    SensorTracks tracks();

    boolean emergencyStop();

    @Nullable Pause pause();

    /** Whether the gateway that speaks for the zone's device is known to be away. */
    boolean isOffline(Zone zone);

    /** Tells people that a trouble began, unless they know. */
    void raise(Alert.Code code, Severity severity, Subject subject, String message, long now);

    /** Tells people that a trouble is over, if they knew of it. */
    void clear(Alert.Code code, Subject subject, String message, long now);
}
