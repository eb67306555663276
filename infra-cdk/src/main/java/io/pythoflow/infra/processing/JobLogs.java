package io.pythoflow.infra.processing;

import software.amazon.awscdk.ArnComponents;
import software.amazon.awscdk.ArnFormat;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.logs.CfnLogGroup;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.logs.LogStream;
import software.constructs.Construct;

/**
 * Where the job logs. The stream is made beforehand: the service drops what it cannot write and
 * says nothing.
 */
public final class JobLogs extends Construct {

    private final LogGroup group;
    private final LogStream stream;

    /**
     * @param application whose logs they are; the group has the name that the service's console
     *     looks for
     * @param retentionDays how long lines are kept, one of the numbers that CloudWatch has
     */
    public JobLogs(Construct scope, String id, String application, int retentionDays) {
        super(scope, id);
        group =
                LogGroup.Builder.create(this, "Group")
                        .logGroupName("/aws/kinesis-analytics/" + application)
                        .removalPolicy(RemovalPolicy.DESTROY)
                        .build();
        if (group.getNode().getDefaultChild() instanceof CfnLogGroup resource) {
            resource.setRetentionInDays(retentionDays);
        }
        stream =
                LogStream.Builder.create(this, "Stream")
                        .logGroup(group)
                        .logStreamName("job")
                        .removalPolicy(RemovalPolicy.DESTROY)
                        .build();
    }

    public LogGroup group() {
        return group;
    }

    String streamArn() {
        return Stack.of(this)
                .formatArn(
                        ArnComponents.builder()
                                .service("logs")
                                .resource("log-group")
                                .resourceName(
                                        group.getLogGroupName()
                                                + ":log-stream:"
                                                + stream.getLogStreamName())
                                .arnFormat(ArnFormat.COLON_RESOURCE_NAME)
                                .build());
    }
}
