package io.pythoflow.job.lake;

import io.pythoflow.job.control.decision.Decision;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An evaluation of zone {@code z1} that ordered nothing; tests say what differs. */
final class DecisionBuilder {

    private final String decisionId;
    private String zoneId = "z1";
    private long decidedAt = Rows.NOON;
    private @Nullable Long recordedAt;
    private String localDate = "2026-06-01";
    private String mode = "act";
    private long evaluations = 1;
    private @Nullable Double moisture;
    private @Nullable Double depletionMm;
    private @Nullable Double et0Mm;
    private @Nullable Double rainMm;
    private Map<String, String> gates = Map.of();
    private String reason = "demand";
    private Decision.@Nullable Order order;
    private Decision.@Nullable Outcome outcome;

    private DecisionBuilder(String decisionId) {
        this.decisionId = decisionId;
    }

    static DecisionBuilder evaluation(String decisionId) {
        return new DecisionBuilder(decisionId);
    }

    DecisionBuilder zone(String id) {
        zoneId = id;
        return this;
    }

    DecisionBuilder at(long epochMillis) {
        decidedAt = epochMillis;
        return this;
    }

    DecisionBuilder recordedAt(long epochMillis) {
        recordedAt = epochMillis;
        return this;
    }

    DecisionBuilder on(String date) {
        localDate = date;
        return this;
    }

    DecisionBuilder mode(String word) {
        mode = word;
        return this;
    }

    /**
     * Shut by a gate.
     *
     * @param since how many evaluations there were since the row before, this one included
     */
    DecisionBuilder shut(String gate, long since) {
        reason = gate;
        evaluations = since;
        return this;
    }

    DecisionBuilder saw(
            @Nullable Double soil,
            @Nullable Double depletion,
            @Nullable Double et0,
            @Nullable Double rain) {
        moisture = soil;
        depletionMm = depletion;
        et0Mm = et0;
        rainMm = rain;
        return this;
    }

    DecisionBuilder gates(Map<String, String> byName) {
        gates = byName;
        return this;
    }

    /** Of 5 mm. */
    DecisionBuilder ordered(int seconds, double liters) {
        reason = "soil_dry";
        order = new Decision.Order(5.0, seconds, liters, "c-" + decisionId, "device-1", "v1");
        return this;
    }

    /** The row of the outcome instead. */
    DecisionBuilder outcome(String word, @Nullable Double seconds, @Nullable Double liters) {
        outcome = new Decision.Outcome(word, decidedAt + 60_000, seconds, liters, null);
        return this;
    }

    Decision build() {
        return new Decision(
                decisionId,
                zoneId,
                decidedAt,
                recordedAt == null ? decidedAt : recordedAt,
                localDate,
                outcome == null ? "evaluation" : "outcome",
                "reading",
                mode,
                7,
                outcome == null ? evaluations : 0,
                new Decision.Inputs(
                        moisture,
                        moisture == null ? null : "%VWC",
                        20.0,
                        30.0,
                        depletionMm,
                        90.0,
                        et0Mm,
                        rainMm,
                        22.5,
                        decidedAt - 1_000,
                        2,
                        2,
                        0,
                        0,
                        0,
                        Map.of()),
                gates,
                order == null ? "NONE" : "OPEN",
                reason,
                "Because of " + reason,
                order,
                outcome);
    }
}
