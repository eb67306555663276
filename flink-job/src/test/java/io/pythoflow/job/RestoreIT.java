package io.pythoflow.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.pythoflow.contract.testing.MotoServer;
import io.pythoflow.job.testing.Broker;
import io.pythoflow.job.testing.ForgetfulS3;
import io.pythoflow.job.testing.JavaProcess;
import io.pythoflow.job.testing.Lake;
import io.pythoflow.job.testing.RawPublisher;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every retained checkpoint can be started from, not only the newest: the files that an older one
 * names were published since, and the job writes none of their rows again.
 */
class RestoreIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Of the freshness and the checkpoint interval. */
    private static final Duration LONGER_THAN_A_ROW_WAITS = Duration.ofSeconds(5);

    private static final int BATCH = 10;
    private static final long START = 1_550_000_000_000L;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path folder;

    private Broker broker;
    private int sent;

    @BeforeEach
    void startBroker() {
        broker = Broker.start(folder);
    }

    @AfterEach
    void stopBroker() {
        broker.close();
    }

    @ParameterizedTest(name = "freshness {0}")
    @ValueSource(strings = {"0 s", "3 s"})
    void everyRetainedCheckpointRestoresInAFolder(String freshness) throws Exception {
        Lake lake = new Lake(folder.resolve("lake"));
        restoreEach(
                Map.of(),
                """
                {"lake.path": "%s", "lake.freshness": "%s", "catalog": "none"}"""
                        .formatted(lake.root(), freshness),
                () -> lake);
    }

    @ParameterizedTest(name = "freshness {0}")
    @ValueSource(strings = "3 s")
    void everyRetainedCheckpointRestoresInABucket(String freshness) throws Exception {
        try (MotoServer moto = MotoServer.start(folder);
                ForgetfulS3 s3 = ForgetfulS3.before(moto)) {
            moto.createBucket("farm");
            Map<String, String> environment = new HashMap<>(moto.environment());
            environment.put("AWS_ENDPOINT_URL", s3.endpoint().toString());
            restoreEach(
                    environment,
                    """
                    {"SOURCE_BUCKET": "farm", "DEST_BUCKET": "farm", "lake.freshness": "%s",
                     "catalog": "none"}"""
                            .formatted(freshness),
                    new Tables() {
                        @Override
                        public Lake lake() throws Exception {
                            moto.download("farm", "raw/", folder.resolve("copy"));
                            return new Lake(folder.resolve("copy"));
                        }

                        @Override
                        public boolean allPublished() throws Exception {
                            return moto.openUploads("farm").isEmpty();
                        }
                    });
            assertThat(moto.openUploads("farm")).isEmpty();
            assertThat(s3.refused()).as("uploads that were completed before").isNotEmpty();
        }
    }

    private void restoreEach(Map<String, String> environment, String lakeSettings, Tables tables)
            throws Exception {
        Path properties =
                Files.writeString(
                        folder.resolve("properties.json"),
                        """
                        [{"PropertyGroupId": "mqtt", "PropertyMap": {"mqtt.broker": "%s"}},
                         {"PropertyGroupId": "lake", "PropertyMap": %s}]
                        """
                                .formatted(broker.url(), lakeSettings));
        Path state = folder.resolve("state");
        try (JavaProcess job = run("first", properties, state, environment)) {
            job.awaitSubscribed(4, PATIENCE);
            for (int batch = 0; batch < 3; batch++) {
                publish();
                awaitRows(tables);
            }
            awaitNextCheckpoint(state);
            // No longer, or the checkpoints would name no file that is published by now.
            awaitPublished(tables, Duration.ZERO);
            job.kill();
            job.awaitExit(PATIENCE);
        }
        List<Path> retained = checkpoints(state);
        assertThat(retained).hasSize(3);

        for (Path checkpoint : retained) {
            String name = checkpoint.getFileName().toString();
            Path own = folder.resolve("state-" + name);
            try (JavaProcess job =
                    run(
                            name,
                            properties,
                            own,
                            environment,
                            "--resume-from",
                            checkpoint.toString())) {
                job.awaitOutput("Resumed from         " + checkpoint, PATIENCE);
                publish();
                awaitRows(tables);
                awaitNextCheckpoint(own);
                awaitPublished(tables, LONGER_THAN_A_ROW_WAITS);
                job.kill();
                job.awaitExit(PATIENCE);
            }
            assertThat(tables.lake().query("SELECT count(*), count(DISTINCT ts) FROM {readings}"))
                    .as("after %s of %s", name, retained)
                    .containsExactly(List.of((long) sent, (long) sent));
            assertThat(checkpoint).isNotEmptyDirectory();
        }
    }

    private interface Tables {

        /** Reads what is in the tables by now. */
        Lake lake() throws Exception;

        /** Whether no file is on its way: begun right before a checkpoint, published after it. */
        default boolean allPublished() throws Exception {
            return true;
        }
    }

    private JavaProcess run(
            String name,
            Path properties,
            Path state,
            Map<String, String> environment,
            String... options) {
        return JavaProcess.localRun(
                folder.resolve(name + ".log"),
                environment,
                Stream.concat(
                                Stream.of(
                                        "--properties",
                                        properties.toString(),
                                        "--state",
                                        state.toString(),
                                        "--checkpoint-interval",
                                        "1 s"),
                                Stream.of(options))
                        .toArray(String[]::new));
    }

    private void publish() throws IOException {
        RawPublisher.publishReadings(
                broker.url(),
                LongStream.range(sent, sent + BATCH).map(i -> START + i * 1000).toArray());
        sent += BATCH;
    }

    private void awaitRows(Tables tables) {
        Awaitility.await(sent + " rows, logs in " + folder)
                .atMost(PATIENCE)
                .until(
                        () ->
                                tables.lake().count("SELECT count(DISTINCT ts) FROM {readings}")
                                        == sent);
    }

    /**
     * A job that is killed while a file is on its way leaves that to the newest checkpoint, or to
     * the bucket's rule for uploads that nobody completes.
     */
    private void awaitPublished(Tables tables, Duration quiet) {
        Awaitility.await("files published, logs in " + folder)
                .atMost(PATIENCE)
                .during(quiet)
                .until(tables::allPublished);
    }

    /**
     * What the former checkpoint held is acknowledged before the next one begins, so the broker
     * keeps nothing that an older one does not know.
     */
    private static void awaitNextCheckpoint(Path state) {
        Path newest = newest(state);
        Awaitility.await("another checkpoint in " + state)
                .atMost(PATIENCE)
                .until(() -> !newest(state).equals(newest));
    }

    private static Path newest(Path state) {
        List<Path> all = checkpoints(state);
        return all.get(all.size() - 1);
    }

    /** Complete ones, oldest first. */
    private static List<Path> checkpoints(Path state) {
        try (Stream<Path> files = Files.walk(state.resolve("checkpoints"), 2)) {
            return files.filter(path -> Files.exists(path.resolve("_metadata")))
                    .sorted(Comparator.comparing(RestoreIT::time))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot list " + state, e);
        }
    }

    private static FileTime time(Path checkpoint) {
        try {
            return Files.getLastModifiedTime(checkpoint.resolve("_metadata"));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + checkpoint, e);
        }
    }
}
