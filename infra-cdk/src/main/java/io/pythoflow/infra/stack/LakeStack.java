package io.pythoflow.infra.stack;

import io.pythoflow.infra.Roles;
import io.pythoflow.infra.config.InfraConfig;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.s3.BlockPublicAccess;
import software.amazon.awscdk.services.s3.Bucket;
import software.amazon.awscdk.services.s3.BucketEncryption;
import software.amazon.awscdk.services.s3.IBucket;
import software.constructs.Construct;

/** The bucket, its tables and who asks them. What is stored here outlives everything else. */
public final class LakeStack extends Stack {

    private final Bucket data;
    private final Bucket logs;

    public LakeStack(
            Construct scope, String id, StackProps props, InfraConfig config, Roles roles) {
        super(scope, id, props);
        logs = bucket("Logs").build();
        data = bucket("Data").versioned(true).serverAccessLogsBucket(logs).build();
    }

    private Bucket.Builder bucket(String id) {
        return Bucket.Builder.create(this, id)
                .encryption(BucketEncryption.S3_MANAGED)
                .blockPublicAccess(BlockPublicAccess.BLOCK_ALL)
                .enforceSsl(true);
    }

    /** Where tables and archive lie. */
    public IBucket data() {
        return data;
    }

    /** Where access and flow logs go. */
    public IBucket logs() {
        return logs;
    }
}
