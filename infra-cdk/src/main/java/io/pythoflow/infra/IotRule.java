package io.pythoflow.infra;

import io.pythoflow.infra.config.InfraConfig;
import io.pythoflow.infra.config.RolePurpose;
import java.util.List;
import java.util.function.Function;
import software.amazon.awscdk.services.iam.IRole;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iot.CfnTopicRule;
import software.amazon.awscdk.services.iot.CfnTopicRule.ActionProperty;
import software.amazon.awscdk.services.iot.CfnTopicRule.CloudwatchLogsActionProperty;
import software.amazon.awscdk.services.iot.CfnTopicRule.TopicRulePayloadProperty;
import software.amazon.awscdk.services.logs.ILogGroup;
import software.constructs.Construct;

/** A rule of AWS IoT Core. What its action fails on is logged, with the payload in base64. */
public final class IotRule extends Construct {

    private static final String SQL_VERSION = "2016-03-23";

    /**
     * What it reads.
     *
     * @param name of letters, digits and underscores; the environment goes before it, since names
     *     of rules are the account's
     */
    public record Definition(String name, String description, String sql) {}

    /**
     * What it does with what it reads.
     *
     * @param iamAction that its role needs for it
     * @param resource that the role needs it on
     * @param property the action, given the role's ARN
     */
    public record Effect(
            String iamAction, String resource, Function<String, ActionProperty> property) {}

    public IotRule(
            Construct scope,
            String id,
            InfraConfig config,
            Definition definition,
            Effect effect,
            ILogGroup failures,
            Roles roles) {
        super(scope, id);
        IRole role = roles.role(this, "Role", RolePurpose.IOT_RULES, "iot.amazonaws.com");
        allow(role, List.of(effect.iamAction()), effect.resource());
        allow(
                role,
                List.of("logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"),
                failures.getLogGroupArn());
        CfnTopicRule.Builder.create(this, "Resource")
                .ruleName(
                        "pythoflow_%s_%s"
                                .formatted(
                                        config.environment().replace('-', '_'), definition.name()))
                .topicRulePayload(
                        TopicRulePayloadProperty.builder()
                                .description(definition.description())
                                .sql(definition.sql())
                                .awsIotSqlVersion(SQL_VERSION)
                                .ruleDisabled(false)
                                .actions(List.of(effect.property().apply(role.getRoleArn())))
                                .errorAction(logging(failures, role))
                                .build())
                .build()
                .getNode()
                .addDependency(role);
    }

    private static ActionProperty logging(ILogGroup failures, IRole role) {
        return ActionProperty.builder()
                .cloudwatchLogs(
                        CloudwatchLogsActionProperty.builder()
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
}
