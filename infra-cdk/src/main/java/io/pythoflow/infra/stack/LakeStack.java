package io.pythoflow.infra.stack;

import io.pythoflow.infra.Roles;
import io.pythoflow.infra.config.InfraConfig;
import io.pythoflow.infra.config.InfraConfig.OnDestroy;
import io.pythoflow.infra.lake.AnalystPolicy;
import io.pythoflow.infra.lake.Buckets;
import io.pythoflow.infra.lake.Catalog;
import io.pythoflow.infra.lake.Crawler;
import io.pythoflow.infra.lake.LakeLayout;
import io.pythoflow.infra.lake.RawArchive;
import io.pythoflow.infra.lake.Workgroup;
import java.util.Optional;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.s3.IBucket;
import software.constructs.Construct;

/**
 * The buckets, the tables and who asks them. What is stored here outlives everything else.
 *
 * <p>Where data is kept the stack is protected from deletion: what is left of it would be a bucket
 * that the next deploy does not know. {@code make destroy} lifts the protection once that was
 * agreed to.
 */
public final class LakeStack extends Stack {

    private final Buckets buckets;
    private final Catalog catalog;
    private final Workgroup workgroup;
    private final Optional<RawArchive> rawArchive;

    public LakeStack(
            Construct scope, String id, StackProps props, InfraConfig config, Roles roles) {
        super(scope, id, props);
        setTerminationProtection(config.lake().onDestroy() == OnDestroy.KEEP);
        buckets = new Buckets(this, "Buckets", config.lake());
        catalog = new Catalog(this, "Catalog", config.lake().glueDatabase(), data());
        new Crawler(this, "Crawler", catalog, data(), config.lake().crawlerSchedule(), roles);
        workgroup = new Workgroup(this, "Athena", config, catalog, buckets.results());
        output("S3BucketName", "Bucket of tables and raw archive", data().getBucketName());
        output("GlueDatabase", "Database of the tables and views", catalog.databaseName());
        output("AthenaWorkgroup", "Where to ask them", workgroup.name());
        if (!roles.areGiven()) {
            AnalystPolicy analysts =
                    new AnalystPolicy(this, "Analysts", buckets, catalog, workgroup);
            output("AnalystPolicyArn", "To be attached to whoever asks", analysts.arn());
        }
        rawArchive =
                config.lake().rawArchive()
                        ? Optional.of(new RawArchive(this, "RawArchive", config, data(), roles))
                        : Optional.empty();
        if (rawArchive.isPresent()) {
            output(
                    "ArchiveRoot",
                    "Every message as received; ARCHIVE_ROOT of make backfill",
                    data().s3UrlForObject(LakeLayout.ARCHIVE));
        }
    }

    private void output(String id, String description, String value) {
        CfnOutput.Builder.create(this, id).description(description).value(value).build();
    }

    /** Where tables and archive lie. */
    public IBucket data() {
        return buckets.data();
    }

    /** Where access and flow logs go. */
    public IBucket logs() {
        return buckets.logs();
    }

    /** Database, tables and views. */
    public Catalog catalog() {
        return catalog;
    }

    /** Where they are asked. */
    public Workgroup workgroup() {
        return workgroup;
    }

    /** What keeps every message as it was received; empty where the environment wants none. */
    public Optional<RawArchive> rawArchive() {
        return rawArchive;
    }
}
