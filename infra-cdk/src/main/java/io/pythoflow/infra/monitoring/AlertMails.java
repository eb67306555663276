package io.pythoflow.infra.monitoring;

import io.pythoflow.contract.codec.Schemas;
import io.pythoflow.contract.payload.Alert;
import io.pythoflow.contract.payload.GatewayError;
import io.pythoflow.contract.topic.Topics;
import io.pythoflow.infra.IotRule;
import io.pythoflow.infra.Roles;
import io.pythoflow.infra.config.InfraConfig;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.iot.CfnTopicRule.ActionProperty;
import software.amazon.awscdk.services.iot.CfnTopicRule.SnsActionProperty;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.logs.RetentionDays;
import software.amazon.awscdk.services.sns.ITopic;
import software.constructs.Construct;

/**
 * Mails each critical alert when it is raised: what happened, what to do, and where. A rule of AWS
 * IoT Core reads it from the topic of system updates and hands it to the topic of alarms, with
 * nothing of ours between them that could fail at night.
 *
 * <p>The mail is one JSON object with names for people. A text would need {@code SELECT VALUE},
 * whose result is JSON again, in quotation marks and with escapes
 * (docs.aws.amazon.com/iot/latest/developerguide/iot-sql-select.html). Fields that an alert does
 * not have are left out of the object.
 */
final class AlertMails extends Construct {

    private final LogGroup failures;

    AlertMails(Construct scope, String id, InfraConfig config, ITopic topic, Roles roles) {
        super(scope, id);
        failures =
                LogGroup.Builder.create(this, "Failures")
                        .retention(RetentionDays.ONE_MONTH)
                        .removalPolicy(RemovalPolicy.DESTROY)
                        .build();
        new IotRule(
                this,
                "Rule",
                config,
                new IotRule.Definition("critical_alerts", "Mails critical alerts", sql()),
                new IotRule.Effect(
                        "sns:Publish", topic.getTopicArn(), role -> publishing(topic, role)),
                failures,
                roles);
    }

    /** Reads raised critical alerts, and writes them for people. */
    static String sql() {
        return "SELECT message AS what_happened, "
                + advice()
                + " AS what_to_do, zone_id AS zone, device_id AS device, gateway_id AS gateway,"
                + " code AS alert, parse_time('yyyy-MM-dd HH:mm:ss z', ts, 'UTC') AS raised_at"
                + " FROM '"
                + Topics.SYSTEM_UPDATES
                + "' WHERE schema = '"
                + Schemas.ALERT
                + "' AND state = '"
                + Alert.State.RAISED.name().toLowerCase(Locale.ROOT)
                + "' AND severity = '"
                + GatewayError.Severity.CRITICAL.name().toLowerCase(Locale.ROOT)
                + "'";
    }

    private static String advice() {
        return Arrays.stream(Alert.Code.values())
                .map(code -> "WHEN '" + code.word() + "' THEN '" + code.advice() + "'")
                .collect(
                        Collectors.joining(
                                " ", "CASE code ", " ELSE 'See docs/control.md, Alerts.' END"));
    }

    private static ActionProperty publishing(ITopic topic, String roleArn) {
        return ActionProperty.builder()
                .sns(
                        SnsActionProperty.builder()
                                .targetArn(topic.getTopicArn())
                                .roleArn(roleArn)
                                .messageFormat("RAW")
                                .build())
                .build();
    }

    /** What could not be mailed, with the reason. */
    LogGroup failures() {
        return failures;
    }
}
