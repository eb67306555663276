package io.pythoflow.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.pythoflow.job.testing.Broker;
import io.pythoflow.job.testing.JavaProcess;
import io.pythoflow.job.testing.Lake;
import io.pythoflow.job.testing.RawPublisher;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The job as its user runs it, against a real broker, fed by a client that is not ours. */
class LocalRunIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final String NEWEST =
            "(SELECT * FROM {sensor_aggregates} QUALIFY row_number() OVER (PARTITION BY sensor_id, metric,"
                    + " window_start ORDER BY emitted_at DESC, revision DESC) = 1)";

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path folder;

    private Broker broker;
    private Lake lake;

    @BeforeEach
    void startBroker() {
        broker = Broker.start(folder);
        lake = new Lake(folder.resolve("lake"));
    }

    @AfterEach
    void stopBroker() {
        broker.close();
    }

    @Test
    void aBoundedSourceEndsWithItsLastWindowWrittenAndNothingToResume() throws Exception {
        long start = 1_550_000_000_000L;
        try (JavaProcess job = run("first", "mqtt.end.after.idle", "5 s")) {
            job.awaitSubscribed(4, PATIENCE);
            publish(LongStream.range(0, 95).map(i -> start + i * 1000).toArray());
            assertThat(job.awaitExit(PATIENCE)).isZero();
            assertThat(job.output()).contains("nothing to resume");
        }

        assertThat(lake.count("SELECT count(*) FROM {readings}")).isEqualTo(95);
        assertThat(
                        lake.query(
                                "SELECT sum(\"count\"), count(*), max(revision) FROM {sensor_aggregates}"))
                .containsExactly(List.of(new BigInteger("95"), 10L, 0));

        try (JavaProcess again = run("again", "mqtt.end.after.idle", "5 s", "--resume")) {
            assertThat(again.awaitExit(PATIENCE)).isEqualTo(2);
            assertThat(again.output()).contains("Nothing to resume").contains(".state");
        }
    }

    @Test
    void aWindowOpenAtTheStopComesOutOnceAndCompleteAfterResuming() throws Exception {
        long start = 1_550_000_000_000L;
        try (JavaProcess job = run("first", "window.length", "1 min")) {
            job.awaitSubscribed(4, PATIENCE);
            publish(LongStream.range(0, 30).map(i -> start + i * 1000).toArray());
            Awaitility.await().atMost(PATIENCE).until(() -> readings() == 30);
            job.terminate();
            job.awaitExit(PATIENCE);
            assertThat(job.output()).contains("Windows still open come out after RESUME=1");
        }
        assertThat(lake.count("SELECT count(*) FROM {sensor_aggregates}")).isZero();

        try (JavaProcess job = run("second", "window.length", "1 min", "--resume")) {
            job.awaitOutput("Resumed from", PATIENCE);
            publish(LongStream.range(30, 95).map(i -> start + i * 1000).toArray());
            Awaitility.await().atMost(PATIENCE).until(() -> readings() == 95);
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> lake.count("SELECT count(*) FROM {sensor_aggregates}") >= 1);
        }
        // 1 550 000 000 is 20 s past a full minute: 40 readings in the first window, the rest still
        // open.
        assertThat(lake.query("SELECT \"count\", revision FROM {sensor_aggregates}"))
                .containsExactly(List.of(40L, 0));
    }

    @Test
    void aKilledJobResumesFromItsNewestCheckpointWithoutLossOrCopies() throws Exception {
        long now = System.currentTimeMillis();
        try (JavaProcess job = run("first", "window.length", "1 min")) {
            job.awaitSubscribed(4, PATIENCE);
            publish(LongStream.range(0, 200).map(i -> now - 300_000 + i * 1000).toArray());
            Awaitility.await().atMost(PATIENCE).until(() -> readings() > 0);
            job.kill();
            job.awaitExit(PATIENCE);
        }
        publish(LongStream.range(200, 250).map(i -> now - 300_000 + i * 1000).toArray());
        try (JavaProcess job = run("second", "window.length", "1 min", "--resume")) {
            Awaitility.await().atMost(PATIENCE).until(() -> readings() >= 250);
            job.terminate();
            job.awaitExit(PATIENCE);
        }
        assertThat(lake.count("SELECT count(*) FROM {readings}")).isEqualTo(250);
        assertThat(lake.count("SELECT count(DISTINCT ts) FROM {readings}")).isEqualTo(250);
    }

    @Test
    void openWindowsComeOutWhenEverySensorFallsSilent() throws Exception {
        try (JavaProcess job = run("job", "window.length", "5 s")) {
            job.awaitSubscribed(4, PATIENCE);
            long last = System.currentTimeMillis();
            publish(LongStream.range(0, 5).map(i -> last - 4000 + i * 1000).toArray());
            Awaitility.await("all five readings aggregated")
                    .atMost(Duration.ofSeconds(30))
                    .until(
                            () ->
                                    lake.count(
                                                    "SELECT coalesce(sum(\"count\"), 0)::BIGINT FROM"
                                                            + " {sensor_aggregates} WHERE revision = 0")
                                            == 5);
        }
    }

    @Test
    void aGatewayThatComesBackAfterSixHoursEndsInCorrectAggregates() throws Exception {
        long now = System.currentTimeMillis();
        long[] everyHalfMinute =
                LongStream.range(0, 680).map(i -> now - 6 * 3_600_000 + i * 30_000).toArray();
        Path revisions = folder.resolve("revisions.json");
        Files.writeString(
                revisions,
                "[{\"PropertyGroupId\": \"window\", \"PropertyMap\": {\"window.revision.interval\": \"1 s\"}}]");
        // Without the window of now, which ends in the midst of the test if the hour wants it so.
        String buffered =
                "(SELECT * FROM %s WHERE epoch_ms(window_start) < %d)"
                        .formatted(NEWEST, now - 1_000_000);
        try (JavaProcess job =
                run("job", "window.length", "10 min", "--properties", revisions.toString())) {
            job.awaitSubscribed(4, PATIENCE);
            publish(now);
            Awaitility.await().atMost(PATIENCE).until(() -> readings() == 1);

            // Half of what it buffered comes first, and the other half corrects the windows.
            publish(
                    LongStream.of(everyHalfMinute)
                            .filter(time -> time / 30_000 % 2 == 0)
                            .toArray());
            Awaitility.await().atMost(PATIENCE).until(() -> readingsIn(buffered) == 340);
            publish(
                    LongStream.of(everyHalfMinute)
                            .filter(time -> time / 30_000 % 2 == 1)
                            .toArray());
            Awaitility.await().atMost(PATIENCE).until(() -> readingsIn(buffered) == 680);
        }

        assertThat(
                        lake.query(
                                "SELECT count(*), count(*) FILTER (a.\"count\" = r.n AND a.min = r.lo AND a.max = r.hi"
                                        + " AND abs(a.mean - r.mean) < 1e-9), max(a.revision) > 0 FROM "
                                        + buffered
                                        + " a FULL JOIN (SELECT time_bucket(INTERVAL 10 MINUTES, ts::TIMESTAMP) AS w, count(*) AS n,"
                                        + " min(soil_moisture) AS lo, max(soil_moisture) AS hi, avg(soil_moisture) AS mean"
                                        + " FROM {readings} WHERE epoch_ms(ts) < "
                                        + (now - 1_000_000)
                                        + " GROUP BY ALL) r ON a.window_start::TIMESTAMP = r.w"))
                .allSatisfy(
                        row -> {
                            assertThat(row.get(1)).isEqualTo(row.get(0));
                            assertThat(row.get(2)).isEqualTo(true);
                        });
    }

    @Test
    void aMistakeInThePropertiesStopsItWithEveryProblem() throws Exception {
        try (JavaProcess job = run("job", "window.length", "never")) {
            assertThat(job.awaitExit(PATIENCE)).isEqualTo(2);
            assertThat(job.output()).contains("window.length = 'never': must be a duration");
        }
    }

    @Test
    void everyPayloadIsAcceptedDuplicateOrRejectedWithItsOwnBytes() throws Exception {
        List<byte[]> payloads = mutations(1000, 7);
        try (JavaProcess job = run("job", "mqtt.end.after.idle", "5 s")) {
            job.awaitSubscribed(4, PATIENCE);
            try (RawPublisher publisher = new RawPublisher(broker.url(), "a-foreign-client")) {
                publisher.publish("irrigation/sensors/F1/data", payloads);
            }
            assertThat(job.awaitExit(Duration.ofMinutes(3))).isZero();

            Matcher duplicates = Pattern.compile("duplicates ([\\d,]+)").matcher(job.output());
            long dropped = 0;
            while (duplicates.find()) {
                dropped = Long.parseLong(duplicates.group(1).replace(",", ""));
            }
            List<String> rejected =
                    lake.query("SELECT hex(payload) FROM {rejected_messages}").stream()
                            .map(row -> (String) row.get(0))
                            .toList();
            assertThat(readings() + dropped + rejected.size()).isEqualTo(payloads.size());
            assertThat(rejected).isNotEmpty();
            assertThat(readings()).isPositive();
            List<String> sent =
                    new ArrayList<>(
                            payloads.stream()
                                    .map(HexFormat.of().withUpperCase()::formatHex)
                                    .toList());
            for (String payload : rejected) {
                assertThat(sent.remove(payload)).as(payload).isTrue();
            }
        }
    }

    @Test
    void aReplayAgreesWithAComputationOverItsFile() throws Exception {
        Path csv = folder.resolve("S1.csv");
        Random random = new Random(11);
        StringBuilder rows = new StringBuilder("\n\"received\",\"timestamp\",\"value\"\n");
        Instant start = Instant.parse("2018-11-22T13:37:10Z");
        for (int i = 0; i < 3000; i++) {
            // Every seventh row is an extra copy, every eleventh comes out of order, a gap of days
            // stands in the middle.
            int step = i % 7 == 6 ? i - 1 : i % 11 == 10 ? i - 30 : i;
            Instant time = start.plusSeconds(60L * step + (i > 1500 ? 400_000 : 0));
            double value =
                    i % 7 == 6 ? Double.NaN : Math.round(random.nextGaussian() * 1000) / 100.0;
            String text = Double.isNaN(value) ? null : "\"" + value + "\"";
            if (text == null) {
                rows.append(rows.substring(rows.lastIndexOf("\n", rows.length() - 2) + 1));
            } else {
                rows.append("\"%s\",\"%s\",%s%n".formatted(time, time, text));
            }
        }
        Files.writeString(csv, rows);
        // Longer than the replay takes to start.
        try (JavaProcess job = run("job", "mqtt.end.after.idle", "20 s")) {
            job.awaitSubscribed(4, PATIENCE);
            try (JavaProcess replay =
                    JavaProcess.simulator(
                            folder.resolve("replay.log"),
                            "replay",
                            "--broker",
                            broker.url(),
                            "--speed",
                            "0",
                            "--value-column",
                            "probe=value",
                            csv.toString())) {
                assertThat(replay.awaitExit(PATIENCE)).as(replay.output()).isZero();
            }
            assertThat(job.awaitExit(Duration.ofMinutes(3))).isZero();
        }
        String recorded =
                "(SELECT DISTINCT \"timestamp\" AS ts, \"value\"::DOUBLE AS v FROM read_csv('"
                        + csv
                        + "', skip = 1, header = true, types = {'timestamp': 'TIMESTAMP', 'value': 'VARCHAR'}))";
        assertThat(
                        lake.query(
                                "SELECT count(*) FROM "
                                        + recorded
                                        + " c FULL JOIN (SELECT ts::TIMESTAMP AS ts, other_metrics['probe'] AS v FROM"
                                        + " {readings}) r ON c.ts = r.ts AND c.v = r.v WHERE c.ts IS NULL OR r.ts IS"
                                        + " NULL"))
                .containsExactly(List.of(0L));
        String expected =
                "(SELECT time_bucket(INTERVAL 10 SECONDS, ts) AS w, count(*) AS n, min(v) AS lo, max(v) AS hi, avg(v)"
                        + " AS mean, quantile_cont(v, 0.25) AS p25 FROM "
                        + recorded
                        + " GROUP BY ALL)";
        assertThat(
                        lake.query(
                                "WITH newest AS (SELECT *, window_start::TIMESTAMP AS w FROM "
                                        + NEWEST
                                        + ") SELECT count(*), count(*) FILTER (a.w"
                                        + " IS NOT NULL AND e.w IS NOT NULL AND a.\"count\" = e.n AND a.min = e.lo AND"
                                        + " a.max = e.hi AND abs(a.mean - e.mean) <= 1e-9 * greatest(1, abs(e.mean)) AND"
                                        + " abs(a.p25 - e.p25) <= 1e-9) FROM newest a FULL JOIN "
                                        + expected
                                        + " e ON a.w = e.w"))
                .allSatisfy(row -> assertThat(row.get(0)).isEqualTo(row.get(1)).isNotEqualTo(0L));
    }

    /**
     * Readings, and what is left of them when bytes are changed, cut off, doubled or made up;
     * reproducible.
     */
    private static List<byte[]> mutations(int number, long seed) {
        Random random = new Random(seed);
        List<byte[]> payloads = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            byte[] valid =
                    "{\"sensor_id\":\"F1\",\"ts\":%d,\"values\":{\"soil_moisture\":{\"v\":%d.5,\"u\":\"%%VWC\"}}}"
                            .formatted(1_750_000_000_000L + i * 1000L, i % 50)
                            .getBytes(StandardCharsets.UTF_8);
            payloads.add(
                    switch (i % 5) {
                        case 0 -> valid;
                        case 1 -> Arrays.copyOf(valid, random.nextInt(valid.length));
                        case 2 -> {
                            byte[] noise = new byte[1 + random.nextInt(200)];
                            random.nextBytes(noise);
                            yield noise;
                        }
                        default -> {
                            byte[] changed = valid.clone();
                            for (int k = 0; k <= random.nextInt(4); k++) {
                                changed[random.nextInt(changed.length)] =
                                        (byte) random.nextInt(256);
                            }
                            yield changed;
                        }
                    });
        }
        return payloads;
    }

    private long readingsIn(String aggregates) {
        return lake.count("SELECT coalesce(sum(\"count\"), 0)::BIGINT FROM " + aggregates);
    }

    private long readings() {
        return lake.count("SELECT count(*) FROM {readings}");
    }

    private void publish(long... timestamps) throws IOException {
        RawPublisher.publishReadings(broker.url(), timestamps);
    }

    /** Starts the job with one setting, and further options of the runner. */
    private JavaProcess run(String name, String key, String value, String... options)
            throws Exception {
        Path properties = folder.resolve(name + ".json");
        String group = key.substring(0, key.indexOf('.'));
        Files.writeString(
                properties,
                "[{\"PropertyGroupId\": \"%s\", \"PropertyMap\": {\"%s\": \"%s\"}}]"
                        .formatted(group, key, value));
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                "--properties",
                                properties.toString(),
                                "--broker",
                                broker.url(),
                                "--lake",
                                lake.root().toString(),
                                "--checkpoint-interval",
                                "1 s"));
        arguments.addAll(List.of(options));
        return JavaProcess.localRun(
                folder.resolve(name + ".log"), arguments.toArray(String[]::new));
    }
}
