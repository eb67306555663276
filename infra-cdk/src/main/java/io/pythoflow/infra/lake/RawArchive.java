package io.pythoflow.infra.lake;

import io.pythoflow.contract.archive.ArchivedMessage;
import io.pythoflow.infra.IotRule;
import io.pythoflow.infra.Roles;
import io.pythoflow.infra.config.InfraConfig;
import io.pythoflow.infra.config.RolePurpose;
import java.util.List;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.iam.IRole;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iot.CfnTopicRule.ActionProperty;
import software.amazon.awscdk.services.iot.CfnTopicRule.FirehoseActionProperty;
import software.amazon.awscdk.services.kinesisfirehose.CfnDeliveryStream;
import software.amazon.awscdk.services.logs.ILogGroup;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.logs.LogStream;
import software.amazon.awscdk.services.logs.RetentionDays;
import software.amazon.awscdk.services.s3.IBucket;
import software.constructs.Construct;

/**
 * Keeps every message as the broker received it, whether a job runs or not: a rule of AWS IoT hands
 * it to Firehose, which gathers files of five minutes. The backfill reads them; their layout is
 * defined in {@code io.pythoflow.contract.archive}.
 *
 * <p>Firehose names the folder by the arrival of a file's oldest record, in UTC, and the file
 * {@code <stream>-<version>-<time>-<uuid>.gz}
 * (docs.aws.amazon.com/firehose/latest/dev/s3-prefixes.html, s3-object-name.html). A message that
 * Firehose does not take is logged with its payload in base64, for a month.
 */
public final class RawArchive extends Construct {

    /** Firehose writes a file when either is reached, the size before it is compressed. */
    private static final int GATHER_SECONDS = 300;

    private static final int GATHER_MIB = 64;

    private final LogGroup logs;
    private final CfnDeliveryStream stream;

    public RawArchive(Construct scope, String id, InfraConfig config, IBucket data, Roles roles) {
        super(scope, id);
        logs =
                LogGroup.Builder.create(this, "Logs")
                        .retention(RetentionDays.ONE_MONTH)
                        .removalPolicy(RemovalPolicy.DESTROY)
                        .build();
        stream = stream(data, roles);
        new IotRule(
                this,
                "Rule",
                config,
                new IotRule.Definition(
                        "raw_archive",
                        "Keeps every message as it was received",
                        ArchivedMessage.IOT_RULE_SQL),
                new IotRule.Effect("firehose:PutRecord", stream.getAttrArn(), this::delivery),
                logs,
                roles);
    }

    private CfnDeliveryStream stream(IBucket data, Roles roles) {
        LogStream deliveries =
                LogStream.Builder.create(this, "Deliveries")
                        .logGroup(logs)
                        .removalPolicy(RemovalPolicy.DESTROY)
                        .build();
        IRole role =
                roles.role(this, "DeliveryRole", RolePurpose.FIREHOSE, "firehose.amazonaws.com");
        allow(
                role,
                List.of("s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads"),
                List.of(data.getBucketArn()));
        List<String> files =
                List.of(
                        data.arnForObjects(LakeLayout.ARCHIVE + "/*"),
                        data.arnForObjects(LakeLayout.ARCHIVE_ERRORS + "/*"));
        allow(role, List.of("s3:AbortMultipartUpload", "s3:GetObject", "s3:PutObject"), files);
        Wildcards.acknowledge(this, "Firehose chooses the names of the files", files);
        allow(role, List.of("logs:PutLogEvents"), List.of(logs.getLogGroupArn()));
        CfnDeliveryStream made =
                CfnDeliveryStream.Builder.create(this, "Stream")
                        .deliveryStreamType("DirectPut")
                        .deliveryStreamEncryptionConfigurationInput(
                                CfnDeliveryStream.DeliveryStreamEncryptionConfigurationInputProperty
                                        .builder()
                                        .keyType("AWS_OWNED_CMK")
                                        .build())
                        .extendedS3DestinationConfiguration(
                                CfnDeliveryStream.ExtendedS3DestinationConfigurationProperty
                                        .builder()
                                        .bucketArn(data.getBucketArn())
                                        .roleArn(role.getRoleArn())
                                        .prefix(
                                                LakeLayout.ARCHIVE
                                                        + "/dt=!{timestamp:yyyy-MM-dd}/hour=!{timestamp:HH}/")
                                        .errorOutputPrefix(
                                                LakeLayout.ARCHIVE_ERRORS
                                                        + "/!{firehose:error-output-type}"
                                                        + "/dt=!{timestamp:yyyy-MM-dd}/hour=!{timestamp:HH}/")
                                        .customTimeZone("UTC")
                                        .compressionFormat("GZIP")
                                        .bufferingHints(
                                                CfnDeliveryStream.BufferingHintsProperty.builder()
                                                        .intervalInSeconds(GATHER_SECONDS)
                                                        .sizeInMBs(GATHER_MIB)
                                                        .build())
                                        .cloudWatchLoggingOptions(
                                                CfnDeliveryStream.CloudWatchLoggingOptionsProperty
                                                        .builder()
                                                        .enabled(true)
                                                        .logGroupName(logs.getLogGroupName())
                                                        .logStreamName(
                                                                deliveries.getLogStreamName())
                                                        .build())
                                        .build())
                        .build();
        made.getNode().addDependency(role);
        return made;
    }

    private ActionProperty delivery(String roleArn) {
        return ActionProperty.builder()
                .firehose(
                        FirehoseActionProperty.builder()
                                .deliveryStreamName(stream.getRef())
                                .roleArn(roleArn)
                                .separator("\n")
                                // A batch is what a rule makes of an array; ours makes an object.
                                .batchMode(false)
                                .build())
                .build();
    }

    private static void allow(IRole role, List<String> actions, List<String> resources) {
        role.addToPrincipalPolicy(
                PolicyStatement.Builder.create().actions(actions).resources(resources).build());
    }

    /** What could not be written, with the reason. */
    public ILogGroup failures() {
        return logs;
    }

    /** Name of the Firehose stream, a token; the dimension of its metrics. */
    public String deliveryStreamName() {
        return stream.getRef();
    }
}
