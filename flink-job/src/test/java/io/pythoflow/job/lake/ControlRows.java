package io.pythoflow.job.lake;

import io.pythoflow.job.control.decision.Decision;
import io.pythoflow.job.control.gateway.GatewayEvent;
import java.util.LinkedHashMap;
import java.util.Map;

/** Records of the control loop for the tests of its tables. */
final class ControlRows {

    private ControlRows() {}

    /** An outcome whose every component differs, so that no column can hold another's value. */
    static Decision fullDecision() {
        Map<String, String> gates = new LinkedHashMap<>();
        gates.put("demand", "skipped");
        gates.put("frost", "failed");
        gates.put("emergency_stop", "passed");
        return new Decision(
                "d-1",
                "zone-ä",
                Rows.NOON,
                Rows.NOON + 1,
                "2026-06-01",
                "outcome",
                "manual",
                "act",
                101,
                102,
                new Decision.Inputs(
                        1.01,
                        "%VWC",
                        1.02,
                        1.03,
                        1.04,
                        1.05,
                        1.06,
                        1.07,
                        1.08,
                        Rows.NOON + 2,
                        103,
                        104,
                        1.09,
                        1.10,
                        105,
                        Map.of("s2", "stale", "s1", "spike")),
                gates,
                "OPEN",
                "soil_dry",
                "Moisture 1.01 %VWC is below 1.02 %VWC",
                new Decision.Order(1.11, 106, 1.12, "c-1", "device-1", "v1"),
                new Decision.Outcome("completed", Rows.NOON + 3, 1.13, 1.14, "As ordered"));
    }

    /** An evaluation that ordered nothing, where everything that may be unknown is. */
    static Decision sparseDecision() {
        return new Decision(
                "d-2",
                "z1",
                Rows.NOON,
                Rows.NOON,
                "2026-06-01",
                "evaluation",
                "time",
                "advise",
                1,
                1,
                new Decision.Inputs(
                        null, null, null, null, null, null, null, null, null, null, 0, 0, 0, 0, 0,
                        Map.of()),
                Map.of(),
                "NONE",
                "sensors",
                "No healthy sensor",
                null,
                null);
    }

    /** An order of fixed length whose outcome is only a word. */
    static Decision barelyKnownOutcome() {
        Decision sparse = sparseDecision();
        return new Decision(
                sparse.decisionId(),
                sparse.zoneId(),
                sparse.decidedAt(),
                sparse.recordedAt(),
                sparse.localDate(),
                "outcome",
                sparse.trigger(),
                "act",
                sparse.rulesVersion(),
                sparse.evaluations(),
                sparse.inputs(),
                sparse.gates(),
                "OPEN",
                "manual",
                "Ordered by hand",
                new Decision.Order(null, 60, 120, "c-2", "000", "original"),
                new Decision.Outcome("unknown", Rows.NOON + 3, null, null, null));
    }

    /** An event whose every component differs. */
    static GatewayEvent fullEvent() {
        return new GatewayEvent(
                "g1",
                "device-1",
                "s1",
                "z1",
                Rows.NOON,
                Rows.NOON + 1,
                "alert",
                "raised",
                "leak",
                "critical",
                "2.5 L/min flow though the valve is shut",
                "c-1",
                Map.of("heap_free", 48_000.0, "flow_rate", 2.5),
                "irrigation/gateway/g1/diagnostics",
                "1.4.2");
    }

    /** An event with only what every event has. */
    static GatewayEvent sparseEvent() {
        return new GatewayEvent(
                null, null, null, null, Rows.NOON, Rows.NOON, "alert", null, null, null, null, null,
                Map.of(), null, null);
    }

    /** A gateway that came or went. */
    static GatewayEvent presence(String gatewayId, String state, long timestamp) {
        return new GatewayEvent(
                gatewayId,
                null,
                null,
                null,
                timestamp,
                timestamp,
                "presence",
                state,
                null,
                null,
                null,
                null,
                Map.of(),
                null,
                null);
    }
}
