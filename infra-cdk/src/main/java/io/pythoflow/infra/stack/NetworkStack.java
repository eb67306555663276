package io.pythoflow.infra.stack;

import io.pythoflow.infra.Artifacts;
import io.pythoflow.infra.Roles;
import io.pythoflow.infra.config.InfraConfig;
import java.util.List;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.ec2.CfnInternetGateway;
import software.constructs.Construct;

/** The VPC, the ways out of it, and the way in for MQTT. */
public final class NetworkStack extends Stack {

    public NetworkStack(
            Construct scope,
            String id,
            StackProps props,
            InfraConfig config,
            Artifacts artifacts,
            Roles roles,
            LakeStack lake) {
        super(scope, id, props);
        CfnInternetGateway.Builder.create(this, "InternetGateway").build();
    }

    /** Address of the IoT data endpoint, a token. */
    public String mqttAddress() {
        return "placeholder";
    }

    /** Ids of the private subnets, tokens. */
    public List<String> privateSubnetIds() {
        return List.of();
    }

    /** Security group of the Flink application, a token. */
    public String jobSecurityGroupId() {
        return "placeholder";
    }
}
