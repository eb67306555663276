package io.pythoflow.infra.stack;

import io.pythoflow.infra.Roles;
import io.pythoflow.infra.config.InfraConfig;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.sns.Topic;
import software.constructs.Construct;

/** Who is told when, and where to look. */
public final class MonitoringStack extends Stack {

    public MonitoringStack(
            Construct scope,
            String id,
            StackProps props,
            InfraConfig config,
            Roles roles,
            LakeStack lake,
            ProcessingStack processing) {
        super(scope, id, props);
        Topic.Builder.create(this, "Alarms").enforceSsl(true).build();
    }
}
