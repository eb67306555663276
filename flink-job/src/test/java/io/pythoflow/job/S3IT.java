package io.pythoflow.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.pythoflow.contract.testing.MotoServer;
import io.pythoflow.job.lake.ReadProbe;
import io.pythoflow.job.testing.Broker;
import io.pythoflow.job.testing.JavaProcess;
import io.pythoflow.job.testing.Lake;
import io.pythoflow.job.testing.RawPublisher;
import io.pythoflow.job.testing.SessionCluster;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tables in buckets: written by the job where S3 is a plugin of a cluster and where it is on the
 * class path of a mini cluster, and read back there as well as by a reader that is not ours.
 */
class S3IT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Path JAR =
            JavaProcess.root().resolve("flink-job/target/pythoflow-job.jar");

    /** An hour that is over: its windows close as soon as later readings come. */
    private static final long START = 1_550_000_000_000L;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path folder;

    private MotoServer moto;
    private Broker broker;

    @BeforeEach
    void startServers() throws Exception {
        moto = MotoServer.start(folder);
        moto.createBucket("farm-raw");
        moto.createBucket("farm-tables");
        broker = Broker.start(folder);
    }

    @AfterEach
    void stopServers() {
        broker.close();
        moto.close();
    }

    @Test
    void aSessionClusterWritesAndReadsBucketsAndKeepsItsStateThere() throws Exception {
        Path properties = properties();
        try (SessionCluster cluster =
                SessionCluster.startWithS3(
                        folder, 2, moto, URI.create("s3://farm-raw/state/checkpoints"))) {
            String job = cluster.run(JAR, "--properties", properties.toString());
            Awaitility.await("all slots subscribed")
                    .atMost(PATIENCE)
                    .until(() -> subscribed(cluster.output()));
            publish(0, 100);
            awaitRows(100);
            cluster.stop(job, URI.create("s3://farm-raw/state/savepoints"));

            assertTablesHold(100);
            assertThat(moto.keys("farm-raw", "state/savepoints/"))
                    .anyMatch(key -> key.endsWith("/_metadata"));

            // The same table, read by tasks that load classes as the job's tasks do.
            Path jar = jarWith(ReadProbe.class);
            cluster.runClass(jar, ReadProbe.class.getName(), "s3://farm-raw/raw/readings");
            Awaitility.await("rows read, logs in " + folder)
                    .atMost(PATIENCE)
                    .until(() -> cluster.output().contains("Read 100 rows in "));
        }
    }

    @Test
    void aMiniClusterWritesReadsAndResumes() throws Exception {
        try (JavaProcess job = run("first")) {
            awaitSubscribed(job);
            publish(0, 60);
            awaitRows(60);
            stop(job);
        }
        try (JavaProcess job = run("second", "--resume")) {
            job.awaitOutput("Resumed from", PATIENCE);
            publish(60, 100);
            awaitRows(100);
            stop(job);
        }
        assertTablesHold(100);

        Path conf = Files.createDirectories(folder.resolve("conf"));
        Files.writeString(
                conf.resolve("config.yaml"),
                "s3:\n  endpoint: %s\n  path.style.access: true\n".formatted(moto.endpoint()));
        try (JavaProcess probe =
                JavaProcess.start(
                        folder.resolve("probe.log"),
                        List.of(
                                "@" + JavaProcess.root().resolve("config/flink-java17.args"),
                                "-Xmx512m",
                                "-cp",
                                "flink-job/target/test-classes"
                                        + File.pathSeparator
                                        + JavaProcess.runClassPath(),
                                ReadProbe.class.getName(),
                                "s3://farm-raw/raw/readings",
                                conf.toString()),
                        MotoServer.credentials())) {
            assertThat(probe.awaitExit(PATIENCE)).as(probe.output()).isZero();
            assertThat(probe.output()).contains("Read 100 rows in ");
        }
    }

    @Test
    void whatCannotBeReachedIsSaidAtOnceAndWithoutSecrets() throws Exception {
        Map<String, String> keys = moto.environment();
        assertThat(refusal("bucket", Map.of("DEST_BUCKET", "farm-table"), keys))
                .contains("Cannot reach s3://farm-table/aggregated at " + moto.endpoint())
                .contains("Bucket does not exist");
        assertThat(refusal("endpoint", Map.of("AWS_ENDPOINT_URL", "http://127.0.0.1:1"), keys))
                .contains("Cannot reach s3://farm-raw/raw at http://127.0.0.1:1")
                .contains("Connection refused");
        assertThat(refusal("credentials", Map.of("AWS_ACCESS_KEY_ID", ""), keys))
                .contains("Cannot reach s3://farm-raw/raw")
                .contains("there are no credentials of AWS");
    }

    private static void stop(JavaProcess job) {
        job.terminate();
        job.awaitExit(PATIENCE);
        assertThat(job.output()).contains("RESUME=1, which starts from");
    }

    /** What a run prints that ends before it begins. */
    private String refusal(String name, Map<String, String> changed, Map<String, String> keys)
            throws Exception {
        Map<String, String> environment = new HashMap<>(keys);
        environment.put("SOURCE_BUCKET", "farm-raw");
        environment.put("DEST_BUCKET", "farm-tables");
        environment.put("AWS_SECRET_ACCESS_KEY", "HIDDEN");
        environment.putAll(changed);
        try (JavaProcess job =
                JavaProcess.localRun(
                        folder.resolve(name + ".log"),
                        environment,
                        "--state",
                        folder.resolve("state").toString())) {
            assertThat(job.awaitExit(PATIENCE)).as(job.output()).isEqualTo(2);
            assertThat(job.output()).doesNotContain("HIDDEN");
            return job.output();
        }
    }

    private void assertTablesHold(int rows) throws Exception {
        Lake lake = download();
        assertThat(lake.query("SELECT count(*), count(DISTINCT ts) FROM {readings}"))
                .containsExactly(List.of((long) rows, (long) rows));
        // Windows of 10 s: the one that is open at the end stays in the state.
        assertThat(lake.query("SELECT count(*), max(revision) FROM {sensor_aggregates}"))
                .containsExactly(List.of((rows - 1) / 10L, 0));
        assertThat(moto.openUploads("farm-raw")).isEmpty();
        assertThat(moto.openUploads("farm-tables")).isEmpty();
    }

    private void awaitRows(int rows) {
        Awaitility.await(rows + " rows, logs in " + folder)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(500))
                .until(
                        () -> {
                            Lake lake = download();
                            return lake.count("SELECT count(*) FROM {readings}") == rows
                                    && lake.count("SELECT count(*) FROM {sensor_aggregates}")
                                            == (rows - 1) / 10;
                        });
    }

    private Lake download() throws IOException, InterruptedException {
        Path copy = folder.resolve("copy");
        moto.download("farm-raw", "raw/", copy);
        moto.download("farm-tables", "aggregated/", copy);
        return new Lake(copy);
    }

    private void publish(int from, int to) throws IOException {
        RawPublisher.publishReadings(
                broker.url(), LongStream.range(from, to).map(i -> START + i * 1000).toArray());
    }

    private Path properties() throws IOException {
        return Files.writeString(
                folder.resolve("properties.json"),
                """
                [{"PropertyGroupId": "mqtt", "PropertyMap": {"mqtt.broker": "%s"}},
                 {"PropertyGroupId": "ingest", "PropertyMap": {"ingest.max.age": "0 s"}},
                 {"PropertyGroupId": "window",
                  "PropertyMap": {"window.length": "10 s", "window.out.of.orderness": "0 s"}},
                 {"PropertyGroupId": "lake",
                  "PropertyMap": {"SOURCE_BUCKET": "farm-raw", "DEST_BUCKET": "farm-tables",
                                  "lake.freshness": "0 s", "catalog": "none"}}]
                """
                        .formatted(broker.url()));
    }

    private JavaProcess run(String name, String... options) throws IOException {
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                "--properties",
                                properties().toString(),
                                "--state",
                                folder.resolve("state").toString(),
                                "--checkpoint-interval",
                                "1 s"));
        arguments.addAll(List.of(options));
        return JavaProcess.localRun(
                folder.resolve(name + ".log"),
                moto.environment(),
                arguments.toArray(String[]::new));
    }

    private static void awaitSubscribed(JavaProcess job) {
        Awaitility.await("all slots subscribed")
                .atMost(PATIENCE)
                .until(() -> subscribed(job.output()));
    }

    /** A broker keeps nothing for a session that does not exist yet. */
    private static boolean subscribed(String output) {
        return Stream.of(0, 1, 2, 3)
                .allMatch(
                        slot ->
                                output.contains(
                                        "irrigation-compute-slot-" + slot + " is subscribed"));
    }

    /** The application jar with one class of the tests, and those inside it. */
    private Path jarWith(Class<?> probe) throws IOException {
        Path jar = Files.copy(JAR, folder.resolve("probe.jar"));
        String name = probe.getName().replace('.', '/');
        Path classes = JavaProcess.root().resolve("flink-job/target/test-classes");
        try (FileSystem zip = FileSystems.newFileSystem(jar);
                Stream<Path> files = Files.list(classes.resolve(name).getParent())) {
            for (Path file :
                    files.filter(
                                    path ->
                                            path.getFileName()
                                                    .toString()
                                                    .startsWith(probe.getSimpleName()))
                            .toList()) {
                try (OutputStream entry =
                        Files.newOutputStream(zip.getPath(classes.relativize(file).toString()))) {
                    Files.copy(file, entry);
                }
            }
        }
        return jar;
    }
}
