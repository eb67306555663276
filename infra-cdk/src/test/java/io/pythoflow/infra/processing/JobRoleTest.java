package io.pythoflow.infra.processing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.pythoflow.infra.testing.AwsCalls;
import io.pythoflow.infra.testing.DeployedApp;
import io.pythoflow.infra.testing.Synth;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class JobRoleTest {

    private static final String STACK = "Processing";

    /**
     * A call that is not in the job's byte code.
     *
     * @param source where it is written
     */
    private record Call(String action, String reason, String source) {}

    private static final String S3A =
            "Hadoop 3.3.4, S3AFileSystem, within flink-s3-fs-hadoop 2.2.0";
    private static final String S3A_PERMISSIONS =
            "https://hadoop.apache.org/docs/stable/hadoop-aws/tools/hadoop-aws/assumed_roles.html";
    private static final String S3_ACTIONS =
            "https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html";
    private static final String CODE =
            "https://docs.aws.amazon.com/managed-flink/latest/java/examples-gs-scala-create-run-cli.html";
    private static final String LOGS =
            "https://docs.aws.amazon.com/managed-flink/latest/java/cloudwatch-logs.html";
    private static final String VPC =
            "https://docs.aws.amazon.com/managed-flink/latest/java/vpc-permissions.html";

    /** Of the file system that the job writes and reads its tables with. */
    private static final List<Call> FILE_SYSTEM =
            List.of(
                    new Call("s3:ListBucket", "listStatus; is it a folder? (ListObjectsV2)", S3A),
                    new Call("s3:GetObject", "open; is it a file? (GetObject, HeadObject)", S3A),
                    new Call(
                            "s3:PutObject",
                            "CreateMultipartUpload, UploadPart, CompleteMultipartUpload; tails"
                                    + " shorter than a part (PutObject)",
                            S3_ACTIONS),
                    new Call(
                            "s3:DeleteObject",
                            "uploaded tails; markers of folders (DeleteObject, DeleteObjects)",
                            S3A),
                    new Call("s3:AbortMultipartUpload", "a stream that fails", S3A),
                    new Call(
                            "s3:ListBucketMultipartUploads",
                            "uploads that are left (ListMultipartUploads)",
                            S3A_PERMISSIONS),
                    new Call(
                            "s3:ListMultipartUploadParts",
                            "parts of an upload (ListParts)",
                            S3A_PERMISSIONS));

    /** Of the service, in the role's name. */
    private static final List<Call> SERVICE =
            List.of(
                    new Call("s3:GetObject", "the jar", CODE),
                    new Call("s3:GetObjectVersion", "the jar, where versions are kept", CODE),
                    new Call("logs:DescribeLogGroups", "where to log", LOGS),
                    new Call("logs:DescribeLogStreams", "where to log", LOGS),
                    new Call("logs:PutLogEvents", "the job's and Flink's lines", LOGS),
                    new Call("ec2:DescribeVpcs", "private subnets", VPC),
                    new Call("ec2:DescribeSubnets", "private subnets", VPC),
                    new Call("ec2:DescribeSecurityGroups", "private subnets", VPC),
                    new Call("ec2:DescribeDhcpOptions", "private subnets", VPC),
                    new Call("ec2:DescribeNetworkInterfaces", "private subnets", VPC),
                    new Call("ec2:CreateNetworkInterface", "one for each KPU", VPC),
                    new Call("ec2:CreateNetworkInterfacePermission", "one for each KPU", VPC),
                    new Call("ec2:DeleteNetworkInterface", "when the application stops", VPC));

    /** What the job calls with catalog.create = true alone, which the application does not set. */
    private static final Set<String> CREATION =
            Set.of("glue:CreateDatabase", "glue:CreateTable", "glue:UpdateTable");

    private final Synth everything = Synth.of(Environments.EVERYTHING);
    private final DeployedApp deployed = new DeployedApp(everything);

    @Test
    void itsActionsAreTheCallsOfTheJobAndTheServiceAndNoOthers() {
        Set<String> called = new TreeSet<>(AwsCalls.ofPackage("io.pythoflow.job"));
        assertThat(called).containsAll(CREATION);
        assertThat(application().findValue("catalog.create").asText()).isEqualTo("false");
        called.removeAll(CREATION);
        Stream.concat(FILE_SYSTEM.stream(), SERVICE.stream())
                .map(Call::action)
                .forEach(called::add);

        assertThat(statements())
                .allSatisfy(
                        statement ->
                                assertThat(statement.path("Effect").asText()).isEqualTo("Allow"));
        Set<String> allowed = new TreeSet<>();
        statements().forEach(statement -> allowed.addAll(texts(statement.path("Action"))));
        assertThat(allowed).isEqualTo(called);
        JsonNode properties = role().path("Properties");
        assertThat(properties.has("ManagedPolicyArns") || properties.has("Policies"))
                .as("other policies than those that were looked at")
                .isFalse();
    }

    @Test
    void itReadsTheJarAndTheRulesAndNothingBesideThem() {
        String assets = "arn:aws:s3:::cdk-hnb659fds-assets-123456789012-us-east-1/";
        String jar = application().findValue("FileKey").asText();
        String rules = application().findValue("rules.initial").asText();

        assertThat(resources("s3:GetObjectVersion")).containsExactly(assets + jar);
        assertThat(resources("s3:GetObject"))
                .filteredOn(resource -> resource.startsWith(assets))
                .containsExactlyInAnyOrder(
                        assets + jar, rules.replaceFirst("^s3://", "arn:aws:s3:::"));
    }

    /** The archive is Firehose's, the results of queries are Athena's. */
    @Test
    void itWritesWhereTheTablesLieAndNowhereElse() {
        String bucket = "arn:aws:s3:::" + application().findValue("DEST_BUCKET").asText();

        assertThat(application().findValue("SOURCE_BUCKET"))
                .isEqualTo(application().findValue("DEST_BUCKET"));
        assertThat(resources("s3:PutObject"))
                .containsExactlyInAnyOrder(
                        bucket + "/raw",
                        bucket + "/raw/*",
                        bucket + "/aggregated",
                        bucket + "/aggregated/*");
        assertThat(resources("s3:DeleteObject")).isEqualTo(resources("s3:PutObject"));
        assertThat(resources("s3:ListBucket")).containsExactly(bucket);
    }

    @Test
    void itKnowsTheTablesOfItsDatabaseAndNoOthers() {
        String glue = "arn:aws:glue:us-east-1:123456789012:";

        assertThat(resources("glue:BatchCreatePartition"))
                .containsExactlyInAnyOrder(
                        glue + "catalog",
                        glue + "database/farm",
                        glue + "table/farm/readings",
                        glue + "table/farm/sensor_aggregates",
                        glue + "table/farm/rejected_messages",
                        glue + "table/farm/gateway_events",
                        glue + "table/farm/irrigation_decisions");
        assertThat(resources("glue:GetTable"))
                .containsAll(resources("glue:BatchCreatePartition"))
                .contains(
                        glue + "table/farm/sensor_aggregates_latest",
                        glue + "table/farm/environment",
                        glue + "table/farm/zone_water");
    }

    @Test
    void itReadsItsOwnSecretAlone() {
        assertThat(resources("secretsmanager:GetSecretValue"))
                .containsExactly(application().findValue("mqtt.secret").asText());
    }

    @Test
    void itLogsIntoItsOwnStreamAlone() {
        assertThat(resources("logs:PutLogEvents"))
                .containsExactly(
                        deployed.only(
                                        STACK,
                                        "AWS::KinesisAnalyticsV2::ApplicationCloudWatchLoggingOption")
                                .findValue("LogStreamARN")
                                .asText());
    }

    private List<String> resources(String action) {
        return statements().stream()
                .filter(statement -> texts(statement.path("Action")).contains(action))
                .flatMap(statement -> texts(statement.path("Resource")).stream())
                .toList();
    }

    private List<JsonNode> statements() {
        String role = roleId();
        return everything.resources(STACK, "AWS::IAM::Policy").values().stream()
                .filter(
                        policy ->
                                policy.at("/Properties/Roles")
                                        .findValuesAsText("Ref")
                                        .contains(role))
                .flatMap(policy -> policy.at("/Properties/PolicyDocument/Statement").valueStream())
                .map(statement -> deployed.value(STACK, statement))
                .toList();
    }

    private JsonNode role() {
        return everything.template(STACK).path("Resources").path(roleId());
    }

    private String roleId() {
        return everything
                .resources(STACK, "AWS::KinesisAnalyticsV2::Application")
                .values()
                .iterator()
                .next()
                .at("/Properties/ServiceExecutionRole/Fn::GetAtt/0")
                .asText();
    }

    private JsonNode application() {
        return deployed.only(STACK, "AWS::KinesisAnalyticsV2::Application");
    }

    private static List<String> texts(JsonNode node) {
        List<String> texts = new ArrayList<>();
        if (node.isTextual()) {
            texts.add(node.asText());
        }
        node.forEach(element -> texts.add(element.asText()));
        return texts;
    }
}
