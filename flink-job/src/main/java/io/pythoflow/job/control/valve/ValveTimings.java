package io.pythoflow.job.control.valve;

import java.io.Serializable;
import java.time.Duration;
import java.util.List;

/**
 * How long a valve's life waits for what. All in milliseconds of the job's clock.
 *
 * @param commandValidityMillis from the decision to the expiry of its OPEN, and of each CLOSE; at
 *     most 120,000
 * @param ackTimeoutMillis from the earliest possible publication to the first answer
 * @param retryPausesMillis before each repetition of an unanswered OPEN, once the first answer is
 *     overdue
 * @param startTimeoutMillis from acceptance to the start
 * @param answerWaitMillis how much later than it must have been made an answer may still arrive
 * @param graceMillis what a run may last longer than ordered, whatever its length
 * @param graceShare what it may last longer in proportion to its length: devices count seconds with
 *     clocks of their own
 * @param noFlowAfterMillis from the start to when water must flow
 * @param flowSettlingMillis from the start to when the flow is that of the open valve
 * @param closedSettlingMillis from the end to when no water may flow
 * @param closeRepeatMillis between repetitions of a CLOSE at first
 * @param closeRepeatLimitMillis between repetitions of a CLOSE at most, while its run may last
 * @param stopRepeatMillis between repetitions of a STOP_ALL at first
 * @param stopRepeatLimitMillis between repetitions of anything at most
 * @param failurePauseMillis from a run that came to nothing to the next order
 * @param moistureWaitMillis from the end to when the soil must be wetter
 */
public record ValveTimings(
        long commandValidityMillis,
        long ackTimeoutMillis,
        List<Long> retryPausesMillis,
        long startTimeoutMillis,
        long answerWaitMillis,
        long graceMillis,
        double graceShare,
        long noFlowAfterMillis,
        long flowSettlingMillis,
        long closedSettlingMillis,
        long closeRepeatMillis,
        long closeRepeatLimitMillis,
        long stopRepeatMillis,
        long stopRepeatLimitMillis,
        long failurePauseMillis,
        long moistureWaitMillis)
        implements Serializable {

    private static final long LONGEST_VALIDITY_MILLIS = 120_000;

    /** What holds in a field. */
    public static final ValveTimings DEFAULTS =
            new ValveTimings(
                    LONGEST_VALIDITY_MILLIS,
                    10_000,
                    List.of(1_000L, 2_000L, 4_000L),
                    10_000,
                    10_000,
                    10_000,
                    0.02,
                    30_000,
                    90_000,
                    15_000,
                    2_000,
                    5_000,
                    2_000,
                    30_000,
                    60_000,
                    30 * 60_000);

    public ValveTimings {
        retryPausesMillis = List.copyOf(retryPausesMillis);
        if (commandValidityMillis < 1 || commandValidityMillis > LONGEST_VALIDITY_MILLIS) {
            throw new IllegalArgumentException(
                    "Commands are valid for %d ms, give 1 to %d"
                            .formatted(commandValidityMillis, LONGEST_VALIDITY_MILLIS));
        }
        if (closeRepeatMillis < 1 || stopRepeatMillis < 1) {
            throw new IllegalArgumentException(
                    "CLOSE repeats after %d ms and STOP_ALL after %d ms, give 1 or more"
                            .formatted(closeRepeatMillis, stopRepeatMillis));
        }
    }

    /** The same, but for how long a device may leave a command unanswered. */
    public ValveTimings withAckTimeout(Duration ackTimeout) {
        long millis = ackTimeout.toMillis();
        return withAnswers(commandValidityMillis, millis, millis, millis);
    }

    /** The same, but for how long after its decision a command may be obeyed. */
    public ValveTimings withCommandValidity(Duration commandValidity) {
        return withAnswers(
                commandValidity.toMillis(), ackTimeoutMillis, startTimeoutMillis, answerWaitMillis);
    }

    private ValveTimings withAnswers(
            long validityMillis, long ackMillis, long startMillis, long waitMillis) {
        return new ValveTimings(
                validityMillis,
                ackMillis,
                retryPausesMillis,
                startMillis,
                waitMillis,
                graceMillis,
                graceShare,
                noFlowAfterMillis,
                flowSettlingMillis,
                closedSettlingMillis,
                closeRepeatMillis,
                closeRepeatLimitMillis,
                stopRepeatMillis,
                stopRepeatLimitMillis,
                failurePauseMillis,
                moistureWaitMillis);
    }

    /** What a run of a length may last longer, before it counts as past its end. */
    long graceMillis(long durationMillis) {
        return graceMillis + Math.round(graceShare * durationMillis);
    }
}
