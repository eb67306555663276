package io.pythoflow.infra.monitoring;

import io.pythoflow.infra.Names;
import io.pythoflow.infra.config.InfraConfig;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.ArnComponents;
import software.amazon.awscdk.ArnFormat;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.sns.Topic;
import software.amazon.awscdk.services.sns.subscriptions.EmailSubscription;
import software.constructs.Construct;

/**
 * Where alarms and critical alerts go, and from there to people.
 *
 * <p>SNS keeps what passes on encrypted disks by itself. It has no key of KMS in addition: alarms
 * cannot use AWS's own one
 * (docs.aws.amazon.com/sns/latest/dg/sns-key-management.html#compatibility-with-aws-services), and
 * one of ours would add a policy whose mistakes are noticed when no mail comes.
 */
final class AlarmTopic extends Construct {

    private final Topic topic;

    AlarmTopic(Construct scope, String id, InfraConfig config) {
        super(scope, id);
        topic =
                Topic.Builder.create(this, "Topic")
                        // Mails come from this name.
                        .displayName("PythoFlow " + config.environment())
                        .enforceSsl(true)
                        .build();
        // A policy takes the place of the one that would let the account's own alarms in.
        topic.addToResourcePolicy(
                PolicyStatement.Builder.create()
                        .sid("AlarmsOfThisEnvironment")
                        .principals(List.of(new ServicePrincipal("cloudwatch.amazonaws.com")))
                        .actions(List.of("sns:Publish"))
                        .resources(List.of(topic.getTopicArn()))
                        .conditions(
                                Map.of(
                                        "StringEquals",
                                        Map.of("aws:SourceAccount", Aws.ACCOUNT_ID),
                                        "ArnLike",
                                        Map.of("aws:SourceArn", alarms(config))))
                        .build());
        config.alarms()
                .email()
                .ifPresent(email -> topic.addSubscription(new EmailSubscription(email)));
    }

    private String alarms(InfraConfig config) {
        return Stack.of(this)
                .formatArn(
                        ArnComponents.builder()
                                .service("cloudwatch")
                                .resource("alarm")
                                .resourceName(alarm(config, "*"))
                                .arnFormat(ArnFormat.COLON_RESOURCE_NAME)
                                .build());
    }

    /** Name of an alarm of this environment, which may publish here. */
    static String alarm(InfraConfig config, String name) {
        return Names.stack(config, name);
    }

    Topic topic() {
        return topic;
    }
}
