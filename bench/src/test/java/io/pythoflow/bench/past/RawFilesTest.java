package io.pythoflow.bench.past;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RawFilesTest {

    @TempDir private Path root;

    @Test
    void filesLieWhereTheRuleWroteThem() throws Exception {
        new RawFiles(100).write(root);

        try (Stream<Path> files = Files.walk(root)) {
            assertThat(files.filter(Files::isRegularFile)).hasSize(100);
        }
        assertThat(
                        Files.readString(
                                root.resolve(
                                        "irrigation/sensors/G01/data/2026-01/01/1767247201000.json")))
                .startsWith("{\"$unknown\":[{\"identifier\":\"G01N0\",\"values\":{\"temperature\":")
                .endsWith("],\"ingestion_timestamp\":1767247201000}");
    }
}
