package io.pythoflow.infra.device;

import io.pythoflow.infra.Findings;
import io.pythoflow.infra.Roles;
import io.pythoflow.infra.config.InfraConfig.IotLogLevel;
import io.pythoflow.infra.config.RolePurpose;
import java.util.List;
import software.amazon.awscdk.ArnComponents;
import software.amazon.awscdk.ArnFormat;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.iam.IRole;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iot.CfnLogging;
import software.constructs.Construct;

/**
 * What AWS IoT Core logs of the account, into the log group {@value #GROUP}, which it makes itself:
 * refused connections among it, which a client is told nothing of.
 *
 * <p>An account has one such setting. Where it was made before, AWS refuses this one: import it, or
 * switch it off first with {@code aws iot set-v2-logging-options --disable-all-logs}.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-iot-logging.html">
 *     AWS::IoT::Logging</a>
 */
public final class IotLogging extends Construct {

    private static final String GROUP = "AWSIotLogsV2";

    /**
     * @param level not {@link IotLogLevel#DISABLED}
     */
    public IotLogging(Construct scope, String id, IotLogLevel level, Roles roles) {
        super(scope, id);
        IRole role = roles.role(this, "Role", RolePurpose.IOT_LOGGING, "iot.amazonaws.com");
        role.addToPrincipalPolicy(
                PolicyStatement.Builder.create()
                        .actions(
                                List.of(
                                        "logs:CreateLogGroup",
                                        "logs:CreateLogStream",
                                        "logs:PutLogEvents",
                                        "logs:PutMetricFilter",
                                        "logs:PutRetentionPolicy"))
                        .resources(List.of(group(GROUP), group(GROUP + ":*")))
                        .build());
        Findings.acknowledgeWildcard(
                this,
                "arn:<AWS::Partition>:logs:%s:<AWS::AccountId>:log-group:%s:*"
                        .formatted(Stack.of(this).getRegion(), GROUP),
                "The streams of one group, which AWS IoT Core names");
        CfnLogging logging =
                CfnLogging.Builder.create(this, "Logging")
                        .accountId(Aws.ACCOUNT_ID)
                        .defaultLogLevel(level.name())
                        .roleArn(role.getRoleArn())
                        .build();
        logging.getNode().addDependency(role);
    }

    private String group(String name) {
        return Stack.of(this)
                .formatArn(
                        ArnComponents.builder()
                                .service("logs")
                                .resource("log-group")
                                .resourceName(name)
                                .arnFormat(ArnFormat.COLON_RESOURCE_NAME)
                                .build());
    }
}
