package io.pythoflow.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.pythoflow.job.testing.Broker;
import io.pythoflow.job.testing.JavaProcess;
import io.pythoflow.job.testing.Lake;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Rows that wait for larger files, as a reader by path sees them while the job runs. */
class FreshnessIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration GLANCE = Duration.ofMillis(300);
    private static final int RATE = 200;
    private static final int PUBLISHING_SECONDS = 20;
    private static final long SENT = (long) RATE * PUBLISHING_SECONDS;

    /** A checkpoint every second. */
    private static final int FRESHNESS_SECONDS = 6;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path folder;

    @Test
    void rowsAppearOnceInFewFilesAndWhatWaitsAtAStopAppearsAfterResuming() throws Exception {
        Lake lake = new Lake(folder.resolve("lake"));
        try (Broker broker = Broker.start(folder, "--inflight-window", "1000");
                JavaProcess first = job("first", FRESHNESS_SECONDS + " s", broker, lake)) {
            first.awaitSubscribed(4, PATIENCE);
            try (JavaProcess load = load(broker)) {
                // Right after a release the rows of the next one begin to wait.
                while (files(lake) < 2) {
                    assertThat(load.endsWithin(GLANCE)).as(load.output()).isFalse();
                    assertThat(copies(lake)).isZero();
                }
                first.terminate();
                first.awaitExit(PATIENCE);
                assertThat(first.output())
                        .contains("Windows still open and rows that wait come out after RESUME=1");
                assertThat(waiting(first)).isPositive();
                assertThat(files(lake)).isEqualTo(2);
                assertThat(load.awaitExit(PATIENCE)).as(load.output()).isZero();
            }
            try (JavaProcess second = job("second", "0 s", broker, lake, "--resume")) {
                Awaitility.await("all rows, logs in " + folder)
                        .atMost(PATIENCE)
                        .until(() -> lake.count("SELECT count(*) FROM {readings}") == SENT);
                assertThat(copies(lake)).isZero();
                second.terminate();
                second.awaitExit(PATIENCE);
                assertThat(waiting(second)).isZero();
            }
        }
    }

    private static long copies(Lake lake) {
        return lake.count("SELECT count(*) - count(DISTINCT message_id) FROM {readings}");
    }

    private static long files(Lake lake) {
        return lake.count(
                "SELECT count(*) FROM glob('" + lake.root() + "/raw/readings/*/*/*.parquet')");
    }

    /** What the last summary says. */
    private static long waiting(JavaProcess job) {
        Matcher matcher = Pattern.compile("rows waiting\\s+([\\d,]+)").matcher(job.output());
        assertThat(matcher.find()).as(job.output()).isTrue();
        return Long.parseLong(matcher.group(1).replace(",", ""));
    }

    private JavaProcess load(Broker broker) {
        return JavaProcess.simulator(
                folder.resolve("load.log"),
                "load",
                "--broker",
                broker.url(),
                "--rate",
                String.valueOf(RATE),
                "--seconds",
                String.valueOf(PUBLISHING_SECONDS),
                "--sensors",
                "50");
    }

    private JavaProcess job(
            String name, String freshness, Broker broker, Lake lake, String... options)
            throws Exception {
        Path properties = folder.resolve(name + ".json");
        Files.writeString(
                properties,
                """
                [{"PropertyGroupId": "mqtt", "PropertyMap": {"mqtt.receive.maximum": "1000"}},
                 {"PropertyGroupId": "lake", "PropertyMap": {"lake.freshness": "%s"}}]
                """
                        .formatted(freshness));
        return JavaProcess.localRun(
                folder.resolve(name + ".log"),
                Stream.concat(
                                Stream.of(
                                        "--properties",
                                        properties.toString(),
                                        "--broker",
                                        broker.url(),
                                        "--lake",
                                        lake.root().toString(),
                                        "--checkpoint-interval",
                                        "1 s",
                                        "--checkpoint-pause",
                                        "100 ms"),
                                Stream.of(options))
                        .toArray(String[]::new));
    }
}
