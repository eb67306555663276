package io.pythoflow.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.pythoflow.job.testing.BackfillRun;
import io.pythoflow.job.testing.Lake;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackfillJobTest {

    @TempDir private Path folder;

    private Lake lake;

    @BeforeEach
    void nameTheLake() {
        lake = new Lake(folder.resolve("lake"));
    }

    @Test
    void aFolderOfRawFilesBecomesRowsOfBothTables() throws Exception {
        Path day = folder.resolve("raw/irrigation/gateway/status/2024-12/01");
        Files.createDirectories(day);
        for (int i = 0; i < 10; i++) {
            long at = 1_733_011_200_000L + i * 120_000L;
            Files.writeString(
                    day.resolve(at + ".json"),
                    """
                    {"$unknown":[{"identifier":"A1","values":{"temperature":%d,"humidity":60.2}}],"ingestion_timestamp":%d}"""
                            .formatted(20 + i, at));
        }
        String report =
                new BackfillRun(lake)
                        .legacyRoot(folder.resolve("raw"))
                        .run("2024-12-01T00:00:00Z", "2024-12-02T00:00:00Z");

        System.out.println(report);
        assertThat(lake.query("SELECT metric, \"count\", mean FROM {sensor_aggregates} ORDER BY 1"))
                .containsExactly(List.of("humidity", 10L, 60.2), List.of("temperature", 10L, 24.5));
        assertThat(lake.count("SELECT count(*) FROM {readings}")).isEqualTo(10);
    }
}
