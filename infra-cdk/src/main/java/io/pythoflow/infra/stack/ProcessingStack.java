package io.pythoflow.infra.stack;

import io.pythoflow.infra.Artifacts;
import io.pythoflow.infra.Names;
import io.pythoflow.infra.Roles;
import io.pythoflow.infra.config.InfraConfig;
import io.pythoflow.infra.processing.ApplicationProperties;
import io.pythoflow.infra.processing.FlinkApplication;
import io.pythoflow.infra.processing.FlinkRun;
import io.pythoflow.infra.processing.JobLogs;
import io.pythoflow.infra.processing.JobRole;
import java.nio.file.Path;
import java.util.Optional;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.logs.ILogGroup;
import software.amazon.awscdk.services.s3.assets.Asset;
import software.constructs.Construct;

/** The Flink application, started and stopped with the stack. */
public final class ProcessingStack extends Stack {

    private final JobLogs logs;
    private final FlinkApplication application;

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
        // The job runs as soon as it is started: with tables, a way out, and policies that let it
        // connect. Not all of that is referred to.
        addStackDependency(lake);
        addStackDependency(network);
        addStackDependency(devices);

        Asset code = asset("Code", artifacts.jobJar());
        Optional<Asset> rules =
                config.processing().initialRules().map(file -> asset("Rules", file));
        logs =
                new JobLogs(
                        this,
                        "Logs",
                        Names.application(config),
                        config.processing().logRetentionDays());
        JobRole role =
                new JobRole(
                        this,
                        "Job",
                        roles,
                        new JobRole.Needs(
                                code,
                                rules,
                                lake.data(),
                                config.lake().glueDatabase(),
                                devices.computeSecretArn(),
                                logs));
        application =
                new FlinkApplication(
                        this,
                        "Flink",
                        config,
                        code,
                        ApplicationProperties.of(
                                config,
                                new ApplicationProperties.Places(
                                        lake.data().getBucketName(),
                                        devices.computeSecretArn(),
                                        network.mqttAddress(),
                                        rules.map(Asset::getS3ObjectUrl))),
                        role,
                        logs,
                        new FlinkApplication.Place(
                                network.privateSubnetIds(), network.jobSecurityGroupId()));
        new FlinkRun(this, "Start", config, artifacts, roles, application, code);
        output("FlinkApplicationName", application.name());
        output("FlinkLogGroup", logs.group().getLogGroupName());
    }

    private Asset asset(String id, Path file) {
        return Asset.Builder.create(this, id).path(file.toString()).build();
    }

    private void output(String id, String value) {
        CfnOutput.Builder.create(this, id).value(value).build();
    }

    /** Name of the Flink application, a token. */
    public String applicationName() {
        return application.name();
    }

    /** What the job logs. */
    public ILogGroup logs() {
        return logs.group();
    }
}
