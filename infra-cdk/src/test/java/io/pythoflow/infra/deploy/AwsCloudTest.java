package io.pythoflow.infra.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.pythoflow.contract.testing.MotoServer;
import io.pythoflow.infra.deploy.StackCatalog.Resource;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.Tag;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.iot.IotClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;

/** The questions as AWS is asked them, put to an emulator. */
class AwsCloudTest {

    private static final String REGION = "us-east-1";
    private static final String LAKE =
            """
            {"Resources": {
              "Data": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": "of-the-stack"}},
              "Logs": {"Type": "AWS::S3::Bucket", "DeletionPolicy": "Retain", "Properties": {"BucketName": "logs-of-the-stack"}}},
             "Outputs": {"BucketName": {"Value": "of-the-stack"}}}
            """;

    @TempDir private static Path folder;

    private static MotoServer moto;
    private static AwsCloud aws;
    private static Cloud cloud;

    @BeforeAll
    static void start() {
        moto = MotoServer.start(folder);
        aws = new AwsCloud(REGION, Map.of("AWS_ENDPOINT_URL", moto.endpoint().toString()));
        cloud = aws.cloud();
    }

    @AfterAll
    static void stop() {
        aws.close();
        moto.close();
    }

    @Test
    void callerIsKnown() {
        assertThat(cloud.identity().caller().account()).hasSize(12);
    }

    @Test
    void stacksHaveTagsOutputsAndWhatBecomesOfTheirResources() {
        try (CloudFormationClient client = client(CloudFormationClient.builder())) {
            client.createStack(
                    request ->
                            request.stackName("pythoflow-dev-lake")
                                    .templateBody(LAKE)
                                    .tags(Tag.builder().key("Project").value("pythoflow").build()));
        }

        assertThat(cloud.stacks().stacks())
                .extracting(StackCatalog.Stack::name)
                .contains("pythoflow-dev-lake");
        StackCatalog.Stack stack = cloud.stacks().stack("pythoflow-dev-lake").orElseThrow();
        assertThat(stack.tags()).containsEntry("Project", "pythoflow");
        assertThat(stack.outputs()).containsEntry("BucketName", "of-the-stack");
        assertThat(cloud.stacks().resources("pythoflow-dev-lake"))
                .containsExactlyInAnyOrder(
                        new Resource("Data", "AWS::S3::Bucket", "of-the-stack", "Delete"),
                        new Resource("Logs", "AWS::S3::Bucket", "logs-of-the-stack", "Retain"));
        assertThat(cloud.stacks().stack("none")).isEmpty();
    }

    @Test
    void bucketsAreEmptiedOfVersionsMarksAndUploads() {
        try (S3Client client = client(S3Client.builder())) {
            client.createBucket(request -> request.bucket("full"));
            client.putBucketVersioning(
                    request ->
                            request.bucket("full")
                                    .versioningConfiguration(
                                            versioning ->
                                                    versioning.status(
                                                            BucketVersioningStatus.ENABLED)));
            for (int i = 0; i < 1100; i++) {
                String key = "key-" + i % 600;
                client.putObject(request -> request.bucket("full").key(key), RequestBody.empty());
            }
            client.deleteObject(request -> request.bucket("full").key("key-1"));
            client.createMultipartUpload(request -> request.bucket("full").key("begun"));
        }

        assertThat(cloud.buckets().versions("full")).hasSize(BucketStore.BATCH);
        assertThat(cloud.buckets().uploads("full")).hasSize(1);
        assertThat(new BucketEmptier(cloud.buckets()).empty("full")).isEqualTo(1101);
        assertThat(cloud.buckets().versions("full")).isEmpty();
        assertThat(cloud.buckets().uploads("full")).isEmpty();
        assertThat(new BucketEmptier(cloud.buckets()).empty("full")).isZero();
    }

    @Test
    void bucketsSayWhereTheyAre() {
        try (S3Client client = client(S3Client.builder())) {
            client.createBucket(request -> request.bucket("here"));
        }

        assertThat(cloud.buckets().region("here")).contains(REGION);
        assertThat(cloud.buckets().region("nowhere-at-all")).isEmpty();
    }

    @Test
    void networksAreFound() {
        try (Ec2Client client = client(Ec2Client.builder())) {
            String vpc =
                    client.createVpc(request -> request.cidrBlock("10.7.0.0/16")).vpc().vpcId();
            String group =
                    client.createSecurityGroup(
                                    request -> request.groupName("g").description("d").vpcId(vpc))
                            .groupId();
            String table =
                    client.createRouteTable(request -> request.vpcId(vpc))
                            .routeTable()
                            .routeTableId();

            assertThat(cloud.network().vpcCidrs(vpc)).contains(List.of("10.7.0.0/16"));
            assertThat(cloud.network().vpcOfSecurityGroup(group)).contains(vpc);
            assertThat(cloud.network().routeTable(table))
                    .contains(new NetworkCatalog.RouteTable(vpc, List.of("10.7.0.0/16")));
        }
        assertThat(cloud.network().vpcCidrs("vpc-01234567")).isEmpty();
        assertThat(cloud.network().vpcOfSecurityGroup("sg-01234567")).isEmpty();
        assertThat(cloud.network().routeTable("rtb-01234567")).isEmpty();
        assertThat(cloud.network().availabilityZones()).contains("us-east-1a", "us-east-1b");
    }

    @Test
    void zonesOfTheIotDataEndpointAreFound() {
        assertThat(cloud.network().iotDataZones()).isNotEmpty();
    }

    @Test
    void thingsAndCertificatesAreFound() {
        String id;
        try (IotClient client = client(IotClient.builder())) {
            client.createThing(request -> request.thingName("irrigation-gateway-000"));
            id =
                    client.createKeysAndCertificate(request -> request.setAsActive(true))
                            .certificateId();
        }

        assertThat(cloud.things().exists("irrigation-gateway-000")).isTrue();
        assertThat(cloud.things().exists("irrigation-gateway-001")).isFalse();
        assertThat(cloud.things().certificateStatus(id)).contains("ACTIVE");
        assertThat(cloud.things().certificateStatus("0".repeat(64))).isEmpty();
    }

    private static <B extends AwsClientBuilder<B, C>, C> C client(B builder) {
        return builder.region(Region.of(REGION)).endpointOverride(moto.endpoint()).build();
    }
}
