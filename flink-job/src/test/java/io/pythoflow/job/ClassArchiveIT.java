package io.pythoflow.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.pythoflow.job.testing.JavaProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archive that {@code bin/class-archive} makes, and {@code bin/local} starts from. */
class ClassArchiveIT {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final String FROM_ARCHIVE =
            "io.pythoflow.job.local.LocalRun source: shared objects file (top)";
    private static final String FROM_JAR =
            "io.pythoflow.job.local.LocalRun source: file:"
                    + JavaProcess.root().resolve("flink-job/target/flink-job.jar");

    @TempDir private Path folder;

    @Test
    void theJobTakesItsClassesFromTheArchive() throws Exception {
        assertThat(loaded(Map.of())).contains(FROM_ARCHIVE);
    }

    @Test
    void withoutAnArchiveItTakesThemFromItsJarAndSaysNothingOfIt() throws Exception {
        String archive = folder.resolve("none.jsa").toString();
        assertThat(loaded(Map.of("CLASS_ARCHIVE", "-XX:SharedArchiveFile=" + archive)))
                .contains(FROM_JAR);
    }

    /** What the JVM says of the classes that it loads in order to print the usage. */
    private String loaded(Map<String, String> environment) throws Exception {
        Path log = folder.resolve("loaded.log");
        Map<String, String> all =
                new HashMap<>(Map.of("JDK_JAVA_OPTIONS", "-Xlog:class+load:file=" + log));
        all.putAll(environment);
        try (JavaProcess job = JavaProcess.localRun(folder.resolve("out.log"), all, "--help")) {
            assertThat(job.awaitExit(PATIENCE)).as(job.output()).isZero();
            assertThat(job.output()).contains("Usage: flink-job").doesNotContain("warning");
        }
        return Files.readString(log);
    }
}
