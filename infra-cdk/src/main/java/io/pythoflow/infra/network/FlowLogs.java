package io.pythoflow.infra.network;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.ArnComponents;
import software.amazon.awscdk.ArnFormat;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.ec2.CfnFlowLog;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.s3.IBucket;
import software.constructs.Construct;

/**
 * The VPC's traffic, logged into a bucket.
 *
 * <p>Without the two statements in the bucket's policy EC2 writes them there itself, and the next
 * change of the bucket's stack takes them away: logs then stop without an error. They name the
 * account and the log service, not the VPC, so that the bucket's stack does not depend on this one
 * (docs.aws.amazon.com/vpc/latest/userguide/flow-logs-s3-permissions.html).
 */
public final class FlowLogs extends Construct {

    private static final String PREFIX = "vpc-flow-logs";

    public FlowLogs(Construct scope, String id, IotVpc vpc, IBucket bucket) {
        super(scope, id);
        Stack stack = Stack.of(this);
        bucket.addToResourcePolicy(
                delivery()
                        .sid("AWSLogDeliveryWrite")
                        .actions(List.of("s3:PutObject"))
                        .resources(
                                List.of(
                                        bucket.arnForObjects(
                                                PREFIX + "/AWSLogs/" + stack.getAccount() + "/*")))
                        .conditions(
                                conditions(
                                        stack,
                                        Map.of(
                                                "aws:SourceAccount",
                                                stack.getAccount(),
                                                "s3:x-amz-acl",
                                                "bucket-owner-full-control")))
                        .build());
        bucket.addToResourcePolicy(
                delivery()
                        .sid("AWSLogDeliveryAclCheck")
                        .actions(List.of("s3:GetBucketAcl", "s3:ListBucket"))
                        .resources(List.of(bucket.getBucketArn()))
                        .conditions(
                                conditions(stack, Map.of("aws:SourceAccount", stack.getAccount())))
                        .build());
        CfnFlowLog.Builder.create(this, "Log")
                .resourceType("VPC")
                .resourceId(vpc.vpcId())
                .trafficType("ALL")
                .logDestinationType("s3")
                .logDestination(bucket.arnForObjects(PREFIX))
                .build();
    }

    private static PolicyStatement.Builder delivery() {
        return PolicyStatement.Builder.create()
                .principals(List.of(new ServicePrincipal("delivery.logs.amazonaws.com")));
    }

    private static Map<String, Object> conditions(Stack stack, Map<String, String> equal) {
        String logs =
                stack.formatArn(
                        ArnComponents.builder()
                                .service("logs")
                                .resource("*")
                                .arnFormat(ArnFormat.NO_RESOURCE_NAME)
                                .build());
        return Map.of("StringEquals", equal, "ArnLike", Map.of("aws:SourceArn", logs));
    }
}
