package io.pythoflow.infra.processing;

import io.pythoflow.infra.Names;
import io.pythoflow.infra.config.InfraConfig;
import io.pythoflow.infra.config.InfraConfig.Processing;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.kinesisanalyticsv2.CfnApplication;
import software.amazon.awscdk.services.kinesisanalyticsv2.CfnApplication.ApplicationCodeConfigurationProperty;
import software.amazon.awscdk.services.kinesisanalyticsv2.CfnApplication.ApplicationConfigurationProperty;
import software.amazon.awscdk.services.kinesisanalyticsv2.CfnApplication.ApplicationSnapshotConfigurationProperty;
import software.amazon.awscdk.services.kinesisanalyticsv2.CfnApplication.ApplicationSystemRollbackConfigurationProperty;
import software.amazon.awscdk.services.kinesisanalyticsv2.CfnApplication.CheckpointConfigurationProperty;
import software.amazon.awscdk.services.kinesisanalyticsv2.CfnApplication.CodeContentProperty;
import software.amazon.awscdk.services.kinesisanalyticsv2.CfnApplication.EnvironmentPropertiesProperty;
import software.amazon.awscdk.services.kinesisanalyticsv2.CfnApplication.FlinkApplicationConfigurationProperty;
import software.amazon.awscdk.services.kinesisanalyticsv2.CfnApplication.MonitoringConfigurationProperty;
import software.amazon.awscdk.services.kinesisanalyticsv2.CfnApplication.ParallelismConfigurationProperty;
import software.amazon.awscdk.services.kinesisanalyticsv2.CfnApplication.PropertyGroupProperty;
import software.amazon.awscdk.services.kinesisanalyticsv2.CfnApplication.S3ContentLocationProperty;
import software.amazon.awscdk.services.kinesisanalyticsv2.CfnApplication.VpcConfigurationProperty;
import software.amazon.awscdk.services.kinesisanalyticsv2.CfnApplicationCloudWatchLoggingOption;
import software.amazon.awscdk.services.kinesisanalyticsv2.CfnApplicationCloudWatchLoggingOption.CloudWatchLoggingOptionProperty;
import software.amazon.awscdk.services.s3.assets.Asset;
import software.constructs.Construct;

/**
 * The application of Amazon Managed Service for Apache Flink. CloudFormation makes and updates it,
 * and neither starts nor stops it; that is {@link FlinkRun}'s.
 */
public final class FlinkApplication extends Construct {

    private static final String RUNTIME = "FLINK-2_2";

    /** With any other word the service takes its own values and ignores what stands beside it. */
    private static final String CUSTOM = "CUSTOM";

    /**
     * The service's default of 5 s would come on top of each checkpoint's duration: messages are
     * acknowledged by checkpoints, and IoT Core has at most 100 of a session unacknowledged.
     */
    private static final Duration MINIMUM_PAUSE = Duration.ofMillis(500);

    /**
     * Where the application lives.
     *
     * @param subnetIds private ones, with a way to AWS's services
     */
    public record Place(List<String> subnetIds, String securityGroupId) {}

    private final CfnApplication application;
    private final CfnApplicationCloudWatchLoggingOption logging;

    /**
     * @param code the job's jar
     * @param properties group → key → value
     */
    public FlinkApplication(
            Construct scope,
            String id,
            InfraConfig config,
            Asset code,
            Map<String, Map<String, String>> properties,
            JobRole role,
            JobLogs logs,
            Place place) {
        super(scope, id);
        application =
                CfnApplication.Builder.create(this, "Application")
                        .applicationName(Names.application(config))
                        .applicationDescription("PythoFlow: from soil readings to watered fields")
                        .applicationMode("STREAMING")
                        .runtimeEnvironment(RUNTIME)
                        .serviceExecutionRole(role.role().getRoleArn())
                        .applicationConfiguration(
                                ApplicationConfigurationProperty.builder()
                                        .applicationCodeConfiguration(code(code))
                                        .flinkApplicationConfiguration(flink(config.processing()))
                                        .environmentProperties(environment(properties))
                                        .vpcConfigurations(List.of(vpc(place)))
                                        .applicationSnapshotConfiguration(snapshots())
                                        .applicationSystemRollbackConfiguration(rollback())
                                        .build())
                        .build();
        // The service fetches the code and looks at the VPC with the role as soon as it makes the
        // application; what the role may do is a resource that nothing else refers to.
        application.getNode().addDependency(role);
        logging =
                CfnApplicationCloudWatchLoggingOption.Builder.create(this, "Logging")
                        .applicationName(application.getRef())
                        .cloudWatchLoggingOption(
                                CloudWatchLoggingOptionProperty.builder()
                                        .logStreamArn(logs.streamArn())
                                        .build())
                        .build();
    }

    /** A token. */
    public String name() {
        return application.getRef();
    }

    /**
     * Everything that the application is, as it will be when it is deployed. Whoever depends on
     * this text is asked again when anything in it changes, be it here or in another stack.
     */
    String definition() {
        return Stack.of(this)
                .toJsonString(
                        List.of(
                                RUNTIME,
                                application.getServiceExecutionRole(),
                                application.getApplicationConfiguration()));
    }

    /** Whoever starts the application waits for this: it cannot be changed while it starts. */
    CfnApplicationCloudWatchLoggingOption logging() {
        return logging;
    }

    private static ApplicationCodeConfigurationProperty code(Asset code) {
        return ApplicationCodeConfigurationProperty.builder()
                .codeContentType("ZIPFILE")
                .codeContent(
                        CodeContentProperty.builder()
                                .s3ContentLocation(
                                        S3ContentLocationProperty.builder()
                                                .bucketArn(code.getBucket().getBucketArn())
                                                .fileKey(code.getS3ObjectKey())
                                                .build())
                                .build())
                .build();
    }

    private static FlinkApplicationConfigurationProperty flink(Processing processing) {
        return FlinkApplicationConfigurationProperty.builder()
                .checkpointConfiguration(
                        CheckpointConfigurationProperty.builder()
                                .configurationType(CUSTOM)
                                .checkpointingEnabled(true)
                                .checkpointInterval(processing.checkpointInterval().toMillis())
                                .minPauseBetweenCheckpoints(MINIMUM_PAUSE.toMillis())
                                .build())
                .monitoringConfiguration(
                        MonitoringConfigurationProperty.builder()
                                .configurationType(CUSTOM)
                                .metricsLevel("APPLICATION")
                                // Flink says at this level why it restarts.
                                .logLevel("INFO")
                                .build())
                .parallelismConfiguration(
                        ParallelismConfigurationProperty.builder()
                                .configurationType(CUSTOM)
                                .parallelism(processing.parallelism())
                                .parallelismPerKpu(processing.parallelismPerKpu())
                                .autoScalingEnabled(processing.autoscaling())
                                .build())
                .build();
    }

    private static EnvironmentPropertiesProperty environment(
            Map<String, Map<String, String>> properties) {
        return EnvironmentPropertiesProperty.builder()
                .propertyGroups(
                        properties.entrySet().stream()
                                .map(
                                        group ->
                                                PropertyGroupProperty.builder()
                                                        .propertyGroupId(group.getKey())
                                                        .propertyMap(group.getValue())
                                                        .build())
                                .toList())
                .build();
    }

    private static VpcConfigurationProperty vpc(Place place) {
        return VpcConfigurationProperty.builder()
                .subnetIds(place.subnetIds())
                .securityGroupIds(List.of(place.securityGroupId()))
                .build();
    }

    /** A restart after an update goes on from where the application was. */
    private static ApplicationSnapshotConfigurationProperty snapshots() {
        return ApplicationSnapshotConfigurationProperty.builder().snapshotsEnabled(true).build();
    }

    /** An update that cannot run gives way to the version before it. */
    private static ApplicationSystemRollbackConfigurationProperty rollback() {
        return ApplicationSystemRollbackConfigurationProperty.builder()
                .rollbackEnabled(true)
                .build();
    }
}
