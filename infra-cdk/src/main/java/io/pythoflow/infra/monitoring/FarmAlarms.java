package io.pythoflow.infra.monitoring;

import io.pythoflow.contract.operation.ServiceMetric;
import io.pythoflow.contract.payload.Alert;
import io.pythoflow.infra.monitoring.Alarms.End;
import io.pythoflow.infra.monitoring.Alarms.When;
import io.pythoflow.infra.monitoring.Alarms.Words;
import java.util.Locale;
import java.util.Map;
import software.amazon.awscdk.services.cloudwatch.MathExpression;
import software.amazon.awscdk.services.cloudwatch.TreatMissingData;

/**
 * For the farm: an alarm for each alert that somebody should get up for. It lasts as long as the
 * trouble does, also across restarts of the job. Which zone it is stands in the mail of the alert
 * ({@link AlertMails}), in the log and in {@code gateway_events}.
 */
final class FarmAlarms {

    private final Alarms alarms;
    private final Metrics metrics;

    FarmAlarms(Alarms alarms, Metrics metrics) {
        this.alarms = alarms;
        this.metrics = metrics;
    }

    void add() {
        for (ServiceMetric metric : ServiceMetric.values()) {
            metric.alert().ifPresent(code -> add(code, metric));
        }
        addRules();
    }

    private void add(Alert.Code code, ServiceMetric metric) {
        alarms.add(
                code.word().replace('_', '-').toLowerCase(Locale.ROOT),
                When.above(
                        metrics.highest(metric, Metrics.MINUTE),
                        0,
                        1,
                        1,
                        // What was wrong when the job fell silent is not right because of it.
                        TreatMissingData.IGNORE),
                End.TOLD,
                new Words(happened(code), field(code), code.advice()));
    }

    private void addRules() {
        alarms.add(
                "rules-not-applied",
                When.above(
                        MathExpression.Builder.create()
                                .expression("MAX([rejected, gaps])")
                                .usingMetrics(
                                        Metrics.sorted(
                                                Map.of(
                                                        "rejected",
                                                        metrics.highest(
                                                                ServiceMetric.RULES_REJECTED,
                                                                Metrics.MINUTE),
                                                        "gaps",
                                                        metrics.highest(
                                                                ServiceMetric.RULES_GAPS,
                                                                Metrics.MINUTE))))
                                .period(Metrics.MINUTE)
                                .build(),
                        0,
                        1,
                        1,
                        TreatMissingData.IGNORE),
                End.UNTOLD,
                new Words(
                        "Rules that were published within the last ten minutes are not in force.",
                        "The rules before them go on; an emergency stop is obeyed all the same.",
                        "Read the alert rules_rejected or rules_gap in the log: it lists every reason."
                                + " Correct the document and publish it whole (docs/rules.md)."));
    }

    private static String happened(Alert.Code code) {
        return switch (code) {
            case LEAK -> "Water flows through a valve that is shut.";
            case FLOW_AFTER_CLOSE -> "Water still flows though the valve says that it closed.";
            case OVER_FLOW -> "Far more water flows than the valve lets through.";
            case RUN_PAST_MAXIMUM -> "A valve is open longer than it ever may be.";
            case UNEXPECTED_OPENING -> "A valve is open that this job did not open.";
            case LOCKED_OUT -> "A valve failed three times in a row, burst or leaked.";
            case EMERGENCY_STOP -> "The emergency stop is pressed.";
            case NO_FLOW -> "A valve is open and no water flows.";
            case UNKNOWN_OUTCOME -> "A device never said what became of a run.";
            case COMMAND_REJECTED -> "A device refuses commands.";
            case ZONE_WITHOUT_HEALTHY_SENSOR -> "A zone has too few healthy sensors.";
            case GATEWAY_OFFLINE -> "A gateway that zones hang on is offline.";
            case SENSOR_FAULTY,
                    UNDER_FLOW,
                    INEFFECTIVE_WATERING,
                    RULES_REJECTED,
                    RULES_GAP,
                    STATE_GAP ->
                    throw new IllegalArgumentException("No alarm is for " + code);
        };
    }

    private static String field(Alert.Code code) {
        return switch (code) {
            case LEAK, FLOW_AFTER_CLOSE, OVER_FLOW, RUN_PAST_MAXIMUM ->
                    "Water runs where none should, until somebody shuts it.";
            case UNEXPECTED_OPENING -> "The zone gets water that nobody decided on.";
            case LOCKED_OUT, COMMAND_REJECTED, NO_FLOW -> "The zone is not watered.";
            case EMERGENCY_STOP -> "No zone is watered.";
            case UNKNOWN_OUTCOME -> "The zone may have got its water or none.";
            case ZONE_WITHOUT_HEALTHY_SENSOR -> "The zone is watered by manual orders alone.";
            case GATEWAY_OFFLINE -> "Its zones are not watered.";
            case SENSOR_FAULTY,
                    UNDER_FLOW,
                    INEFFECTIVE_WATERING,
                    RULES_REJECTED,
                    RULES_GAP,
                    STATE_GAP ->
                    throw new IllegalArgumentException("No alarm is for " + code);
        };
    }
}
