package io.pythoflow.infra.processing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pythoflow.infra.testing.DeployedApp;
import io.pythoflow.infra.testing.DeployedApp.Place;
import io.pythoflow.infra.testing.Synth;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Each of these is a deployment that failed, or a job that ran and did not do its work. */
class FlinkApplicationTest {

    private static final String STACK = "Processing";
    private static final String APPLICATION = "AWS::KinesisAnalyticsV2::Application";
    private static final String LOGGING =
            "AWS::KinesisAnalyticsV2::ApplicationCloudWatchLoggingOption";

    private final Synth defaults = Synth.of(Synth.DEFAULTS);
    private final DeployedApp deployed = new DeployedApp(defaults);

    @Test
    void itRunsFlink22AndKeepsItsStateOverUpdates() {
        JsonNode properties = application(defaults).path("Properties");

        assertThat(properties.path("ApplicationName").asText()).isEqualTo("pythoflow-dev");
        assertThat(properties.path("ApplicationMode").asText()).isEqualTo("STREAMING");
        assertThat(properties.path("RuntimeEnvironment").asText()).isEqualTo("FLINK-2_2");
        assertThat(
                        configuration(defaults)
                                .at("/ApplicationSnapshotConfiguration/SnapshotsEnabled")
                                .asBoolean())
                .isTrue();
        assertThat(
                        configuration(defaults)
                                .at("/ApplicationSystemRollbackConfiguration/RollbackEnabled")
                                .asBoolean())
                .isTrue();
        assertThat(properties.has("RunConfiguration"))
                .as("the service takes it while the application runs, and CloudFormation before")
                .isFalse();
    }

    /** The service checks code and VPC with the role while it makes the application. */
    @Test
    void itWaitsForItsRoleAndForWhatTheRoleMayDo() {
        Place role = role(defaults);
        List<String> policies =
                defaults.resources(STACK, "AWS::IAM::Policy").entrySet().stream()
                        .filter(
                                policy ->
                                        policy.getValue()
                                                .at("/Properties/Roles/0/Ref")
                                                .asText()
                                                .equals(role.id()))
                        .map(Map.Entry::getKey)
                        .toList();

        assertThat(policies).isNotEmpty();
        assertThat(texts(application(defaults).path("DependsOn")))
                .contains(role.id())
                .containsAll(policies);
    }

    @Test
    void theRoleIsTheServices() {
        assertThat(role(defaults).resource().at("/Properties/AssumeRolePolicyDocument/Statement"))
                .hasSize(1)
                .first()
                .satisfies(
                        statement -> {
                            assertThat(statement.path("Action").asText())
                                    .isEqualTo("sts:AssumeRole");
                            assertThat(statement.at("/Principal/Service").asText())
                                    .isEqualTo("kinesisanalytics.amazonaws.com");
                        });
    }

    /** Values beside DEFAULT are ignored, and nothing says so. */
    @Test
    void nothingIsLeftToTheServicesDefaults() {
        assertThat(configuration(defaults).findValuesAsText("ConfigurationType"))
                .containsExactly("CUSTOM", "CUSTOM", "CUSTOM");
    }

    /** IoT Core has at most 100 messages of a slot unacknowledged: this period is the rate. */
    @Test
    void checkpointsFollowEachOtherEveryFiveSeconds() {
        JsonNode checkpoints = flink(defaults).path("CheckpointConfiguration");

        assertThat(checkpoints.path("CheckpointingEnabled").asBoolean()).isTrue();
        assertThat(checkpoints.path("CheckpointInterval").asLong()).isEqualTo(5000);
        assertThat(checkpoints.path("MinPauseBetweenCheckpoints").asLong()).isEqualTo(500);
    }

    @Test
    void theFileDecidesItsSize() {
        JsonNode small = flink(defaults).path("ParallelismConfiguration");
        assertThat(small.path("Parallelism").asInt()).isEqualTo(1);
        assertThat(small.path("ParallelismPerKPU").asInt()).isEqualTo(1);
        assertThat(small.path("AutoScalingEnabled").asBoolean()).isFalse();

        Synth everything = Synth.of(Environments.EVERYTHING);
        JsonNode large = flink(everything).path("ParallelismConfiguration");
        assertThat(large.path("Parallelism").asInt()).isEqualTo(4);
        assertThat(large.path("ParallelismPerKPU").asInt()).isEqualTo(2);
        assertThat(large.path("AutoScalingEnabled").asBoolean()).isTrue();
        assertThat(flink(everything).at("/CheckpointConfiguration/CheckpointInterval").asLong())
                .isEqualTo(10_000);
        assertThat(
                        new DeployedApp(everything)
                                .value(STACK, logGroup(everything))
                                .at("/Properties/RetentionInDays")
                                .asInt())
                .isEqualTo(90);
    }

    /** The service drops lines for a stream that is not there. */
    @Test
    void itLogsIntoAStreamThatExists() {
        JsonNode stream = deployed.only(STACK, "AWS::Logs::LogStream").path("Properties");

        assertThat(stream.path("LogGroupName").asText())
                .isEqualTo("/aws/kinesis-analytics/pythoflow-dev");
        assertThat(
                        deployed.only(STACK, LOGGING)
                                .at("/Properties/CloudWatchLoggingOption/LogStreamARN")
                                .asText())
                .isEqualTo(
                        "arn:aws:logs:us-east-1:123456789012:log-group:%s:log-stream:%s",
                        stream.path("LogGroupName").asText(),
                        stream.path("LogStreamName").asText());
        assertThat(flink(defaults).at("/MonitoringConfiguration/LogLevel").asText())
                .isEqualTo("INFO");
    }

    @Test
    void itRunsInPrivateSubnetsThatReachTheInternetAndS3() {
        JsonNode vpc = configuration(defaults).at("/VpcConfigurations/0");
        assertThat(vpc.path("SecurityGroupIds")).hasSize(1);
        assertThat(vpc.path("SubnetIds")).hasSize(2);

        for (JsonNode subnet : vpc.path("SubnetIds")) {
            String routeTable = routeTable(deployed.place(STACK, subnet));
            assertThat(defaults.resources("Network", "AWS::EC2::Route").values())
                    .as("routes of %s", routeTable)
                    .anySatisfy(
                            route -> {
                                assertThat(route.at("/Properties/RouteTableId/Ref").asText())
                                        .isEqualTo(routeTable);
                                assertThat(route.at("/Properties/DestinationCidrBlock").asText())
                                        .isEqualTo("0.0.0.0/0");
                                assertThat(route.path("Properties").has("NatGatewayId")).isTrue();
                            });
            assertThat(defaults.resources("Network", "AWS::EC2::VPCEndpoint").values())
                    .anySatisfy(
                            endpoint -> {
                                assertThat(endpoint.at("/Properties/VpcEndpointType").asText())
                                        .isEqualTo("Gateway");
                                assertThat(
                                                endpoint.at("/Properties/RouteTableIds")
                                                        .findValuesAsText("Ref"))
                                        .contains(routeTable);
                            });
        }
    }

    /** Tables, a way out, and policies that let the job connect are there before it starts. */
    @Test
    void theOtherStacksAreDeployedBefore() throws IOException {
        JsonNode manifest =
                new ObjectMapper().readTree(defaults.output().resolve("manifest.json").toFile());

        assertThat(texts(manifest.at("/artifacts/Processing/dependencies")))
                .contains("Lake", "Network", "Devices");
    }

    @Test
    void operatorsAreToldItsNameAndWhereItLogs() {
        assertThat(output("FlinkApplicationName")).isEqualTo("pythoflow-dev");
        assertThat(output("FlinkLogGroup")).isEqualTo("/aws/kinesis-analytics/pythoflow-dev");
    }

    /** An account that may make no roles deploys with those it has. */
    @Test
    void withGivenRolesNoneIsMade() {
        Synth given = Synth.of(Environments.EXISTING_ROLES);

        assertThat(given.template(STACK).findValuesAsText("Type"))
                .noneMatch(type -> type.startsWith("AWS::IAM::"));
        assertThat(application(given).at("/Properties/ServiceExecutionRole").asText())
                .isEqualTo("arn:aws:iam::123456789012:role/LabRole");
        assertThat(
                        new DeployedApp(given)
                                .only(STACK, APPLICATION)
                                .at(
                                        "/Properties/ApplicationConfiguration/ApplicationCodeConfiguration/CodeContent"
                                                + "/S3ContentLocation/BucketARN")
                                .asText())
                .isEqualTo("arn:aws:s3:::assets-of-the-lab");
    }

    private String output(String id) {
        return deployed.value(STACK, defaults.template(STACK).path("Outputs").path(id))
                .path("Value")
                .asText();
    }

    private String routeTable(Place subnet) {
        return defaults
                .resources(subnet.stack(), "AWS::EC2::SubnetRouteTableAssociation")
                .values()
                .stream()
                .map(association -> association.path("Properties"))
                .filter(properties -> properties.at("/SubnetId/Ref").asText().equals(subnet.id()))
                .map(properties -> properties.at("/RouteTableId/Ref").asText())
                .findFirst()
                .orElseThrow();
    }

    private static Place role(Synth synth) {
        return new DeployedApp(synth)
                .place(STACK, application(synth).at("/Properties/ServiceExecutionRole"));
    }

    private static JsonNode logGroup(Synth synth) {
        return synth.resources(STACK, "AWS::Logs::LogGroup").values().stream()
                .filter(group -> group.path("Properties").has("LogGroupName"))
                .findFirst()
                .orElseThrow();
    }

    private static JsonNode flink(Synth synth) {
        return configuration(synth).path("FlinkApplicationConfiguration");
    }

    private static JsonNode configuration(Synth synth) {
        return application(synth).at("/Properties/ApplicationConfiguration");
    }

    private static JsonNode application(Synth synth) {
        Collection<JsonNode> found = synth.resources(STACK, APPLICATION).values();
        assertThat(found).hasSize(1);
        return found.iterator().next();
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(element -> texts.add(element.asText()));
        return texts;
    }
}
