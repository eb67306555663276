package io.pythoflow.job;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.pythoflow.contract.topic.Topics;
import io.pythoflow.job.testing.Broker;
import io.pythoflow.job.testing.JavaProcess;
import io.pythoflow.job.testing.Lake;
import io.pythoflow.job.testing.RawPublisher;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Streaming over a recording, and backfill over what it stored, as their user runs them. */
class BackfillIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Instant START = Instant.parse("2019-03-01T08:00:00Z");
    private static final int MINUTES = 40;

    /** A window with more values than percentiles are exact for. */
    private static final Instant BUSY = START.plus(35, ChronoUnit.MINUTES);

    private static final int BUSY_VALUES = 4000;

    /** Twice what the sketch may be wrong by, since both paths use one, and a value's own width. */
    private static final double RANK_BOUND = 2 * 0.0068 + 0.002;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path folder;

    @Test
    void streamAndBackfillGiveTheSameLatestRows() throws Exception {
        Lake lake = new Lake(folder.resolve("lake"));
        Instant today = Instant.now().truncatedTo(ChronoUnit.MINUTES);
        stream(lake);
        long live = lake.count("SELECT count(*) FROM " + latest("live"));

        backfill(lake, START, START.plus(1, ChronoUnit.HOURS));
        backfill(lake, today, today.plus(1, ChronoUnit.HOURS), "--force");

        assertThat(lake.count("SELECT count(*) FROM " + latest("backfill")))
                .isEqualTo(live)
                .isGreaterThan(3 * MINUTES);
        assertThat(lake.count("SELECT count(*) FROM {sensor_aggregates} WHERE revision > 0"))
                .as("late readings made revisions")
                .isPositive();
        assertThat(
                        lake.count(
                                "SELECT count(*) FROM {sensor_aggregates} WHERE out_of_range_count > 0"))
                .isPositive();
        assertThat(lake.count("SELECT count(*) FROM {readings} WHERE ts_source = 'ingest'"))
                .as("original payloads")
                .isEqualTo(20);
        assertThat(lake.query(differing("min", "max", "mean", "first_value", "last_value")))
                .containsExactly(List.of(0L));
        assertThat(
                        lake.query(
                                differing(
                                        "\"count\"",
                                        "first_at",
                                        "last_at",
                                        "quality",
                                        "gateway_id",
                                        "expected_count",
                                        "out_of_range_count",
                                        "historical_count",
                                        "reading_count",
                                        "received_at_mean_ms")))
                .containsExactly(List.of(0L));
        assertThat(
                        lake.query(
                                differing("p05", "p50", "p95", "stddev", "slope_per_h", "max_gap_s")
                                        + " AND l.\"count\" < "
                                        + BUSY_VALUES))
                .as("exact but in the busy window")
                .containsExactly(List.of(0L));
        assertThat(
                        lake.query(
                                "SELECT count(*) FROM "
                                        + latest("backfill")
                                        + " b WHERE \"count\" >= "
                                        + BUSY_VALUES
                                        + " AND abs((SELECT avg((soil_moisture <= b.p50)::INT) FROM"
                                        + " {readings} r WHERE r.sensor_id = b.sensor_id AND r.ts >="
                                        + " b.window_start AND r.ts < b.window_end) - 0.5) <= "
                                        + RANK_BOUND))
                .containsExactly(List.of(1L));
    }

    private void stream(Lake lake) throws Exception {
        List<byte[]> inTime = new ArrayList<>();
        List<byte[]> late = new ArrayList<>();
        Random random = new Random(7);
        for (int second = 0; second < MINUTES * 60; second += 5) {
            byte[] payload = reading(random, START.plusSeconds(second));
            (random.nextInt(12) == 0 && second < 900 ? late : inTime).add(payload);
            if (random.nextInt(10) == 0) {
                inTime.add(payload);
            }
        }
        for (int i = 0; i < BUSY_VALUES; i++) {
            inTime.add(
                    "{\"sensor_id\":\"busy\",\"ts\":%d,\"values\":{\"soil_moisture\":%s}}"
                            .formatted(BUSY.toEpochMilli() + i, random.nextDouble() * 60)
                            .getBytes(UTF_8));
        }
        // Out of order, within what the watermark allows for.
        for (int i = 0; i + 3 < inTime.size(); i += 4) {
            Collections.swap(inTime, i, i + 3);
        }
        Path properties = folder.resolve("stream.json");
        try (Broker broker = Broker.start(folder)) {
            Files.writeString(
                    properties,
                    """
                    [{"PropertyGroupId": "mqtt", "PropertyMap": {"mqtt.end.after.idle": "15 s"}},
                     {"PropertyGroupId": "window", "PropertyMap": {"window.length": "1 min",
                      "window.out.of.orderness": "30 s", "window.revision.interval": "1 s"}}]
                    """);
            try (JavaProcess job =
                            JavaProcess.localRun(
                                    folder.resolve("stream.log"),
                                    "--properties",
                                    properties.toString(),
                                    "--broker",
                                    broker.url(),
                                    "--lake",
                                    lake.root().toString(),
                                    "--checkpoint-interval",
                                    "1 s");
                    RawPublisher publisher = new RawPublisher(broker.url(), "a-foreign-client")) {
                job.awaitSubscribed(4, PATIENCE);
                publisher.publish("irrigation/sensors/any/data", inTime);
                awaitWindowsOfTheFirstQuarter(lake);
                publisher.publish("irrigation/sensors/any/data", late);
                // What the originals say of now makes the recording too late from then on.
                Awaitility.await("the whole recording")
                        .atMost(PATIENCE)
                        .until(
                                () -> lake.count("SELECT count(*) FROM {readings}"),
                                Predicate.isEqual(distinct(inTime, late)));
                publisher.publish(Topics.GATEWAY_STATUS, originals());
                assertThat(job.awaitExit(PATIENCE)).as(job.output()).isZero();
            }
        }
    }

    private static long distinct(List<byte[]> some, List<byte[]> others) {
        return Stream.concat(some.stream(), others.stream())
                .map(payload -> new String(payload, UTF_8))
                .distinct()
                .count();
    }

    private static void awaitWindowsOfTheFirstQuarter(Lake lake) {
        Awaitility.await("windows that late readings belong to")
                .atMost(PATIENCE)
                .until(
                        () ->
                                lake.count(
                                                "SELECT count(DISTINCT window_start) FROM"
                                                        + " {sensor_aggregates} WHERE window_start <"
                                                        + " TIMESTAMPTZ '2019-03-01 08:15:00+00'")
                                        == 15);
    }

    private static byte[] reading(Random random, Instant time) {
        int sensor = random.nextInt(3);
        // Once in a while out of every range.
        double temperature = random.nextInt(30) == 0 ? 200 : 15 + random.nextInt(100) / 10.0;
        return """
        {"sensor_id":"S%d","gateway_id":"irrigation-gateway-00%d","ts":%d,"sample_period_s":15,"seq":%d,
         "historical":%b,"values":{"temperature":%s,"soil_moisture":%d.5,"leaf_wetness":%d}}"""
                .formatted(
                        sensor,
                        random.nextInt(2),
                        time.toEpochMilli() + random.nextInt(5) * 1000L,
                        random.nextInt(1_000_000),
                        random.nextInt(9) == 0,
                        temperature,
                        random.nextInt(40),
                        random.nextInt(100))
                .getBytes(UTF_8);
    }

    private static List<byte[]> originals() {
        List<byte[]> payloads = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            payloads.add(
                    """
                    [{"identifier":"A1","values":{"temperature":%d,"soil_humidity":45.1,"light":700}},
                     {"identifier":"A2","values":{"humidity":%d}}]"""
                            .formatted(20 + i, 50 + i)
                            .getBytes(UTF_8));
        }
        return payloads;
    }

    private void backfill(Lake lake, Instant from, Instant to, String... more) throws Exception {
        Path properties = folder.resolve("backfill.json");
        Files.writeString(
                properties,
                """
                [{"PropertyGroupId": "window", "PropertyMap": {"window.length": "1 min"}}]
                """);
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                "--properties",
                                properties.toString(),
                                "--lake",
                                lake.root().toString(),
                                "--from",
                                from.toString(),
                                "--to",
                                to.toString(),
                                "--parallelism",
                                "2"));
        arguments.addAll(List.of(more));
        try (JavaProcess process =
                JavaProcess.localBackfill(
                        folder.resolve("backfill-" + from.getEpochSecond() + ".log"),
                        Map.of(),
                        arguments.toArray(String[]::new))) {
            assertThat(process.awaitExit(PATIENCE)).as(process.output()).isZero();
            assertThat(process.output()).contains("to sensor_aggregates  rows ");
        }
    }

    /** Windows in which any of the columns differs. */
    private static String differing(String... columns) {
        List<String> conditions = new ArrayList<>();
        for (String column : columns) {
            conditions.add("l.%s IS DISTINCT FROM b.%s".formatted(column, column));
        }
        return "SELECT count(*) FROM "
                + latest("live")
                + " l FULL JOIN "
                + latest("backfill")
                + " b ON l.sensor_id = b.sensor_id AND l.metric = b.metric AND l.window_start ="
                + " b.window_start WHERE ("
                + String.join(" OR ", conditions)
                + ")";
    }

    private static String latest(String origin) {
        return "(SELECT * FROM {sensor_aggregates} WHERE origin = '%s' QUALIFY row_number() OVER (PARTITION BY sensor_id, metric, window_start ORDER BY emitted_at DESC, revision DESC) = 1)"
                .formatted(origin);
    }
}
