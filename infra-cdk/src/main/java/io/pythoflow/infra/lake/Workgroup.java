package io.pythoflow.infra.lake;

import io.pythoflow.infra.config.InfraConfig;
import software.amazon.awscdk.services.athena.CfnNamedQuery;
import software.amazon.awscdk.services.athena.CfnWorkGroup;
import software.amazon.awscdk.services.s3.IBucket;
import software.constructs.Construct;

/**
 * Where the lake is asked with Athena: with a limit to what one query may read, answers in a bucket
 * of their own, and saved queries. Whoever asks cannot choose otherwise.
 */
public final class Workgroup extends Construct {

    private static final long BYTES_PER_GB = 1_000_000_000L;

    private final CfnWorkGroup workgroup;

    public Workgroup(
            Construct scope, String id, InfraConfig config, Catalog catalog, IBucket results) {
        super(scope, id);
        workgroup =
                CfnWorkGroup.Builder.create(this, "Workgroup")
                        .name("pythoflow-" + config.environment())
                        .description("The lake of environment " + config.environment())
                        // Else the stack cannot be deleted once anything was asked.
                        .recursiveDeleteOption(true)
                        .workGroupConfiguration(configuration(config, results))
                        .build();
        for (SavedQuery query : SavedQuery.ALL) {
            CfnNamedQuery.Builder.create(this, query.name())
                    .name(query.name())
                    .description(query.description())
                    .queryString(query.sql())
                    .database(catalog.databaseName())
                    .workGroup(workgroup.getRef())
                    .build()
                    .getNode()
                    .addDependency(catalog);
        }
    }

    private static CfnWorkGroup.WorkGroupConfigurationProperty configuration(
            InfraConfig config, IBucket results) {
        return CfnWorkGroup.WorkGroupConfigurationProperty.builder()
                .enforceWorkGroupConfiguration(true)
                .publishCloudWatchMetricsEnabled(true)
                .bytesScannedCutoffPerQuery(config.lake().scanLimitGb() * BYTES_PER_GB)
                .engineVersion(
                        CfnWorkGroup.EngineVersionProperty.builder()
                                .selectedEngineVersion("Athena engine version 3")
                                .build())
                .resultConfiguration(
                        CfnWorkGroup.ResultConfigurationProperty.builder()
                                .outputLocation(results.s3UrlForObject() + "/")
                                .encryptionConfiguration(
                                        CfnWorkGroup.EncryptionConfigurationProperty.builder()
                                                .encryptionOption("SSE_S3")
                                                .build())
                                .build())
                .build();
    }

    /** Its name, a token. */
    public String name() {
        return workgroup.getRef();
    }
}
