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
 * @param advice what becomes of runs that are only advised
 */
public record ControlSettings(
        ControlMode mode,
        String label,
        Duration evaluationInterval,
        Duration decisionInterval,
        Duration gatewaySilence,
        ValveTimings timings,
        Advice advice)
        implements Serializable {

    /** What becomes of runs that are only advised. */
    public enum Advice {
        /** Nobody waters by it: the soil's balance learns nothing of it. */
        IGNORED,
        /** It is followed, in a soil that is modelled: its water is in the soil when it ends. */
        TAKEN
    }

    /** In the {@code mode} column of an evaluation of the past. */
    public static final String EVALUATE = "evaluate";

    private static final Duration LIVE_INTERVAL = Duration.ofSeconds(1);

    /** Time alone changes little within it, and evaluating is what a replay takes long for. */
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
                mode,
                "advise",
                LIVE_INTERVAL,
                decisionInterval,
                gatewaySilence,
                timings,
                Advice.IGNORED);
    }

    /**
     * Of an evaluation of the past: decides, and opens nothing. A gateway that was away shows in
     * the silence of its sensors.
     */
    public static ControlSettings evaluate(Duration decisionInterval, Advice advice) {
        return new ControlSettings(
                ControlMode.ADVISE,
                EVALUATE,
                PAST_INTERVAL,
                decisionInterval,
                NEVER,
                ValveTimings.DEFAULTS,
                advice);
    }
}
