package io.pythoflow.job.lake;

import io.pythoflow.contract.table.Tables;
import io.pythoflow.job.control.decision.Decision;
import io.pythoflow.job.control.decision.Gate;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * One row of {@code irrigation_decisions} per evaluation and per outcome. An outcome comes minutes
 * to hours after its evaluation and lies in the same folder.
 */
public final class DecisionRows implements TableRows<Decision> {

    private static final long serialVersionUID = 1L;

    private static final int DECISION_ID = column("decision_id");
    private static final int ZONE_ID = column("zone_id");
    private static final int DECIDED_AT = column("decided_at");
    private static final int RECORDED_AT = column("recorded_at");
    private static final int LOCAL_DATE = column("local_date");
    private static final int KIND = column("kind");
    private static final int TRIGGER = column("trigger");
    private static final int MODE = column("mode");
    private static final int RULES_VERSION = column("rules_version");
    private static final int EVALUATIONS = column("evaluations");
    private static final int MOISTURE = column("moisture");
    private static final int MOISTURE_UNIT = column("moisture_unit");
    private static final int LOW = column("low");
    private static final int HIGH = column("high");
    private static final int DEPLETION_MM = column("depletion_mm");
    private static final int TOTAL_AVAILABLE_MM = column("total_available_mm");
    private static final int ET0_MM = column("et0_mm");
    private static final int RAIN_MM = column("rain_mm");
    private static final int TEMPERATURE_C = column("temperature_c");
    private static final int NEWEST_READING_AT = column("newest_reading_at");
    private static final int HEALTHY_SENSORS = column("healthy_sensors");
    private static final int SENSORS = column("sensors");
    private static final int RUN_S_TODAY = column("run_s_today");
    private static final int VOLUME_L_TODAY = column("volume_l_today");
    private static final int FAILURES = column("failures");
    private static final int FAULTS = column("faults");
    private static final int GATES = column("gates");
    private static final int ACTION = column("action");
    private static final int REASON = column("reason");
    private static final int EXPLANATION = column("explanation");
    private static final int DEPTH_MM = column("depth_mm");
    private static final int DURATION_S = column("duration_s");
    private static final int VOLUME_L = column("volume_l");
    private static final int COMMAND_ID = column("command_id");
    private static final int DEVICE_ID = column("device_id");
    private static final int PROTOCOL = column("protocol");
    private static final int OUTCOME = column("outcome");
    private static final int OUTCOME_AT = column("outcome_at");
    private static final int OUTCOME_DURATION_S = column("outcome_duration_s");
    private static final int OUTCOME_VOLUME_L = column("outcome_volume_l");
    private static final int OUTCOME_DETAIL = column("outcome_detail");

    private static final List<String> GATE_NAMES =
            Stream.of(Gate.values()).map(gate -> gate.name().toLowerCase(Locale.ROOT)).toList();

    /** As they were asked, since the map has no order of its own; readers see the first failure. */
    private static final Comparator<String> IN_ORDER_OF_GATES =
            Comparator.<String>comparingInt(GATE_NAMES::indexOf)
                    .thenComparing(Comparator.naturalOrder());

    private static int column(String name) {
        return Tables.IRRIGATION_DECISIONS.indexOf(name);
    }

    @Override
    public long partitionTime(Decision decision) {
        return decision.decidedAt();
    }

    @Override
    public void write(Decision decision, RowConsumer columns) {
        columns.string(DECISION_ID, decision.decisionId());
        columns.repeatingString(ZONE_ID, decision.zoneId());
        columns.timestamp(DECIDED_AT, decision.decidedAt());
        columns.timestamp(RECORDED_AT, decision.recordedAt());
        columns.repeatingString(LOCAL_DATE, decision.localDate());
        columns.repeatingString(KIND, decision.kind());
        columns.repeatingString(TRIGGER, decision.trigger());
        columns.repeatingString(MODE, decision.mode());
        columns.bigint(RULES_VERSION, decision.rulesVersion());
        columns.bigint(EVALUATIONS, decision.evaluations());
        write(decision.inputs(), columns);
        writeMap(GATES, decision.gates(), IN_ORDER_OF_GATES, columns);
        columns.repeatingString(ACTION, decision.action());
        columns.repeatingString(REASON, decision.reason());
        columns.string(EXPLANATION, decision.explanation());
        if (decision.order() != null) {
            write(decision.order(), columns);
        }
        if (decision.outcome() != null) {
            write(decision.outcome(), columns);
        }
    }

    private static void write(Decision.Inputs inputs, RowConsumer columns) {
        columns.real(MOISTURE, inputs.moisture());
        columns.repeatingString(MOISTURE_UNIT, inputs.moistureUnit());
        columns.real(LOW, inputs.low());
        columns.real(HIGH, inputs.high());
        columns.real(DEPLETION_MM, inputs.depletionMm());
        columns.real(TOTAL_AVAILABLE_MM, inputs.totalAvailableMm());
        columns.real(ET0_MM, inputs.et0Mm());
        columns.real(RAIN_MM, inputs.rainMm());
        columns.real(TEMPERATURE_C, inputs.temperatureC());
        if (inputs.newestReadingAt() != null) {
            columns.timestamp(NEWEST_READING_AT, inputs.newestReadingAt());
        }
        columns.integer(HEALTHY_SENSORS, inputs.healthySensors());
        columns.integer(SENSORS, inputs.sensors());
        columns.real(RUN_S_TODAY, inputs.runSecondsToday());
        columns.real(VOLUME_L_TODAY, inputs.volumeLitersToday());
        columns.integer(FAILURES, inputs.failures());
        writeMap(FAULTS, inputs.faults(), Comparator.naturalOrder(), columns);
    }

    private static void write(Decision.Order order, RowConsumer columns) {
        columns.real(DEPTH_MM, order.depthMm());
        columns.integer(DURATION_S, order.durationSeconds());
        columns.real(VOLUME_L, order.volumeLiters());
        columns.string(COMMAND_ID, order.commandId());
        columns.repeatingString(DEVICE_ID, order.deviceId());
        columns.repeatingString(PROTOCOL, order.protocol());
    }

    private static void write(Decision.Outcome outcome, RowConsumer columns) {
        columns.repeatingString(OUTCOME, outcome.result());
        columns.timestamp(OUTCOME_AT, outcome.at());
        columns.real(OUTCOME_DURATION_S, outcome.durationSeconds());
        columns.real(OUTCOME_VOLUME_L, outcome.volumeLiters());
        columns.string(OUTCOME_DETAIL, outcome.detail());
    }

    private static void writeMap(
            int column, Map<String, String> map, Comparator<String> order, RowConsumer columns) {
        columns.openMap(column);
        map.entrySet().stream()
                .sorted(Map.Entry.comparingByKey(order))
                .forEach(entry -> columns.entry(entry.getKey(), entry.getValue()));
        columns.closeMap();
    }
}
