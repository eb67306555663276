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
 * @param evaluationInterval a zone without news is evaluated again after it
 * @param decisionInterval evaluations without news become one row within it
 * @param gatewaySilence a gateway is offline after it
 * @param timings of the valves
 */
public record ControlSettings(
        ControlMode mode,
        String label,
        Duration evaluationInterval,
        Duration decisionInterval,
        Duration gatewaySilence,
        ValveTimings timings)
        implements Serializable {

    /** In the {@code mode} column of an evaluation of the past. */
    public static final String EVALUATE = "evaluate";

    private static final Duration LIVE_INTERVAL = Duration.ofSeconds(1);

    /** Time alone changes little within it, and a month has 259,200 of them. */
    private static final Duration PAST_INTERVAL = Duration.ofSeconds(10);

    /** Longer than any past: readings do not tell whether their gateway spoke between them. */
    private static final Duration NEVER = Duration.ofDays(366_000);

    /** Of the live job. */
    public static ControlSettings live(
            ControlMode mode,
            Duration decisionInterval,
            Duration gatewaySilence,
            ValveTimings timings) {
        return new ControlSettings(
                mode, "advise", LIVE_INTERVAL, decisionInterval, gatewaySilence, timings);
    }

    /**
     * Of an evaluation of the past: decides, and opens nothing. A gateway that was away shows in
     * the silence of its sensors.
     */
    public static ControlSettings evaluate(Duration decisionInterval) {
        return new ControlSettings(
                ControlMode.ADVISE,
                EVALUATE,
                PAST_INTERVAL,
                decisionInterval,
                NEVER,
                ValveTimings.DEFAULTS);
    }
}
