package io.pythoflow.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StopSignalTest {

    @Test
    void aSignalStopsTheProcessCleanly(@TempDir Path folder) throws Exception {
        Path ready = folder.resolve("broker.url");
        Path temporary = Files.createDirectory(folder.resolve("tmp"));
        Path output = folder.resolve("output");
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                classPath(),
                                "-Djava.io.tmpdir=" + temporary,
                                "io.pythoflow.sim.GatewaySim",
                                "broker",
                                "--port=0",
                                "--ready-file=" + ready)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        try {
            await().atMost(Duration.ofSeconds(30)).until(() -> Files.exists(ready));
            String url = Files.readString(ready).strip();

            // Not INT: whatever a shell started in its background ignores that from birth.
            assertThat(
                            new ProcessBuilder("kill", "-TERM", Long.toString(process.pid()))
                                    .start()
                                    .waitFor())
                    .isZero();

            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(143);
            assertThat(Files.readString(output, StandardCharsets.UTF_8))
                    .isEqualTo("listening on " + url + "\nbroker stopped\n");
            assertThat(ready).doesNotExist();
            assertThat(brokerFoldersIn(temporary)).isEmpty();
        } finally {
            process.destroyForcibly();
        }
    }

    private static String classPath() {
        // Surefire's own class path is a jar with a manifest; this property is what it stands for.
        return System.getProperty(
                "surefire.test.class.path", System.getProperty("java.class.path"));
    }

    private static List<Path> brokerFoldersIn(Path temporary) throws IOException {
        try (var content = Files.list(temporary)) {
            return content.filter(path -> path.getFileName().toString().startsWith("pythoflow"))
                    .toList();
        }
    }
}
