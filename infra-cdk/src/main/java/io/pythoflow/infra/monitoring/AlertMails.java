package io.pythoflow.infra.monitoring;

import io.pythoflow.contract.codec.Schemas;
import io.pythoflow.contract.payload.Alert;
import io.pythoflow.contract.payload.GatewayError;
import io.pythoflow.contract.topic.Topics;
import io.pythoflow.infra.Roles;
import io.pythoflow.infra.config.InfraConfig;
import io.pythoflow.infra.config.RolePurpose;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.iam.IRole;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iot.CfnTopicRule;
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
        IRole role = roles.role(this, "Role", RolePurpose.IOT_RULES, "iot.amazonaws.com");
        allow(role, List.of("sns:Publish"), topic.getTopicArn());
        allow(
                role,
                List.of("logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"),
                failures.getLogGroupArn());
        CfnTopicRule rule =
                CfnTopicRule.Builder.create(this, "Rule")
                        // Names of rules have no hyphens, and are unique in an account.
                        .ruleName(
                                "pythoflow_%s_critical_alerts"
                                        .formatted(config.environment().replace('-', '_')))
                        .topicRulePayload(
                                CfnTopicRule.TopicRulePayloadProperty.builder()
                                        .description("Mails critical alerts")
                                        .sql(sql())
                                        .awsIotSqlVersion("2016-03-23")
                                        .ruleDisabled(false)
                                        .actions(List.of(publishing(topic, role)))
                                        .errorAction(logging(role))
                                        .build())
                        .build();
        rule.getNode().addDependency(role);
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

    private static CfnTopicRule.ActionProperty publishing(ITopic topic, IRole role) {
        return CfnTopicRule.ActionProperty.builder()
                .sns(
                        CfnTopicRule.SnsActionProperty.builder()
                                .targetArn(topic.getTopicArn())
                                .roleArn(role.getRoleArn())
                                .messageFormat("RAW")
                                .build())
                .build();
    }

    private CfnTopicRule.ActionProperty logging(IRole role) {
        return CfnTopicRule.ActionProperty.builder()
                .cloudwatchLogs(
                        CfnTopicRule.CloudwatchLogsActionProperty.builder()
                                .logGroupName(failures.getLogGroupName())
                                .roleArn(role.getRoleArn())
                                .build())
                .build();
    }

    private static void allow(IRole role, List<String> actions, String resource) {
        role.addToPrincipalPolicy(
                PolicyStatement.Builder.create()
                        .actions(actions)
                        .resources(List.of(resource))
                        .build());
    }

    /** What could not be mailed, with the reason. */
    LogGroup failures() {
        return failures;
    }
}
