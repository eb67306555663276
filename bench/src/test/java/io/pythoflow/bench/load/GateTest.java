package io.pythoflow.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pythoflow.bench.BenchException;
import io.pythoflow.contract.payload.Measurement;
import io.pythoflow.contract.payload.Reading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lakes are written by SQL from what the job's decoder makes of the payloads. */
class GateTest {
    private static final int MESSAGES = 1_500;
    private static final Workload WORKLOAD =
            new Workload(
                    10, 2, 1, 1_767_225_600_000L, 500_000_000, Workload.Late.ONE_IN_A_THOUSAND);
    private static final Gate GATE = new Gate(WORKLOAD, MESSAGES, Duration.ofSeconds(60));

    /** A reading that is neither late nor copied, and its window. */
    private static final String ONE = "message_id = '000000000042'";

    private static final String ONE_WINDOW =
            "sensor_id = 'bench-000002' AND metric = 'soil_moisture'"
                    + " AND window_start = TIMESTAMPTZ '2026-01-01 00:00:00+00'";

    /** Both copies of a message are in a plain job's tables. */
    private static final String COPIES_COUNT =
            "INSERT INTO readings SELECT * FROM readings WHERE message_id IN"
                    + " ('000000000332', '000000001332');"
                    + " INSERT INTO counted SELECT * FROM counted WHERE times = 2";

    private static final String AS_OF_A_PLAIN_JOB =
            "UPDATE sensor_aggregates SET p50 = NULL, duplicate_count = NULL";

    @TempDir private Path folder;
    private Path lake = Path.of("");

    @BeforeEach
    void nameTheLake() {
        lake = folder.resolve("lake");
    }

    @Test
    void aRightLakePassesAndIsCounted() throws Exception {
        write("", "");

        Gate.Found found = GATE.check(lake);

        assertThat(found.readings()).isEqualTo(1_497);
        assertThat(found.rejected()).isEqualTo(1);
        assertThat(found.duplicates()).isEqualTo(4);
        assertThat(found.windows()).isEqualTo(found.aggregateRows());
    }

    @Test
    void aMissingReadingIsFound() throws Exception {
        refused("DELETE FROM readings WHERE " + ONE, "", "1 rows of readings", "42: missing");
    }

    @Test
    void aDoubledReadingIsFound() throws Exception {
        refused(
                "INSERT INTO readings SELECT * FROM readings WHERE " + ONE,
                "",
                "42: stored 2 times");
    }

    @Test
    void aWrongValueOfAReadingIsFound() throws Exception {
        refused(
                "UPDATE readings SET soil_temperature = soil_temperature + 0.01 WHERE " + ONE,
                "",
                "42: with other content");
    }

    @Test
    void aMissingWindowIsFound() throws Exception {
        refused("", "DELETE FROM sensor_aggregates WHERE " + ONE_WINDOW, "00:00:00: missing");
    }

    @Test
    void aWrongMeanIsFound() throws Exception {
        refused(
                "",
                "UPDATE sensor_aggregates SET mean = mean * 1.00000001 WHERE " + ONE_WINDOW,
                "1 rows of sensor_aggregates_latest");
    }

    @Test
    void aWrongMedianIsFound() throws Exception {
        refused(
                "",
                "UPDATE sensor_aggregates SET p50 = p50 + 0.01 WHERE " + ONE_WINDOW,
                "1 rows of sensor_aggregates_latest");
    }

    @Test
    void aRevisionThatIsThereTwiceIsFound() throws Exception {
        refused(
                "",
                "INSERT INTO sensor_aggregates SELECT * FROM sensor_aggregates WHERE " + ONE_WINDOW,
                "a revision that is there 2 times");
    }

    @Test
    void ofTheRevisionsTheNewestCounts() throws Exception {
        write(
                "",
                "INSERT INTO sensor_aggregates SELECT * REPLACE (mean + 1 AS mean, -1 AS revision)"
                        + " FROM sensor_aggregates WHERE "
                        + ONE_WINDOW);

        Gate.Found found = GATE.check(lake);

        assertThat(found.aggregateRows()).isEqualTo(found.windows() + 1);
    }

    @Test
    void duplicatesThatAreNotCountedAreFound() throws Exception {
        refused(
                "",
                "UPDATE sensor_aggregates SET duplicate_count = 0",
                "all windows: only 0 duplicates of 4");
    }

    @Test
    void aBrokenMessageThatIsNowhereIsFound() throws Exception {
        refused("DELETE FROM rejected_messages", "", "667: missing");
    }

    @Test
    void aBrokenMessageMayBeRejectedTwiceAfterARestartOnly() throws Exception {
        String twice = "INSERT INTO rejected_messages SELECT * FROM rejected_messages";

        refused(twice, "", "667: rejected 2 times");
        assertThat(GATE.checkAfterRestart(lake).rejected()).isEqualTo(2);
    }

    @Test
    void aPlainJobKeepsCopies() throws Exception {
        write(COPIES_COUNT, AS_OF_A_PLAIN_JOB);

        assertThat(GATE.checkPlain(lake).readings()).isEqualTo(1_499);
        assertThatThrownBy(() -> GATE.check(lake))
                .isInstanceOf(BenchException.class)
                .hasMessageContaining("332: stored 2 times");
    }

    @Test
    void aPlainJobMayLeaveLateReadingsOut() throws Exception {
        write(
                COPIES_COUNT
                        + "; DELETE FROM counted WHERE message_id IN"
                        + " ('000000000000', '000000001273')",
                AS_OF_A_PLAIN_JOB);

        assertThat(GATE.checkPlain(lake).readings()).isEqualTo(1_499);
    }

    @Test
    void aPlainJobMayLeaveNoOtherReadingsOut() throws Exception {
        write(COPIES_COUNT + "; DELETE FROM counted WHERE " + ONE, AS_OF_A_PLAIN_JOB);

        assertThatThrownBy(() -> GATE.checkPlain(lake))
                .isInstanceOf(BenchException.class)
                .hasMessageContaining("2 rows of sensor_aggregates_latest");
    }

    @Test
    void aPlainJobMayCountNothingTwiceInAWindowWithALateReading() throws Exception {
        write(
                COPIES_COUNT
                        + "; INSERT INTO counted SELECT * FROM counted"
                        + " WHERE message_id IN ('000000001273', '000000000003')",
                AS_OF_A_PLAIN_JOB);

        assertThatThrownBy(() -> GATE.checkPlain(lake))
                .isInstanceOf(BenchException.class)
                .hasMessageContaining("2 rows of sensor_aggregates_latest");
    }

    private void refused(String ofReadings, String ofAggregates, String... problems)
            throws Exception {
        write(ofReadings, ofAggregates);

        for (String problem : problems) {
            assertThatThrownBy(() -> GATE.check(lake))
                    .isInstanceOf(BenchException.class)
                    .hasMessageStartingWith("No figure: ")
                    .hasMessageContaining(problem);
        }
    }

    /** Makes tables of what was decoded, changes them and writes their files. */
    private void write(String changeOfReadings, String changeOfAggregates)
            throws IOException, SQLException {
        Decoded decoded = Decoded.of(WORKLOAD, MESSAGES);
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "SET TimeZone = 'UTC'; CREATE TABLE decoded (message_id VARCHAR, sensor_id VARCHAR, ts TIMESTAMPTZ,"
                            + " soil_moisture DOUBLE, soil_temperature DOUBLE);"
                            + " CREATE TABLE rejected_messages (payload_text VARCHAR)");
            for (Reading reading : decoded.readings) {
                statement.execute(
                        "INSERT INTO decoded VALUES ('%s', '%s', to_timestamp(%d / 1000), %s)"
                                .formatted(
                                        reading.messageId(),
                                        reading.sensorId(),
                                        reading.timestamp(),
                                        String.join(
                                                ", ",
                                                reading.measurements().stream()
                                                        .map(Measurement::value)
                                                        .map(String::valueOf)
                                                        .toList())));
            }
            for (String payload : decoded.rejected) {
                statement.execute("INSERT INTO rejected_messages VALUES ('" + payload + "')");
            }
            statement.execute("CREATE TABLE readings AS SELECT DISTINCT * FROM decoded");
            statement.execute(
                    "CREATE TABLE counted AS SELECT *, count(*) AS times FROM decoded GROUP BY ALL");
            statement.execute(changeOfReadings.isEmpty() ? "SELECT 1" : changeOfReadings);
            statement.execute(AGGREGATES);
            statement.execute(changeOfAggregates.isEmpty() ? "SELECT 1" : changeOfAggregates);
            for (String table : new String[] {"readings", "rejected_messages"}) {
                copy(statement, table, lake.resolve("raw").resolve(table));
            }
            copy(statement, "sensor_aggregates", lake.resolve("aggregated/sensor_aggregates"));
        }
    }

    private static final String AGGREGATES =
            """
            CREATE TABLE sensor_aggregates AS
            SELECT sensor_id, metric, time_bucket(INTERVAL 60 SECONDS, ts) AS window_start,
                window_start + INTERVAL 60 SECONDS AS window_end,
                count(*) AS "count", min(value) AS "min", max(value) AS "max", avg(value) AS mean,
                stddev_samp(value) AS "stddev", median(value) AS p50,
                sum(times - 1)::BIGINT AS duplicate_count, 0::BIGINT AS late_count,
                0 AS revision, window_end AS emitted_at
            FROM (
                SELECT sensor_id, ts, times, unnest(['soil_moisture', 'soil_temperature']) AS metric,
                    unnest([soil_moisture, soil_temperature]) AS value
                FROM counted
            )
            GROUP BY ALL""";

    private static void copy(Statement statement, String table, Path to)
            throws IOException, SQLException {
        Path hour = to.resolve("dt=2026-01-01/hour=00");
        Files.createDirectories(hour);
        statement.execute(
                "COPY %s TO '%s' (FORMAT parquet)"
                        .formatted(table, hour.resolve("part-0.parquet")));
    }
}
