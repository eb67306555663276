package io.pythoflow.sim.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pythoflow.sim.testing.CommandRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoCommandTest {

    @TempDir private Path folder;

    @Test
    void runsBrokerAndFieldUntilItIsStopped() throws Exception {
        Path ready = folder.resolve("broker.url");
        CommandRun demo = CommandRun.start("demo", "--port=0", "--ready-file=" + ready);
        await().atMost(Duration.ofSeconds(30)).until(() -> Files.exists(ready));
        String url = Files.readString(ready).strip();
        await().atMost(Duration.ofSeconds(30))
                .until(() -> demo.out().lines().count() >= 2 || !demo.isRunning());

        assertThat(demo.interrupt().exitCode()).as(demo.err()).isEqualTo(130);

        assertThat(demo.out()).startsWith("listening on " + url).endsWith("demo stopped\n");
        assertThat(ready).doesNotExist();
    }
}
