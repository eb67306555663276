package io.pythoflow.infra.lake;

import io.pythoflow.contract.table.Tables;
import io.pythoflow.infra.config.InfraConfig.Lake;
import io.pythoflow.infra.config.InfraConfig.OnDestroy;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.s3.BlockPublicAccess;
import software.amazon.awscdk.services.s3.Bucket;
import software.amazon.awscdk.services.s3.BucketEncryption;
import software.amazon.awscdk.services.s3.IBucket;
import software.amazon.awscdk.services.s3.LifecycleRule;
import software.amazon.awscdk.services.s3.ObjectOwnership;
import software.constructs.Construct;

/**
 * Three buckets: the data, what Athena answers, and who touched either. Private, encrypted, over
 * TLS only.
 *
 * <p>Nothing of the tables moves to a colder class: Athena passes over objects in Glacier without a
 * word.
 */
public final class Buckets extends Construct {

    private static final String CONTEXT = "@aws-cdk/aws-s3:serverAccessLogsUseBucketPolicy";

    /** Prefix of the access logs; the logs of the VPC have one of their own. */
    private static final String ACCESS_LOGS = "s3-access/";

    private final Bucket data;
    private final Bucket results;
    private final Bucket logs;

    public Buckets(Construct scope, String id, Lake lake) {
        super(scope, id);
        // New buckets take no access control lists, so whoever delivers logs is let in by policy.
        getNode().setContext(CONTEXT, true);
        RemovalPolicy kept =
                lake.onDestroy() == OnDestroy.KEEP ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
        logs =
                bucket("Logs", kept)
                        .lifecycleRules(
                                List.of(
                                        LifecycleRule.builder()
                                                .id("logs")
                                                .expiration(Duration.days(90))
                                                .abortIncompleteMultipartUploadAfter(
                                                        Duration.days(1))
                                                .build()))
                        .build();
        data =
                bucket("Data", kept)
                        .versioned(true)
                        .lifecycleRules(dataRules(lake))
                        .serverAccessLogsBucket(logs)
                        .serverAccessLogsPrefix(ACCESS_LOGS + "data/")
                        .build();
        results =
                bucket("Results", RemovalPolicy.DESTROY)
                        .lifecycleRules(
                                List.of(
                                        LifecycleRule.builder()
                                                .id("answers")
                                                .expiration(Duration.days(30))
                                                .abortIncompleteMultipartUploadAfter(
                                                        Duration.days(1))
                                                .build()))
                        .serverAccessLogsBucket(logs)
                        .serverAccessLogsPrefix(ACCESS_LOGS + "results/")
                        .build();
    }

    private Bucket.Builder bucket(String id, RemovalPolicy removal) {
        return Bucket.Builder.create(this, id)
                .encryption(BucketEncryption.S3_MANAGED)
                .blockPublicAccess(BlockPublicAccess.BLOCK_ALL)
                .objectOwnership(ObjectOwnership.BUCKET_OWNER_ENFORCED)
                .enforceSsl(true)
                .removalPolicy(removal)
                .minimumTlsVersion(1.2);
    }

    private static List<LifecycleRule> dataRules(Lake lake) {
        List<LifecycleRule> rules = new ArrayList<>();
        rules.add(
                LifecycleRule.builder()
                        .id("leftovers")
                        .noncurrentVersionExpiration(Duration.days(7))
                        .expiredObjectDeleteMarker(true)
                        // A snapshot finishes the uploads that were open when it was taken; one
                        // that is restored later than this has lost the rows in them.
                        .abortIncompleteMultipartUploadAfter(Duration.days(30))
                        .build());
        lake.tableExpiryDays()
                .ifPresent(
                        days ->
                                Tables.ALL.forEach(
                                        table ->
                                                rules.add(
                                                        expiry(
                                                                table.name(),
                                                                LakeLayout.prefix(table),
                                                                days))));
        lake.archiveExpiryDays()
                .ifPresent(days -> rules.add(expiry("archive", LakeLayout.ARCHIVE, days)));
        return rules;
    }

    private static LifecycleRule expiry(String id, String prefix, int days) {
        return LifecycleRule.builder()
                .id(id)
                .prefix(prefix + "/")
                .expiration(Duration.days(days))
                .build();
    }

    /** Where tables and archive lie. */
    public IBucket data() {
        return data;
    }

    /** Where Athena puts its answers. */
    public IBucket results() {
        return results;
    }

    /** Where access and flow logs go. */
    public IBucket logs() {
        return logs;
    }
}
