package io.pythoflow.infra.stack;

import io.pythoflow.infra.Artifacts;
import io.pythoflow.infra.Roles;
import io.pythoflow.infra.config.InfraConfig;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.iot.CfnThingType;
import software.constructs.Construct;

/** Gateways, the job and the operator as devices, with their certificates and policies. */
public final class DeviceStack extends Stack {

    public DeviceStack(
            Construct scope,
            String id,
            StackProps props,
            InfraConfig config,
            Artifacts artifacts,
            Roles roles) {
        super(scope, id, props);
        CfnThingType.Builder.create(this, "GatewayType").build();
    }

    /** The secret that holds the job's credentials, a token. */
    public String computeSecretArn() {
        return "placeholder";
    }
}
