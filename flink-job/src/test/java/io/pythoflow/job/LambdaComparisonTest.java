package io.pythoflow.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.pythoflow.contract.table.LakeScript;
import io.pythoflow.contract.topic.Topics;
import io.pythoflow.job.testing.BackfillRun;
import io.pythoflow.job.testing.Lake;
import io.pythoflow.job.testing.RawFiles;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The view {@code environment} over a backfill of raw files, beside what the original's Lambda made
 * of the same files in each half hour: the elements of every message that has both members of the
 * rule's envelope, grouped by identifier, their number and the means of what they say.
 */
class LambdaComparisonTest {

    private static final long START = Instant.parse("2024-12-01T13:00:00Z").toEpochMilli();
    private static final int MESSAGES = 90;

    /** The Lambda's behaviour, from its description alone: no code of ours takes part. */
    private static final String LAMBDA =
            """
            WITH messages AS (
                SELECT TRY_CAST(content AS JSON) AS message FROM read_text('%s/**/*.json')),
            nodes AS (
                SELECT unnest(message -> '$."$unknown"[*]') AS node,
                       (message ->> '$.ingestion_timestamp')::BIGINT AS ingestion_timestamp
                FROM messages
                WHERE json_exists(message, '$."$unknown"')
                  AND json_exists(message, '$.ingestion_timestamp'))
            SELECT node ->> '$.identifier' AS identifier,
                   make_timestamp((ingestion_timestamp // 1800000) * 1800000000) AS window_start,
                   count(*) AS nodes_count,
                   avg((node ->> '$.values.temperature')::DOUBLE) AS temperature_mean,
                   avg((node ->> '$.values.humidity')::DOUBLE) AS humidity_mean,
                   avg((node ->> '$.values.soil_humidity')::DOUBLE) AS soil_humidity_mean,
                   avg((node ->> '$.values.uv_intensity')::DOUBLE) AS uv_intensity_mean,
                   avg((node ->> '$.values.soil_temperature')::DOUBLE) AS soil_temperature_mean,
                   avg(ingestion_timestamp) AS ingestion_timestamp_mean
            FROM nodes GROUP BY ALL
            """;

    private static final List<String> MEANS =
            List.of(
                    "temperature_mean",
                    "humidity_mean",
                    "soil_humidity_mean",
                    "uv_intensity_mean",
                    "soil_temperature_mean",
                    "ingestion_timestamp_mean");

    @TempDir private Path folder;

    @Test
    void theEnvironmentViewAgreesWithTheLambdaOnEveryMean() throws Exception {
        Lake lake = new Lake(folder.resolve("lake"));
        RawFiles raw = new RawFiles(folder.resolve("raw"));
        fill(raw);

        new BackfillRun(lake)
                .legacyRoot(raw.root())
                .run("2024-12-01T00:00:00Z", "2024-12-02T00:00:00Z");

        assertThat(
                        compare(
                                lake,
                                raw,
                                "count(*), count(*) FILTER (e.identifier IS NULL OR l.identifier IS NULL),"
                                        + " count(*) FILTER (e.nodes_count IS DISTINCT FROM l.nodes_count), "
                                        + String.join(
                                                ", ",
                                                MEANS.stream()
                                                        .map(LambdaComparisonTest::differing)
                                                        .toList())))
                .as("windows of a node, unmatched, other counts, other means")
                .containsExactly(24L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L);
        assertThat(compare(lake, raw, "count(*) FILTER (l.humidity_mean IS NULL)").get(0))
                .as("a node without a sensor has no mean, in either")
                .isGreaterThan(0);
        assertThat(compare(lake, raw, "count(e.light_mean)").get(0))
                .as("what the Lambda dropped")
                .isGreaterThan(0);
    }

    /** Several topics, arrays with several nodes, nodes without some sensors, unreadable files. */
    private static void fill(RawFiles raw) {
        Random random = new Random(3);
        for (int i = 0; i < MESSAGES; i++) {
            long at = START + i * 120_000L + random.nextInt(3000);
            raw.array(
                    Topics.GATEWAY_STATUS,
                    at,
                    node("A1", random, true)
                            + ","
                            + node("A2", random, random.nextBoolean())
                            + (i % 3 == 0 ? "," + node("B1", random, false) : ""));
            raw.array("irrigation/sensors/C1/data", at + 500, node("C1", random, true));
        }
        raw.write(Topics.GATEWAY_STATUS, START + 7, "{\"$unknown\":[{\"identifier\":\"A1\",");
        raw.write(
                Topics.GATEWAY_STATUS,
                START + 8,
                "{\"state\":\"online\",\"ingestion_timestamp\":%d}".formatted(START + 8));
        raw.array(Topics.GATEWAY_STATUS, START + 9, "");
        raw.write("irrigation/errors", START + 10, "no JSON");
    }

    private static String node(String identifier, Random random, boolean complete) {
        String always =
                "\"temperature\":%s,\"soil_humidity\":%s,\"uv_intensity\":%d"
                        .formatted(
                                random.nextInt(400) / 10.0,
                                random.nextInt(1000) / 10.0,
                                random.nextInt(12));
        String sometimes =
                ",\"humidity\":%s,\"light\":%d,\"soil_temperature\":%s"
                        .formatted(
                                random.nextInt(1000) / 10.0,
                                random.nextInt(1024),
                                random.nextInt(300) / 10.0);
        return "{\"identifier\":\"%s\",\"values\":{%s}}"
                .formatted(identifier, complete ? always + sometimes : always);
    }

    private static String differing(String mean) {
        return "count(*) FILTER (coalesce(abs(e.%s - l.%s) > 1e-12 * greatest(1, abs(l.%s)), (e.%s IS NULL) <> (l.%s IS NULL)))"
                .formatted(mean, mean, mean, mean, mean);
    }

    private static List<Long> compare(Lake lake, RawFiles raw, String columns) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute(LakeScript.of(lake.root()));
            try (ResultSet row =
                    statement.executeQuery(
                            "SELECT "
                                    + columns
                                    + " FROM environment e FULL JOIN ("
                                    + LAMBDA.formatted(raw.root())
                                    + ") l ON e.identifier = l.identifier AND e.window_start ="
                                    + " l.window_start")) {
                row.next();
                List<Long> values = new ArrayList<>();
                for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                    values.add(row.getLong(i));
                }
                return values;
            }
        }
    }
}
