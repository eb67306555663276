package io.pythoflow.bench.freshness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommittedFilesTest {

    @TempDir private Path folder;

    @Test
    void aFileIsSeenWhenItHasItsFinalName() throws Exception {
        Path table = folder.resolve("table");
        try (CommittedFiles files = CommittedFiles.watch(table)) {
            Path hour = Files.createDirectories(table.resolve("dt=2026-01-01/hour=00"));
            Path open = Files.createFile(hour.resolve(".part-0.parquet.inprogress"));
            Path other = Files.createFile(hour.resolve("part-1.parquet"));
            await().until(() -> files.seenAt().containsKey(other));
            assertThat(files.seenAt()).containsOnlyKeys(other);

            long before = System.nanoTime();
            Path committed = Files.move(open, hour.resolve("part-0.parquet"));
            await().until(() -> files.seenAt().containsKey(committed));

            assertThat(files.seenAt().get(committed)).isBetween(before, System.nanoTime());
        }
    }
}
