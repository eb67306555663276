package io.pythoflow.infra.handler;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesisanalyticsv2.KinesisAnalyticsV2Client;

/** The real client of the service, whose release is not that of the rest of the SDK. */
class FlinkWireTest {

    private static final Map<String, String> PROPERTIES =
            Map.of(
                    "ApplicationName",
                    "a",
                    "CodeKey",
                    "a.jar",
                    "AllowNonRestoredState",
                    "true",
                    "StartOnDeploy",
                    "true");

    private final ManualLambda lambda = new ManualLambda();
    private FlinkStub service;
    private KinesisAnalyticsV2Client client;

    @BeforeEach
    void start() throws IOException {
        service = new FlinkStub();
        client =
                Clients.build(
                        KinesisAnalyticsV2Client.builder()
                                .endpointOverride(service.endpoint())
                                .region(Region.US_EAST_1)
                                .credentialsProvider(
                                        StaticCredentialsProvider.create(
                                                AwsBasicCredentials.create("test", "test"))));
    }

    @AfterEach
    void stop() {
        client.close();
        service.close();
    }

    @Test
    void startsWhatIsReady() throws IOException {
        service.statuses.addAll(List.of("READY", "STARTING", "RUNNING"));

        run(Requests.create(PROPERTIES));

        assertThat(lambda.answer()).containsEntry("Status", "SUCCESS");
        assertThat(service.calls)
                .containsExactly(
                        "StartApplication {\"ApplicationName\":\"a\",\"RunConfiguration\":"
                                + "{\"FlinkRunConfiguration\":{\"AllowNonRestoredState\":true},"
                                + "\"ApplicationRestoreConfiguration\":"
                                + "{\"ApplicationRestoreType\":\"RESTORE_FROM_LATEST_SNAPSHOT\"}}}");
    }

    @Test
    void readsWhyAStartFailed() throws IOException {
        service.statuses.addAll(List.of("READY", "STARTING", "READY"));

        run(Requests.create(PROPERTIES));

        assertThat(lambda.answer()).containsEntry("Status", "FAILED");
        assertThat(Objects.requireNonNull(lambda.answer().get("Reason")).toString())
                .contains("StartApplication (operation op-1) failed: No main class.");
    }

    @Test
    void stopsWhatRunsAndByForceIfItMust() throws IOException {
        service.statuses.addAll(
                List.of("RUNNING", "STOPPING", "RUNNING", "FORCE_STOPPING", "READY"));

        run(Requests.delete("flink:a", PROPERTIES));

        assertThat(lambda.answer()).containsEntry("Status", "SUCCESS");
        assertThat(service.calls)
                .containsExactly(
                        "StopApplication {\"ApplicationName\":\"a\"}",
                        "DescribeApplicationOperation {\"ApplicationName\":\"a\",\"OperationId\":\"op-1\"}",
                        "StopApplication {\"ApplicationName\":\"a\",\"Force\":true}");
    }

    @Test
    void knowsAnApplicationThatIsGone() throws IOException {
        run(Requests.delete("flink:a", PROPERTIES));
        assertThat(lambda.answer()).containsEntry("Status", "SUCCESS");
    }

    private void run(Requests request) throws IOException {
        lambda.run(new FlinkRunHandler(client, lambda.platform()), request.text());
    }
}
