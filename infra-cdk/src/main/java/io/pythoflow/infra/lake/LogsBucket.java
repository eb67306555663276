package io.pythoflow.infra.lake;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.ArnComponents;
import software.amazon.awscdk.ArnFormat;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.s3.Bucket;
import software.amazon.awscdk.services.s3.LifecycleRule;
import software.constructs.Construct;

/**
 * Where logs are delivered: accesses to the buckets, flows of the VPC.
 *
 * <p>Those who deliver VPC flow logs are let in here, by the account and not by the flow log, so
 * that the bucket does not depend on a stack that depends on it. Without these statements EC2
 * writes them itself, with the rights of whoever deploys. See "Publish flow logs to Amazon S3" in
 * the Amazon VPC user guide.
 */
final class LogsBucket extends Construct {

    private static final String DELIVERY = "delivery.logs.amazonaws.com";

    private final Bucket bucket;

    LogsBucket(Construct scope, String id, RemovalPolicy removal) {
        super(scope, id);
        bucket =
                Buckets.bucket(this, "Bucket")
                        .lifecycleRules(
                                List.of(
                                        LifecycleRule.builder()
                                                .id("logs")
                                                .expiration(Duration.days(90))
                                                .abortIncompleteMultipartUploadAfter(
                                                        Duration.days(1))
                                                .build()))
                        .removalPolicy(removal)
                        .build();
        allowDelivery(
                "AWSLogDeliveryAclCheck",
                List.of("s3:GetBucketAcl", "s3:ListBucket"),
                List.of(bucket.getBucketArn()));
        allowDelivery(
                        "AWSLogDeliveryWrite",
                        List.of("s3:PutObject"),
                        List.of(
                                bucket.arnForObjects("AWSLogs/" + Aws.ACCOUNT_ID + "/*"),
                                bucket.arnForObjects("*/AWSLogs/" + Aws.ACCOUNT_ID + "/*")))
                .addCondition("StringEquals", Map.of("s3:x-amz-acl", "bucket-owner-full-control"));
    }

    private PolicyStatement allowDelivery(
            String sid, List<String> actions, List<String> resources) {
        PolicyStatement statement =
                PolicyStatement.Builder.create()
                        .sid(sid)
                        .principals(List.of(new ServicePrincipal(DELIVERY)))
                        .actions(actions)
                        .resources(resources)
                        .build();
        statement.addCondition("StringEquals", Map.of("aws:SourceAccount", Aws.ACCOUNT_ID));
        statement.addCondition("ArnLike", Map.of("aws:SourceArn", logDeliveries()));
        bucket.addToResourcePolicy(statement);
        return statement;
    }

    private String logDeliveries() {
        return Stack.of(this)
                .formatArn(
                        ArnComponents.builder()
                                .service("logs")
                                .resource("*")
                                .arnFormat(ArnFormat.NO_RESOURCE_NAME)
                                .build());
    }

    Bucket bucket() {
        return bucket;
    }
}
