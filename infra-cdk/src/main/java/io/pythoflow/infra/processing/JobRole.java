package io.pythoflow.infra.processing;

import io.pythoflow.contract.property.LakeProperties;
import io.pythoflow.contract.table.TableDefinition;
import io.pythoflow.contract.table.Tables;
import io.pythoflow.contract.table.View;
import io.pythoflow.contract.table.Views;
import io.pythoflow.infra.Roles;
import io.pythoflow.infra.config.RolePurpose;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awscdk.Acknowledgment;
import software.amazon.awscdk.ArnComponents;
import software.amazon.awscdk.ArnFormat;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.Validations;
import software.amazon.awscdk.services.iam.IRole;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.s3.IBucket;
import software.amazon.awscdk.services.s3.assets.Asset;
import software.constructs.Construct;

/**
 * The role of the Flink application: what the job asks of AWS, and what the service asks in its
 * name. Where roles are given, it is that role as it is.
 */
public final class JobRole extends Construct {

    private static final String SERVICE = "kinesisanalytics.amazonaws.com";

    /**
     * What the role is for.
     *
     * @param code that the service fetches
     * @param initialRules that the job reads; empty for none
     * @param data bucket of the tables
     * @param database of the tables in Glue
     * @param secretArn of the job's certificate and key
     */
    public record Needs(
            Asset code,
            Optional<Asset> initialRules,
            IBucket data,
            String database,
            String secretArn,
            JobLogs logs) {}

    private final IRole role;

    public JobRole(Construct scope, String id, Roles roles, Needs needs) {
        super(scope, id);
        role = roles.role(this, "Role", RolePurpose.FLINK, SERVICE);
        fetchCode(needs.code());
        needs.initialRules().ifPresent(rules -> allow(List.of("s3:GetObject"), object(rules)));
        keepTables(needs.data());
        listTables(needs.database());
        allow(List.of("secretsmanager:GetSecretValue"), needs.secretArn());
        log(needs.logs());
        reachTheVpc();
        acknowledge(needs.data());
    }

    public IRole role() {
        return role;
    }

    /**
     * The service does it when it makes or updates the application.
     *
     * @see <a
     *     href="https://docs.aws.amazon.com/managed-flink/latest/java/examples-gs-scala-create-run-cli.html">Create
     *     and run the application</a>
     */
    private void fetchCode(Asset code) {
        allow(List.of("s3:GetObject", "s3:GetObjectVersion"), object(code));
    }

    /**
     * Through Flink's S3 file system, which is Hadoop's. It asks for a prefix itself, too, to see
     * whether it is a file.
     *
     * @see <a
     *     href="https://hadoop.apache.org/docs/stable/hadoop-aws/tools/hadoop-aws/assumed_roles.html">What
     *     Hadoop's client for S3 needs</a>
     */
    private void keepTables(IBucket data) {
        allow(
                List.of(
                        "s3:AbortMultipartUpload",
                        "s3:DeleteObject",
                        "s3:GetObject",
                        "s3:ListMultipartUploadParts",
                        "s3:PutObject"),
                prefixes()
                        .flatMap(prefix -> Stream.of(prefix, prefix + "/*"))
                        .map(data::arnForObjects)
                        .toArray(String[]::new));
        allow(List.of("s3:ListBucket", "s3:ListBucketMultipartUploads"), data.getBucketArn());
    }

    /** Tables and views by name; Glue wants the database and the catalogue named as well. */
    private void listTables(String database) {
        String catalog = glue("catalog");
        String inDatabase = glue("database/" + database);
        Stream<String> tables = Tables.ALL.stream().map(TableDefinition::name);
        Stream<String> views = Views.ALL.stream().map(View::name);
        allow(List.of("glue:GetDatabase"), catalog, inDatabase);
        allow(
                List.of("glue:GetTable"),
                Stream.concat(
                                Stream.of(catalog, inDatabase),
                                Stream.concat(tables, views)
                                        .map(name -> glue("table/" + database + "/" + name)))
                        .toArray(String[]::new));
        allow(
                List.of("glue:BatchCreatePartition"),
                Stream.concat(
                                Stream.of(catalog, inDatabase),
                                Tables.ALL.stream()
                                        .map(
                                                table ->
                                                        glue(
                                                                "table/"
                                                                        + database
                                                                        + "/"
                                                                        + table.name())))
                        .toArray(String[]::new));
    }

    /**
     * The service looks for the log stream before it writes.
     *
     * @see <a href="https://docs.aws.amazon.com/managed-flink/latest/java/cloudwatch-logs.html">Set
     *     up application logging</a>
     */
    private void log(JobLogs logs) {
        allow(List.of("logs:DescribeLogGroups"), "*");
        allow(List.of("logs:DescribeLogStreams"), logs.group().getLogGroupArn());
        allow(List.of("logs:PutLogEvents"), logs.streamArn());
    }

    /**
     * The service's network interfaces in the private subnets; EC2 has them on all resources.
     *
     * @see <a href="https://docs.aws.amazon.com/managed-flink/latest/java/vpc-permissions.html">VPC
     *     application permissions</a>
     */
    private void reachTheVpc() {
        allow(
                List.of(
                        "ec2:CreateNetworkInterface",
                        "ec2:CreateNetworkInterfacePermission",
                        "ec2:DeleteNetworkInterface",
                        "ec2:DescribeDhcpOptions",
                        "ec2:DescribeNetworkInterfaces",
                        "ec2:DescribeSecurityGroups",
                        "ec2:DescribeSubnets",
                        "ec2:DescribeVpcs"),
                "*");
    }

    /** The check names a bucket of another stack by the export that its ARN comes through. */
    private void acknowledge(IBucket data) {
        String bucket =
                Stack.of(this).resolve(Stack.of(data).exportValue(data.getBucketArn()))
                                instanceof Map<?, ?> reference
                        ? String.valueOf(reference.get("Fn::ImportValue"))
                        : "";
        prefixes()
                .forEach(
                        prefix ->
                                acknowledge(
                                        bucket + "/" + prefix + "/*",
                                        "The tables' files: the job makes and reads all of them"));
        acknowledge(
                "*",
                "EC2 has the actions of network interfaces on all resources alone; the service looks"
                        + " for its log group among all");
    }

    private void acknowledge(String resource, String reason) {
        Validations.of(this)
                .acknowledge(
                        Acknowledgment.builder()
                                .id("AwsSolutions-IAM5[Resource::" + resource + "]")
                                .reason(reason)
                                .build());
    }

    private static Stream<String> prefixes() {
        return Stream.of(LakeProperties.SOURCE_PREFIX, LakeProperties.DEST_PREFIX)
                .map(prefix -> prefix.defaultValue().orElseThrow());
    }

    private String glue(String resource) {
        return Stack.of(this)
                .formatArn(
                        ArnComponents.builder()
                                .service("glue")
                                .resource(resource)
                                .arnFormat(ArnFormat.NO_RESOURCE_NAME)
                                .build());
    }

    private static String object(Asset asset) {
        return asset.getBucket().arnForObjects(asset.getS3ObjectKey());
    }

    private void allow(List<String> actions, String... resources) {
        role.addToPrincipalPolicy(
                PolicyStatement.Builder.create()
                        .actions(actions)
                        .resources(List.of(resources))
                        .build());
    }
}
