package io.pythoflow.job;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.pythoflow.contract.testing.MotoServer;
import io.pythoflow.job.testing.JavaProcess;
import io.pythoflow.job.testing.Lake;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.glue.GlueClient;

/** The original's bucket becomes rows in ours, with partitions in Glue. */
class BackfillS3IT {

    private static final long START = Instant.parse("2024-12-01T13:00:00Z").toEpochMilli();

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path folder;

    @Test
    void theOriginalsBucketFillsTablesInBucketsThatGlueLists() throws Exception {
        try (MotoServer moto = MotoServer.start(folder);
                GlueClient glue = glue(moto.endpoint())) {
            moto.createBucket("old-bucket");
            moto.createBucket("farm-raw");
            moto.createBucket("farm-tables");
            for (int i = 0; i < 60; i++) {
                long at = START + i * 120_000L;
                moto.put(
                        "old-bucket",
                        "raw/irrigation/gateway/status/2024-12/01/%d.json".formatted(at),
                        "{\"$unknown\":[{\"identifier\":\"A1\",\"values\":{\"temperature\":%d}}],\"ingestion_timestamp\":%d}"
                                .formatted(i, at)
                                .getBytes(UTF_8));
            }

            assertThat(backfill(moto, "first", "--legacy-root", "s3://old-bucket/raw"))
                    .contains("files 60 of 60 · folders 1 · messages 60 · readings 60,");
            assertThat(backfill(moto, "second", "--legacy-root", "s3://old-bucket/raw"))
                    .contains("to readings           rows 0 ")
                    .contains("in a second place 60 ");
            assertThat(backfill(moto, "third")).contains("readings 60, out of range 0");

            Path copy = folder.resolve("copy");
            moto.download("farm-raw", "raw/", copy);
            moto.download("farm-tables", "aggregated/", copy);
            Lake lake = new Lake(copy);
            assertThat(lake.count("SELECT count(*) FROM {readings}")).isEqualTo(60);
            assertThat(
                            lake.query(
                                    "SELECT sum(\"count\")::BIGINT, count(*) FROM {sensor_aggregates}"))
                    .containsExactly(List.of(180L, 12L));
            assertThat(partitions(glue, "readings"))
                    .isEqualTo(partitions(glue, "sensor_aggregates"))
                    .containsExactly("2024-12-01/13", "2024-12-01/14");
            assertThat(moto.openUploads("farm-raw")).isEmpty();
            assertThat(moto.openUploads("farm-tables")).isEmpty();
        }
    }

    @Test
    void aBucketThatIsNotThereIsNamed() throws Exception {
        try (MotoServer moto = MotoServer.start(folder)) {
            moto.createBucket("farm-raw");
            moto.createBucket("farm-tables");
            try (JavaProcess process = start(moto, "gone", "--legacy-root", "s3://gone/raw")) {
                assertThat(process.awaitExit(Duration.ofMinutes(1))).isEqualTo(2);
                assertThat(process.output()).contains("--legacy-root s3://gone/raw: Cannot reach");
            }
        }
    }

    private String backfill(MotoServer moto, String name, String... more) throws Exception {
        try (JavaProcess process = start(moto, name, more)) {
            assertThat(process.awaitExit(Duration.ofMinutes(2))).as(process.output()).isZero();
            return process.output();
        }
    }

    private JavaProcess start(MotoServer moto, String name, String... more) throws Exception {
        Path properties = folder.resolve(name + ".json");
        Files.writeString(
                properties,
                """
                [{"PropertyGroupId": "window", "PropertyMap": {"window.length": "30 min"}},
                 {"PropertyGroupId": "lake",
                  "PropertyMap": {"SOURCE_BUCKET": "farm-raw", "DEST_BUCKET": "farm-tables",
                                  "catalog": "glue", "catalog.create": "true",
                                  "catalog.endpoint": "%s"}}]
                """
                        .formatted(moto.endpoint()));
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                "--properties",
                                properties.toString(),
                                "--from",
                                "2024-12-01T00:00:00Z",
                                "--to",
                                "2024-12-02T00:00:00Z",
                                "--parallelism",
                                "2"));
        arguments.addAll(List.of(more));
        return JavaProcess.localBackfill(
                folder.resolve(name + ".log"),
                moto.environment(),
                arguments.toArray(String[]::new));
    }

    private static List<String> partitions(GlueClient glue, String table) {
        return glue
                .getPartitionsPaginator(
                        request -> request.databaseName("iot_data_catalog").tableName(table))
                .stream()
                .flatMap(page -> page.partitions().stream())
                .map(partition -> String.join("/", partition.values()))
                .sorted()
                .toList();
    }

    private static GlueClient glue(URI endpoint) {
        return GlueClient.builder()
                .endpointOverride(endpoint)
                .region(Region.of(MotoServer.REGION))
                .credentialsProvider(
                        StaticCredentialsProvider.create(
                                AwsBasicCredentials.create("test", "test")))
                .httpClient(UrlConnectionHttpClient.create())
                .build();
    }
}
