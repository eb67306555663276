package io.pythoflow.job.control.valve;

import io.pythoflow.contract.rules.Protocol;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One opening of a valve, as decided.
 *
 * @param commandId drawn once, see {@link CommandIds}
 * @param decidedAt epoch milliseconds
 * @param durationSeconds of the opening
 * @param volumeLiters expected of it
 * @param depthMm expected of it at the roots; null where the run is of fixed length
 * @param moistureBefore in the zone's unit; null where unknown
 * @param reason of the decision
 */
public record ValveRun(
        String commandId,
        String decisionId,
        String zoneId,
        long decidedAt,
        long rulesVersion,
        String deviceId,
        @Nullable String identifier,
        Protocol protocol,
        int durationSeconds,
        double volumeLiters,
        @Nullable Double depthMm,
        @Nullable Double moistureBefore,
        String reason) {

    public ValveRun {
        Objects.requireNonNull(commandId, "commandId");
        Objects.requireNonNull(decisionId, "decisionId");
        Objects.requireNonNull(zoneId, "zoneId");
    }
}
