package io.pythoflow.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.pythoflow.job.testing.Broker;
import io.pythoflow.job.testing.JavaProcess;
import io.pythoflow.job.testing.Lake;
import io.pythoflow.job.testing.SessionCluster;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * The application jar in a real cluster of separate processes: class loading and packaging hold.
 */
class SessionClusterIT {

    @Test
    void theApplicationJarWritesRowsOnASessionCluster(
            @TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder) throws Exception {
        Lake lake = new Lake(folder.resolve("lake"));
        Path properties = folder.resolve("properties.json");
        try (Broker broker = Broker.start(folder);
                SessionCluster cluster = SessionCluster.start(folder, 2)) {
            Files.writeString(
                    properties,
                    """
                    [{"PropertyGroupId": "mqtt", "PropertyMap": {"mqtt.broker": "%s"}},
                     {"PropertyGroupId": "window",
                      "PropertyMap": {"window.length": "2 s", "window.out.of.orderness": "1 s"}},
                     {"PropertyGroupId": "lake",
                      "PropertyMap": {"lake.path": "%s", "lake.freshness": "0 s"}}]
                    """
                            .formatted(broker.url(), lake.root()));
            String job =
                    cluster.run(
                            JavaProcess.root().resolve("flink-job/target/pythoflow-job.jar"),
                            "--properties",
                            properties.toString());
            try (JavaProcess field =
                    JavaProcess.simulator(
                            folder.resolve("field.log"),
                            "field",
                            "--broker",
                            broker.url(),
                            "--seed",
                            "1")) {
                Awaitility.await("rows in every table, logs in " + folder)
                        .atMost(Duration.ofSeconds(90))
                        .untilAsserted(
                                () -> {
                                    assertThat(lake.count("SELECT count(*) FROM {readings}"))
                                            .isPositive();
                                    assertThat(
                                                    lake.count(
                                                            "SELECT count(*) FROM {sensor_aggregates}"))
                                            .isPositive();
                                });
            }
            assertThat(cluster.read("/jobs/" + job)).contains("\"state\":\"RUNNING\"");
        }
    }
}
