package io.pythoflow.infra.network;

import java.util.List;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.ec2.CfnVPCEndpoint;
import software.amazon.awscdk.services.iam.PolicyDocument;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.StarPrincipal;
import software.amazon.awscdk.services.s3.IBucket;
import software.constructs.Construct;

/**
 * S3 without NAT, from every subnet.
 *
 * <p>On the data bucket it lets through what a file system needs and nothing that changes the
 * bucket. Other buckets are left to their own policies and to the roles: the Flink service keeps
 * the jar, its snapshots and its packages in buckets of its own, and denying those would stop the
 * job.
 */
public final class S3Endpoint extends Construct {

    private static final List<String> OBJECT_ACTIONS =
            List.of(
                    "s3:GetObject",
                    "s3:PutObject",
                    "s3:DeleteObject",
                    "s3:AbortMultipartUpload",
                    "s3:ListMultipartUploadParts");

    private static final List<String> BUCKET_ACTIONS =
            List.of("s3:ListBucket", "s3:ListBucketMultipartUploads");

    public S3Endpoint(Construct scope, String id, IotVpc vpc, IBucket data) {
        super(scope, id);
        String objects = data.arnForObjects("*");
        CfnVPCEndpoint.Builder.create(this, "Endpoint")
                .vpcEndpointType("Gateway")
                .vpcId(vpc.vpcId())
                .serviceName("com.amazonaws." + Stack.of(this).getRegion() + ".s3")
                .routeTableIds(vpc.routeTableIds())
                .policyDocument(
                        PolicyDocument.Builder.create()
                                .statements(
                                        List.of(
                                                allow("Objects", OBJECT_ACTIONS)
                                                        .resources(List.of(objects))
                                                        .build(),
                                                allow("Bucket", BUCKET_ACTIONS)
                                                        .resources(List.of(data.getBucketArn()))
                                                        .build(),
                                                allow("OtherBuckets", List.of("s3:*"))
                                                        .notResources(
                                                                List.of(
                                                                        data.getBucketArn(),
                                                                        objects))
                                                        .build()))
                                .build())
                .build();
    }

    private static PolicyStatement.Builder allow(String sid, List<String> actions) {
        return PolicyStatement.Builder.create()
                .sid(sid)
                .principals(List.of(new StarPrincipal()))
                .actions(actions);
    }
}
