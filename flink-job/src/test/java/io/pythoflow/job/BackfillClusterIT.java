package io.pythoflow.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.pythoflow.contract.topic.Topics;
import io.pythoflow.job.testing.JavaProcess;
import io.pythoflow.job.testing.Lake;
import io.pythoflow.job.testing.RawFiles;
import io.pythoflow.job.testing.SessionCluster;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The application jar fills the past in a real cluster of separate processes. */
class BackfillClusterIT {

    private static final Path JAR =
            JavaProcess.root().resolve("flink-job/target/pythoflow-job.jar");

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path folder;

    @Test
    void theApplicationJarReadsRawFilesAndThenItsOwnTable() throws Exception {
        Lake lake = new Lake(folder.resolve("lake"));
        RawFiles raw = new RawFiles(folder.resolve("raw"));
        long start = Instant.parse("2024-12-01T13:00:00Z").toEpochMilli();
        for (int i = 0; i < 60; i++) {
            raw.array(
                    Topics.GATEWAY_STATUS,
                    start + i * 120_000L,
                    "{\"identifier\":\"A1\",\"values\":{\"temperature\":%d}}".formatted(i));
        }
        Path properties = folder.resolve("properties.json");
        Files.writeString(
                properties,
                """
                [{"PropertyGroupId": "lake", "PropertyMap": {"lake.path": "%s"}}]
                """
                        .formatted(lake.root()));
        try (SessionCluster cluster = SessionCluster.start(folder, 2)) {
            String first = finished(cluster, properties, "--legacy-root", raw.root().toString());
            assertThat(
                            lake.query(
                                    "SELECT sum(\"count\")::BIGINT, count(*) FROM {sensor_aggregates}"))
                    .containsExactly(List.of(60L, 4L));
            assertThat(cluster.read("/jobs/" + first + "/accumulators"))
                    .contains("legacy.files_read")
                    .contains("rows.sensor_aggregates");

            finished(cluster, properties);
            assertThat(
                            lake.query(
                                    "SELECT sum(\"count\")::BIGINT, count(*) FROM {sensor_aggregates}"))
                    .as("again, from the table that the first run filled")
                    .containsExactly(List.of(120L, 8L));
        }
    }

    private String finished(SessionCluster cluster, Path properties, String... more)
            throws Exception {
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                "--properties",
                                properties.toString(),
                                "--mode",
                                "backfill",
                                "--from",
                                "2024-12-01T00:00:00Z",
                                "--to",
                                "2024-12-02T00:00:00Z"));
        arguments.addAll(List.of(more));
        String job = cluster.run(JAR, arguments.toArray(String[]::new));
        Awaitility.await("the backfill's end, logs in " + folder)
                .atMost(Duration.ofMinutes(2))
                .until(
                        () -> {
                            String state = cluster.read("/jobs/" + job);
                            assertThat(state).doesNotContain("\"state\":\"FAILED\"");
                            return state.contains("\"state\":\"FINISHED\"");
                        });
        return job;
    }
}
