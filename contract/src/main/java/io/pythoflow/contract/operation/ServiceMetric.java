package io.pythoflow.contract.operation;

import io.pythoflow.contract.payload.Alert;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A metric of the job that reaches CloudWatch, beside those that stay within Flink.
 *
 * <p>Amazon Managed Service for Apache Flink exports what is in the group {@link #GROUP} to the
 * namespace {@link #NAMESPACE}, with the application's name as the dimension {@link #DIMENSION},
 * and with every further group as one dimension more, so there is none ("Use custom metrics with
 * Amazon Managed Service for Apache Flink"). Each subtask's value is a sample of its own, four
 * times a minute. Of a counter that would be its total, which begins at zero with every restart:
 * neither a sum nor a difference of such samples says what happened. No metric here is a total,
 * therefore; see {@link Kind}.
 */
public enum ServiceMetric {
    MESSAGES(Kind.RATE, "messagesPerSecond", "MQTT messages received by the slots, resends too"),
    READINGS(Kind.RATE, "readingsPerSecond", "Readings that were admitted, duplicates too"),
    REJECTS(Kind.RATE, "rejectsPerSecond", "Messages, or parts of them, that are no reading"),
    LATE(Kind.RATE, "latePerSecond", "Readings beyond the lateness, which no window took"),
    WINDOW_FULL(
            Kind.RATE,
            "windowFullMsPerSecond",
            "Milliseconds in which a slot could receive nothing before an acknowledgement, of all"
                    + " slots"),
    OLDEST_UNACKNOWLEDGED(
            Kind.LEVEL,
            "oldestUnackedAgeMs",
            "Age in milliseconds of the oldest message that no checkpoint has yet"),
    SESSIONS_LOST(
            Kind.RECENT,
            "sessionsLostRecently",
            "Sessions that the broker should have kept and had not"),
    CHECKPOINT_AGE(
            Kind.LEVEL,
            "checkpointAgeMs",
            "Milliseconds since a checkpoint completed, or since the job started"),
    PARTITIONS_PENDING(
            Kind.LEVEL,
            "partitionsPending",
            "Partitions of a table with files that the catalogue does not list yet"),
    OLDEST_PENDING_PARTITION(
            Kind.LEVEL, "oldestPendingPartitionAgeMs", "Age in milliseconds of the oldest of them"),
    RULES_VERSION(Kind.LEVEL, "rulesVersion", "Version of the rules in force; -1 before the first"),
    RULES_REJECTED(
            Kind.RECENT,
            "rulesRejectedRecently",
            "System documents and updates that cannot be applied"),
    RULES_GAPS(
            Kind.RECENT,
            "rulesGapsRecently",
            "Updates of the rules that another one is missing before"),
    ZONES(Kind.LEVEL, "zones", "Zones under control"),
    VALVES_IN_USE(
            Kind.LEVEL,
            "valvesInUse",
            "Valves that are open, ordered to be, or not known to be shut"),
    OPENINGS(Kind.RECENT, "openingsRecently", "Valves that were ordered to open"),
    LEAKS(Alert.Code.LEAK, "alertLeak"),
    FLOWS_AFTER_CLOSE(Alert.Code.FLOW_AFTER_CLOSE, "alertFlowAfterClose"),
    OVER_FLOWS(Alert.Code.OVER_FLOW, "alertOverFlow"),
    RUNS_PAST_MAXIMUM(Alert.Code.RUN_PAST_MAXIMUM, "alertRunPastMaximum"),
    UNEXPECTED_OPENINGS(Alert.Code.UNEXPECTED_OPENING, "alertUnexpectedOpening"),
    LOCKED_OUT(Alert.Code.LOCKED_OUT, "alertLockedOut"),
    EMERGENCY_STOP(Alert.Code.EMERGENCY_STOP, "alertEmergencyStop"),
    NO_FLOWS(Alert.Code.NO_FLOW, "alertNoFlow"),
    UNKNOWN_OUTCOMES(Alert.Code.UNKNOWN_OUTCOME, "alertUnknownOutcome"),
    COMMANDS_REJECTED(Alert.Code.COMMAND_REJECTED, "alertCommandRejected"),
    ZONES_WITHOUT_HEALTHY_SENSOR(
            Alert.Code.ZONE_WITHOUT_HEALTHY_SENSOR, "alertZoneWithoutHealthySensor"),
    GATEWAYS_OFFLINE(Alert.Code.GATEWAY_OFFLINE, "alertGatewayOffline");

    /** How the values of subtasks and of a minute are read. */
    public enum Kind {
        /** Per second, as the mean of the last minute. Values of subtasks add up. */
        RATE,
        /** How many in the last ten minutes. Values of subtasks add up. */
        RECENT,
        /** As it is at the moment. The largest value of the subtasks counts. */
        LEVEL
    }

    /** Flink's metric group whose metrics the service exports. */
    public static final String GROUP = "kinesisanalytics";

    /** Namespace in CloudWatch. */
    public static final String NAMESPACE = "AWS/KinesisAnalytics";

    /** The one dimension; its value is the name of the application. */
    public static final String DIMENSION = "Application";

    private final Kind kind;
    private final String id;
    private final String meaning;
    private final Alert.@Nullable Code alert;

    ServiceMetric(Kind kind, String id, String meaning) {
        this(kind, id, meaning, null);
    }

    ServiceMetric(Alert.Code alert, String id) {
        this(Kind.LEVEL, id, "Alerts " + alert.word() + " that are raised and not cleared", alert);
    }

    ServiceMetric(Kind kind, String id, String meaning, Alert.@Nullable Code alert) {
        this.kind = kind;
        this.id = id;
        this.meaning = meaning;
        this.alert = alert;
    }

    public Kind kind() {
        return kind;
    }

    /** Its name in Flink and in CloudWatch. */
    public String id() {
        return id;
    }

    /** What is counted or measured, for people. */
    public String meaning() {
        return meaning;
    }

    /** The alert whose standing cases it counts. */
    public Optional<Alert.Code> alert() {
        return Optional.ofNullable(alert);
    }

    /** The metric that counts an alert's standing cases; empty for alerts that wake nobody. */
    public static Optional<ServiceMetric> of(Alert.Code code) {
        return Arrays.stream(values()).filter(metric -> metric.alert == code).findFirst();
    }
}
