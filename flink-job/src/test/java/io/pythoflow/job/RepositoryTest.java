package io.pythoflow.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.pythoflow.job.testing.JavaProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What must never be committed, and what must not be ignored by mistake. */
class RepositoryTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "credentials",
                "credentials/irrigation-compute/private.key",
                "irrigation-gateway-000/certificate.pem",
                "irrigation-compute/thing_name.txt",
                "some/folder/private.key",
                "AmazonRootCA1.pem",
                "keystore.p12",
                "trust.jks",
                ".env",
                ".aws/credentials",
                "lake/raw/readings/part.parquet",
                ".state/checkpoints/a/chk-1/_metadata",
                "contract/target/classes/A.class",
                ".venv/bin/moto_server"
            })
    void gitIgnores(String path) throws Exception {
        assertThat(ignored(path)).as(path).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "README.md",
                "config/local.json",
                "flink-job/src/main/java/io/pythoflow/job/lake/TableSinks.java",
                "contract/src/test/resources/golden/reading.json"
            })
    void gitKeeps(String path) throws Exception {
        assertThat(ignored(path)).as(path).isFalse();
    }

    @Test
    void noPrivateKeyIsTracked() throws Exception {
        // Written in two parts, or this file would be found.
        String found = git("grep", "-lE", "BEGIN ((RSA|EC) )?" + "PRIVATE KEY-----$");

        assertThat(found.lines().filter(file -> !file.endsWith(".java"))).isEmpty();
    }

    private static boolean ignored(String path) throws Exception {
        return !git("check-ignore", "--no-index", path).isEmpty();
    }

    private static String git(String... arguments) throws IOException, InterruptedException {
        String[] command = new String[arguments.length + 1];
        command[0] = "git";
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        Process process =
                new ProcessBuilder(command).directory(JavaProcess.root().toFile()).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(String.join(" ", command)).isLessThanOrEqualTo(1);
        return output;
    }
}
