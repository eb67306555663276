package io.pythoflow.infra.processing;

import io.pythoflow.infra.Artifacts;
import io.pythoflow.infra.HandlerFunction;
import io.pythoflow.infra.Names;
import io.pythoflow.infra.Roles;
import io.pythoflow.infra.config.InfraConfig;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.ArnComponents;
import software.amazon.awscdk.CustomResource;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.s3.assets.Asset;
import software.constructs.Construct;

/**
 * Starts the application when it is made or changed and waits until it runs; stops it before it is
 * deleted, so that its network interfaces are gone when the subnets go.
 */
public final class FlinkRun extends Construct {

    /**
     * What its function does to the application. The role is passed when the application is made or
     * updated, by CloudFormation: starting it asks for no permission to pass it.
     */
    private static final List<String> ACTIONS =
            List.of(
                    "kinesisanalytics:DescribeApplication",
                    "kinesisanalytics:DescribeApplicationOperation",
                    "kinesisanalytics:ListApplicationOperations",
                    "kinesisanalytics:StartApplication",
                    "kinesisanalytics:StopApplication");

    public FlinkRun(
            Construct scope,
            String id,
            InfraConfig config,
            Artifacts artifacts,
            Roles roles,
            FlinkApplication application,
            Asset code) {
        super(scope, id);
        HandlerFunction function =
                new HandlerFunction(this, "Handler", "FlinkRunHandler", artifacts, roles)
                        .allow(ACTIONS, List.of(arn(config)))
                        .mayInvokeItself();
        CustomResource run =
                function.resource(
                        this,
                        "Run",
                        "Custom::FlinkRun",
                        Map.of(
                                "ApplicationName",
                                application.name(),
                                "CodeKey",
                                code.getS3ObjectKey(),
                                "Configuration",
                                application.definition(),
                                "AllowNonRestoredState",
                                String.valueOf(config.processing().allowNonRestoredState()),
                                "StartOnDeploy",
                                String.valueOf(config.processing().startOnDeploy())));
        run.getNode().addDependency(application);
    }

    /** By its name, which is no token: the function may be ready before the application is. */
    private String arn(InfraConfig config) {
        return Stack.of(this)
                .formatArn(
                        ArnComponents.builder()
                                .service("kinesisanalytics")
                                .resource("application")
                                .resourceName(Names.application(config))
                                .build());
    }
}
