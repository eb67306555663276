package io.pythoflow.infra.stack;

import io.pythoflow.infra.Artifacts;
import io.pythoflow.infra.Roles;
import io.pythoflow.infra.config.InfraConfig;
import io.pythoflow.infra.config.InfraConfig.IotLogLevel;
import io.pythoflow.infra.device.DeviceRegistry;
import io.pythoflow.infra.device.IotLogging;
import java.util.Optional;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.constructs.Construct;

/** Gateways, the job and the operator as devices, with their certificates and policies. */
public final class DeviceStack extends Stack {

    private final DeviceRegistry devices;

    public DeviceStack(
            Construct scope,
            String id,
            StackProps props,
            InfraConfig config,
            Artifacts artifacts,
            Roles roles) {
        super(scope, id, props);
        devices = new DeviceRegistry(this, "Devices", config, artifacts, roles);
        IotLogLevel level = config.devices().logLevel();
        if (level != IotLogLevel.DISABLED) {
            new IotLogging(this, "Logging", level, roles);
        }
        output("Gateway", "every gateway's", devices.gatewayCredentialsCommand());
        output("Compute", "the job's", devices.computeCredentialsCommand());
        output("Operator", "the operator's", devices.operatorCredentialsCommand());
    }

    private void output(String who, String whose, Optional<String> command) {
        command.ifPresent(
                value ->
                        CfnOutput.Builder.create(this, "Retrieve" + who + "CredentialsCommand")
                                .description(
                                        "Saves "
                                                + whose
                                                + " certificate and key in a folder below the"
                                                + " current one; needs the AWS CLI and Python 3")
                                .value(value)
                                .build());
    }

    /** The secret that holds the job's credentials, a token. */
    public String computeSecretArn() {
        return devices.computeSecretArn();
    }
}
