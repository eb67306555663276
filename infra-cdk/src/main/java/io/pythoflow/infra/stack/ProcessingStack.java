package io.pythoflow.infra.stack;

import io.pythoflow.infra.Artifacts;
import io.pythoflow.infra.Roles;
import io.pythoflow.infra.config.InfraConfig;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.logs.ILogGroup;
import software.amazon.awscdk.services.logs.LogGroup;
import software.constructs.Construct;

/** The Flink application, started and stopped with the stack. */
public final class ProcessingStack extends Stack {

    private final LogGroup logs;

    public ProcessingStack(
            Construct scope,
            String id,
            StackProps props,
            InfraConfig config,
            Artifacts artifacts,
            Roles roles,
            LakeStack lake,
            NetworkStack network,
            DeviceStack devices) {
        super(scope, id, props);
        logs = LogGroup.Builder.create(this, "Logs").removalPolicy(RemovalPolicy.DESTROY).build();
    }

    /** Name of the Flink application, a token. */
    public String applicationName() {
        return "placeholder";
    }

    /** What the job logs. */
    public ILogGroup logs() {
        return logs;
    }
}
