package io.pythoflow.infra.lake;

import io.pythoflow.contract.table.Tables;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import software.amazon.awscdk.ArnComponents;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.iam.ManagedPolicy;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.constructs.Construct;

/**
 * What people need who ask the lake, to be attached to their users or roles: Athena in our
 * workgroup, reading tables and views, answers. They can write nothing but answers.
 */
public final class AnalystPolicy extends Construct {

    private final ManagedPolicy policy;

    public AnalystPolicy(
            Construct scope, String id, Buckets buckets, Catalog catalog, Workgroup workgroup) {
        super(scope, id);
        List<PolicyStatement> statements = new ArrayList<>(athena(workgroup));
        statements.addAll(catalog(catalog));
        statements.addAll(data(buckets));
        statements.addAll(results(buckets));
        policy =
                ManagedPolicy.Builder.create(this, "Policy")
                        .description("Asks the lake with Athena")
                        .statements(statements)
                        .build();
        Wildcards.acknowledge(this, "Files of every table are read", tables(buckets));
        Wildcards.acknowledge(
                this, "Athena chooses the names of the answers", List.of(answers(buckets)));
        Wildcards.acknowledge(
                this, "Listing has no resource that it could be limited to", List.of("*"));
    }

    private List<PolicyStatement> athena(Workgroup workgroup) {
        return List.of(
                allow(
                        List.of(
                                "athena:BatchGetNamedQuery",
                                "athena:BatchGetQueryExecution",
                                "athena:GetNamedQuery",
                                "athena:GetQueryExecution",
                                "athena:GetQueryResults",
                                "athena:GetQueryResultsStream",
                                "athena:GetQueryRuntimeStatistics",
                                "athena:GetWorkGroup",
                                "athena:ListNamedQueries",
                                "athena:ListQueryExecutions",
                                "athena:StartQueryExecution",
                                "athena:StopQueryExecution"),
                        List.of(arn("athena", "workgroup/" + workgroup.name()))),
                allow(
                        List.of(
                                "athena:GetDataCatalog",
                                "athena:GetDatabase",
                                "athena:GetTableMetadata",
                                "athena:ListDatabases",
                                "athena:ListTableMetadata"),
                        List.of(arn("athena", "datacatalog/AwsDataCatalog"))),
                // The console lists what there is to choose from before anything is chosen.
                allow(List.of("athena:ListDataCatalogs", "athena:ListWorkGroups"), List.of("*")));
    }

    private List<PolicyStatement> catalog(Catalog catalog) {
        return List.of(
                allow(
                        List.of(
                                "glue:BatchGetPartition",
                                "glue:GetDatabase",
                                "glue:GetDatabases",
                                "glue:GetPartition",
                                "glue:GetPartitions",
                                "glue:GetTable",
                                "glue:GetTables"),
                        // Athena looks at the default database, whichever it is asked for.
                        Stream.concat(
                                        catalog.arns().stream(),
                                        Stream.of(arn("glue", "database/default")))
                                .toList()));
    }

    private static List<PolicyStatement> data(Buckets buckets) {
        PolicyStatement list =
                allow(List.of("s3:ListBucket"), List.of(buckets.data().getBucketArn()));
        list.addCondition("StringLike", Map.of("s3:prefix", prefixes().toList()));
        return List.of(
                list,
                allow(
                        List.of("s3:GetBucketLocation"),
                        List.of(buckets.data().getBucketArn(), buckets.results().getBucketArn())),
                allow(List.of("s3:GetObject"), tables(buckets)));
    }

    private static List<String> tables(Buckets buckets) {
        return prefixes().map(buckets.data()::arnForObjects).toList();
    }

    private static Stream<String> prefixes() {
        return Tables.ALL.stream().map(table -> LakeLayout.prefix(table) + "/*");
    }

    private static String answers(Buckets buckets) {
        return buckets.results().arnForObjects("*");
    }

    private static List<PolicyStatement> results(Buckets buckets) {
        return List.of(
                allow(
                        List.of("s3:ListBucket", "s3:ListBucketMultipartUploads"),
                        List.of(buckets.results().getBucketArn())),
                allow(
                        List.of(
                                "s3:AbortMultipartUpload",
                                "s3:GetObject",
                                "s3:ListMultipartUploadParts",
                                "s3:PutObject"),
                        List.of(answers(buckets))));
    }

    private static PolicyStatement allow(List<String> actions, List<String> resources) {
        return PolicyStatement.Builder.create().actions(actions).resources(resources).build();
    }

    private String arn(String service, String resource) {
        return Stack.of(this)
                .formatArn(ArnComponents.builder().service(service).resource(resource).build());
    }

    /** Its ARN, a token. */
    public String arn() {
        return policy.getManagedPolicyArn();
    }
}
