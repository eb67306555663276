package io.pythoflow.infra.lake;

import io.pythoflow.contract.table.Tables;
import io.pythoflow.infra.Roles;
import io.pythoflow.infra.config.RolePurpose;
import java.util.List;
import java.util.Optional;
import software.amazon.awscdk.Acknowledgment;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.Validations;
import software.amazon.awscdk.services.glue.CfnCrawler;
import software.amazon.awscdk.services.glue.CfnTable;
import software.amazon.awscdk.services.iam.IRole;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.s3.IBucket;
import software.constructs.Construct;

/**
 * Registers partitions that the job has not, for example of files that were copied in. The job
 * registers its own, so nothing depends on it.
 *
 * <p>It must not fight the job, which refuses to start where a table differs. So its targets are
 * the tables and not the folders: then it makes no tables of its own. It logs what it would change
 * or delete, and describes a partition as its table is. With such targets AWS Glue takes no other
 * delete behaviour than LOG, and no other grouping than CombineCompatibleSchemas
 * (docs.aws.amazon.com/glue/latest/dg/define-crawler-choose-data-sources.html).
 */
public final class Crawler extends Construct {

    private static final String CONFIGURATION =
            """
            {"Version":1.0,"CrawlerOutput":{"Partitions":{"AddOrUpdateBehavior":"InheritFromTable"}},\
            "Grouping":{"TableGroupingPolicy":"CombineCompatibleSchemas"}}""";

    public Crawler(
            Construct scope,
            String id,
            Catalog catalog,
            IBucket data,
            Optional<String> schedule,
            Roles roles) {
        super(scope, id);
        IRole role = roles.role(this, "Role", RolePurpose.CRAWLER, "glue.amazonaws.com");
        allow(
                role,
                List.of(
                        "glue:BatchCreatePartition",
                        "glue:BatchGetPartition",
                        "glue:CreatePartition",
                        "glue:GetDatabase",
                        "glue:GetPartition",
                        "glue:GetPartitions",
                        "glue:GetTable",
                        "glue:GetTables",
                        "glue:UpdatePartition",
                        "glue:UpdateTable"),
                catalog.arns());
        allow(
                role,
                List.of("s3:GetBucketAcl", "s3:GetBucketLocation", "s3:ListBucket"),
                List.of(data.getBucketArn()));
        allow(role, List.of("s3:GetObject"), files(data));
        allow(
                role,
                List.of("logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"),
                List.of(logs()));
        Wildcards.acknowledge(this, "It looks into the files of every table", files(data));
        Wildcards.acknowledge(this, "Where all crawlers of the account log", List.of(logs()));
        CfnCrawler crawler =
                CfnCrawler.Builder.create(this, "Crawler")
                        .description("Registers partitions that the job has not")
                        .role(role.getRoleArn())
                        .targets(
                                CfnCrawler.TargetsProperty.builder()
                                        .catalogTargets(
                                                List.of(
                                                        CfnCrawler.CatalogTargetProperty.builder()
                                                                .databaseName(
                                                                        catalog.databaseName())
                                                                .tables(names(catalog))
                                                                .build()))
                                        .build())
                        .schemaChangePolicy(
                                CfnCrawler.SchemaChangePolicyProperty.builder()
                                        .updateBehavior("LOG")
                                        .deleteBehavior("LOG")
                                        .build())
                        .configuration(CONFIGURATION)
                        .schedule(schedule.map(Crawler::schedule).orElse(null))
                        .build();
        Validations.of(crawler)
                .acknowledge(
                        Acknowledgment.builder()
                                .id("AwsSolutions-GL1")
                                .reason(
                                        "Its log names tables and partitions, no data; CloudWatch"
                                                + " encrypts it with a key of its own")
                                .build());
        // AWS Glue tries the role when it is given one.
        crawler.getNode().addDependency(role);
    }

    private static void allow(IRole role, List<String> actions, List<String> resources) {
        role.addToPrincipalPolicy(
                PolicyStatement.Builder.create().actions(actions).resources(resources).build());
    }

    private static List<String> files(IBucket data) {
        return Tables.ALL.stream()
                .map(table -> data.arnForObjects(LakeLayout.prefix(table) + "/*"))
                .toList();
    }

    /** References, so that the tables are there before the crawler. */
    private static List<String> names(Catalog catalog) {
        return catalog.tables().stream().map(CfnTable::getRef).toList();
    }

    private static CfnCrawler.ScheduleProperty schedule(String expression) {
        return CfnCrawler.ScheduleProperty.builder().scheduleExpression(expression).build();
    }

    /**
     * The group that every crawler of an account logs into. cdk-nag's findings cannot be answered
     * where they name an account of which only a token is known.
     */
    private String logs() {
        return "arn:*:logs:" + Stack.of(this).getRegion() + ":*:log-group:/aws-glue/crawlers:*";
    }
}
