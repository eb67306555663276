package io.pythoflow.job.control;

import io.pythoflow.contract.rules.ControlMode;
import io.pythoflow.job.control.valve.ValveTimings;
import java.io.Serializable;
import java.time.Duration;

/**
 * How the controller behaves, whatever the rules say.
 *
 * @param mode at most this is done
 * @param label of the {@code mode} column where nothing is opened: advise, or evaluate
 * @param decisionInterval evaluations without news become one row within it
 * @param gatewaySilence a gateway is offline after it
 * @param timings of the valves
 */
public record ControlSettings(
        ControlMode mode,
        String label,
        Duration decisionInterval,
        Duration gatewaySilence,
        ValveTimings timings)
        implements Serializable {

    /** In the {@code mode} column of an evaluation of the past. */
    public static final String EVALUATE = "evaluate";

    /** Of the live job. */
    public static ControlSettings live(
            ControlMode mode,
            Duration decisionInterval,
            Duration gatewaySilence,
            ValveTimings timings) {
        return new ControlSettings(mode, "advise", decisionInterval, gatewaySilence, timings);
    }

    /** Of an evaluation of the past: decides, and opens nothing. */
    public static ControlSettings evaluate(Duration decisionInterval, Duration gatewaySilence) {
        return new ControlSettings(
                ControlMode.ADVISE,
                EVALUATE,
                decisionInterval,
                gatewaySilence,
                ValveTimings.DEFAULTS);
    }
}
