package io.pythoflow.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pythoflow.job.lake.catalog.GlueServer;
import io.pythoflow.job.testing.Broker;
import io.pythoflow.job.testing.FaultyProxy.Fault;
import io.pythoflow.job.testing.JavaProcess;
import io.pythoflow.job.testing.RawPublisher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The job as its user runs it, with tables in buckets and Glue to list them. */
class CatalogIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    /** 2019-02-12, 19:33:20 UTC. */
    private static final long START = 1_550_000_000_000L;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path folder;

    private GlueServer glue;
    private Broker broker;

    @BeforeEach
    void startServers() throws Exception {
        glue = GlueServer.start(folder);
        glue.moto().createBucket("farm-raw");
        glue.moto().createBucket("farm-tables");
        broker = Broker.start(folder);
    }

    @AfterEach
    void stopServers() {
        broker.close();
        glue.close();
    }

    @Test
    void aCatalogueThatLacksTheTablesIsSaidAtOnce() throws Exception {
        try (JavaProcess job = run("refused", "false")) {
            assertThat(job.awaitExit(PATIENCE)).as(job.output()).isEqualTo(2);
            assertThat(job.output())
                    .contains(
                            "Database 'iot_data_catalog' of the catalogue is not as the job needs it:")
                    .contains("  - table 'readings' is missing")
                    .contains("  - view 'environment' is missing")
                    .contains(
                            "What is missing is made, and a view is replaced, with catalog.create = true.")
                    .doesNotContain("\tat ", "Exception");
        }
    }

    @Test
    void whatTheJobHasCommittedIsInTheCatalogueEvenWhereItWasKilledInAnOutage() throws Exception {
        try (JavaProcess job = run("first", "true")) {
            job.awaitSubscribed(4, PATIENCE);
            publish(0, 60);
            awaitPartitions("readings", "2019-02-12/19");
            awaitPartitions("sensor_aggregates", "2019-02-12/19");

            glue.proxy().begin(new Fault.Refused(503, "ServiceUnavailable"));
            publish(3_600, 3_660);
            await("files of the second hour, logs in " + folder)
                    .atMost(PATIENCE)
                    .until(
                            () ->
                                    !glue.moto()
                                            .keys("farm-raw", "raw/readings/dt=2019-02-12/hour=20/")
                                            .isEmpty());
            job.awaitOutput("Cannot register partitions in the catalogue: 1 of table", PATIENCE);
            job.kill();
        }
        assertThat(glue.partitions("readings")).containsExactly("2019-02-12/19");
        glue.proxy().end();

        try (JavaProcess job = run("second", "false", "--resume")) {
            awaitPartitions("readings", "2019-02-12/19", "2019-02-12/20");
            job.terminate();
            job.awaitExit(PATIENCE);
        }
        assertThat(glue.partitionsOf("readings"))
                .extracting(partition -> partition.storageDescriptor().location())
                .containsExactlyInAnyOrder(
                        "s3://farm-raw/raw/readings/dt=2019-02-12/hour=19/",
                        "s3://farm-raw/raw/readings/dt=2019-02-12/hour=20/");
    }

    private void awaitPartitions(String table, String... partitions) {
        await("partitions of " + table + ", logs in " + folder)
                .atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(glue.partitions(table)).containsExactly(partitions));
    }

    private void publish(int fromSecond, int toSecond) throws IOException {
        RawPublisher.publishReadings(
                broker.url(),
                LongStream.range(fromSecond, toSecond)
                        .map(second -> START + second * 1000)
                        .toArray());
    }

    private JavaProcess run(String name, String create, String... options) throws IOException {
        Path properties =
                Files.writeString(
                        folder.resolve(name + ".json"),
                        """
                        [{"PropertyGroupId": "mqtt", "PropertyMap": {"mqtt.broker": "%s"}},
                         {"PropertyGroupId": "ingest", "PropertyMap": {"ingest.max.age": "0 s"}},
                         {"PropertyGroupId": "window",
                          "PropertyMap": {"window.length": "10 s", "window.out.of.orderness": "0 s"}},
                         {"PropertyGroupId": "lake",
                          "PropertyMap": {"SOURCE_BUCKET": "farm-raw", "DEST_BUCKET": "farm-tables",
                                          "lake.freshness": "0 s", "catalog": "glue", "catalog.create": "%s",
                                          "catalog.endpoint": "%s"}}]
                        """
                                .formatted(broker.url(), create, glue.proxy().endpoint()));
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                "--properties",
                                properties.toString(),
                                "--state",
                                folder.resolve("state").toString(),
                                "--checkpoint-interval",
                                "1 s"));
        arguments.addAll(List.of(options));
        return JavaProcess.localRun(
                folder.resolve(name + ".log"),
                glue.moto().environment(),
                arguments.toArray(String[]::new));
    }
}
