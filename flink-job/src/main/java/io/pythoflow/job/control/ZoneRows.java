package io.pythoflow.job.control;

import io.pythoflow.contract.rules.ControlMode;
import io.pythoflow.contract.rules.Zone;
import io.pythoflow.job.control.decision.Decision;
import io.pythoflow.job.control.decision.Gates.Verdict;
import io.pythoflow.job.control.demand.Need;
import io.pythoflow.job.control.sense.Sensed;
import io.pythoflow.job.control.valve.ValveLife;
import io.pythoflow.job.control.valve.ValveRun;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes the rows of {@code irrigation_decisions} of a zone. */
final class ZoneRows {

    private ZoneRows() {}

    /** The row of an evaluation, and of the run it ordered, if it did. */
    static Decision evaluation(
            String decisionId,
            Zone zone,
            String trigger,
            String mode,
            long rulesVersion,
            long evaluations,
            Decision.Inputs inputs,
            Verdict verdict,
            String reason,
            String explanation,
            @Nullable ValveRun run,
            long now) {
        return new Decision(
                decisionId,
                zone.id(),
                now,
                now,
                localDate(zone, now),
                Decision.EVALUATION,
                trigger,
                mode,
                rulesVersion,
                evaluations,
                inputs,
                verdict.gates(),
                run == null ? "NONE" : "OPEN",
                reason,
                explanation,
                run == null ? null : order(run),
                null);
    }

    /** The row of what became of a run. */
    static Decision outcome(
            Zone zone,
            String mode,
            Decision.Inputs inputs,
            ValveRun run,
            Decision.Outcome outcome,
            long now) {
        return new Decision(
                run.decisionId(),
                zone.id(),
                run.decidedAt(),
                now,
                localDate(zone, run.decidedAt()),
                Decision.OUTCOME,
                "answer",
                mode,
                run.rulesVersion(),
                0,
                inputs,
                Map.of(),
                "OPEN",
                run.reason(),
                outcome.detail() == null ? outcome.result() : outcome.detail(),
                order(run),
                outcome);
    }

    /** What was seen; nothing where the zone was not looked at yet. */
    static Decision.Inputs inputs(
            Zone zone, @Nullable Sensed sensed, @Nullable Need need, ValveLife valve, long now) {
        if (sensed == null || need == null) {
            return Decision.Inputs.NONE;
        }
        return new Decision.Inputs(
                sensed.moisture(),
                sensed.unit(),
                need.low(),
                need.high(),
                need.depletionMm(),
                need.totalAvailableMm(),
                need.et0Mm(),
                sensed.rainMm(),
                sensed.temperatureC(),
                sensed.newestReadingAt(),
                sensed.healthySensors(),
                sensed.sensors(),
                valve.budget().runSecondsUsed(zone, now),
                valve.budget().volumeLitersUsed(zone, now),
                valve.failures(),
                sensed.faults());
    }

    /** The word of the {@code mode} column. */
    static String mode(ControlMode mode, ControlSettings settings) {
        return switch (mode) {
            case OFF -> "off";
            case ADVISE -> settings.label();
            case ACT -> "act";
        };
    }

    private static String localDate(Zone zone, long at) {
        return Instant.ofEpochMilli(at).atZone(zone.timeZone()).toLocalDate().toString();
    }

    private static Decision.Order order(ValveRun run) {
        return new Decision.Order(
                run.depthMm(),
                run.durationSeconds(),
                run.volumeLiters(),
                run.commandId(),
                run.deviceId(),
                run.protocol().word());
    }
}
