package io.pythoflow.job.control.decision;

import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One row of {@code irrigation_decisions}: an evaluation of a zone, or what became of the run that
 * one ordered.
 *
 * @param decisionId of the evaluation; its outcome carries the same
 * @param decidedAt epoch milliseconds, of the evaluation
 * @param recordedAt epoch milliseconds, of this row
 * @param localDate of {@code decidedAt} in the zone's time, YYYY-MM-DD
 * @param kind evaluation or outcome
 * @param trigger what led to it: reading, time, rules, manual, pulse, answer, restart
 * @param mode act, advise, off or evaluate; of an outcome, the run's
 * @param rulesVersion in force
 * @param evaluations since the zone's row before, this one included; those between had the result
 *     of the row before. 0 of an outcome
 * @param inputs what was seen
 * @param gates by name, in lower case: passed, failed, or skipped where an earlier one had failed
 * @param action OPEN or NONE of an evaluation; of an outcome, what was ordered
 * @param reason the first gate that failed, in lower case; or why it opened: soil_dry, depleted,
 *     manual, pulse
 * @param explanation a sentence with the numbers
 * @param order null where nothing was ordered
 * @param outcome null in the row of an evaluation
 */
public record Decision(
        String decisionId,
        String zoneId,
        long decidedAt,
        long recordedAt,
        String localDate,
        String kind,
        String trigger,
        String mode,
        long rulesVersion,
        long evaluations,
        Inputs inputs,
        Map<String, String> gates,
        String action,
        String reason,
        String explanation,
        @Nullable Order order,
        @Nullable Outcome outcome) {

    /** {@code kind} of an evaluation. */
    public static final String EVALUATION = "evaluation";

    /** {@code kind} of what became of a run. */
    public static final String OUTCOME = "outcome";

    /** {@code outcome} of a run that was only advised. */
    public static final String ADVISED = "advised";

    /** Outcomes with which water reached the soil, or has to be taken to have. */
    public static final Set<String> WATERED =
            Set.of("completed", "aborted", "delivered", "unknown", "timed_out");

    /**
     * What an evaluation saw; null where it was not known.
     *
     * @param moisture in {@code moistureUnit}, of the healthy sensors
     * @param low threshold in the same unit
     * @param high threshold in the same unit
     * @param depletionMm Dr
     * @param totalAvailableMm TAW
     * @param et0Mm of the last whole local day
     * @param rainMm within the rule's time
     * @param temperatureC of the air
     * @param newestReadingAt receipt of the newest reading that counted, epoch milliseconds
     * @param runSecondsToday open time spent of the local day's budget
     * @param volumeLitersToday water spent of the local day's budget
     * @param failures in a row
     * @param faults of sensors, by sensor
     */
    public record Inputs(
            @Nullable Double moisture,
            @Nullable String moistureUnit,
            @Nullable Double low,
            @Nullable Double high,
            @Nullable Double depletionMm,
            @Nullable Double totalAvailableMm,
            @Nullable Double et0Mm,
            @Nullable Double rainMm,
            @Nullable Double temperatureC,
            @Nullable Long newestReadingAt,
            int healthySensors,
            int sensors,
            double runSecondsToday,
            double volumeLitersToday,
            int failures,
            Map<String, String> faults) {

        /** Where nothing was seen yet. */
        public static final Inputs NONE =
                new Inputs(
                        null, null, null, null, null, null, null, null, null, null, 0, 0, 0, 0, 0,
                        Map.of());

        public Inputs {
            faults = Map.copyOf(faults);
        }
    }

    /**
     * What was ordered.
     *
     * @param depthMm that reaches the roots
     * @param volumeLiters through the valve
     */
    public record Order(
            @Nullable Double depthMm,
            int durationSeconds,
            double volumeLiters,
            String commandId,
            String deviceId,
            String protocol) {}

    /**
     * What became of it.
     *
     * @param result completed, rejected, expired, aborted, timed_out, delivered, advised, unknown
     * @param at epoch milliseconds
     */
    public record Outcome(
            String result,
            long at,
            @Nullable Double durationSeconds,
            @Nullable Double volumeLiters,
            @Nullable String detail) {}

    public Decision {
        Objects.requireNonNull(decisionId, "decisionId");
        Objects.requireNonNull(zoneId, "zoneId");
        gates = Map.copyOf(gates);
    }
}
