package io.pythoflow.job.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.pythoflow.job.soak.SoakReport.Aggregates;
import io.pythoflow.job.soak.SoakReport.Readings;
import io.pythoflow.job.testing.Lake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A soak is worth what its oracle finds, so every kind of fault is put before it. */
class SoakOracleTest {

    private static final String ROW_1 = reading("m:1", 2_000, 20);
    private static final String ROW_2 = reading("m:2", 5_000, 10);
    private static final String ROW_3 = reading("m:3", 10_000, 30);
    private static final String FIRST_WINDOW = first(0, 15);
    private static final String SECOND_WINDOW =
            aggregate(
                    10_000, 0, 1, 30, 30, "30, NULL, 30, 30, 30, 30, 30, 30, 30, 10000, 30, 10000");

    @TempDir private Path folder;

    @BeforeEach
    void writeLedger() throws IOException {
        Files.writeString(
                folder.resolve("ledger.jsonl"),
                """
                {"message_id":"m:1","sensor_id":"A1","ts":2000,"values":{"soil_moisture":20.0}}
                {"message_id":"m:2","sensor_id":"A1","ts":5000,"values":{"soil_moisture":10.0}}
                {"message_id":"m:3","sensor_id":"A1","ts":10000,"values":{"soil_moisture":30.0}}
                """);
    }

    @Test
    void tablesThatHoldTheLedgerAreClean() throws Exception {
        SoakReport report = compare(List.of(ROW_3, ROW_1, ROW_2), windows(FIRST_WINDOW));

        assertThat(report.readings()).isEqualTo(new Readings(3, 3, 0, 0, 0, 0));
        assertThat(report.aggregates()).isEqualTo(new Aggregates(2, 2, 0, 0, 0, 0));
        assertThat(report.isClean()).isTrue();
        assertThat(report.redelivered()).isEqualTo(4);
        assertThat(report.table()).contains("Nothing lost").doesNotContain("NOT CLEAN");
    }

    @Test
    void aReadingWithoutARowIsMissing() throws Exception {
        SoakReport report = compare(List.of(ROW_1, ROW_3), windows(FIRST_WINDOW));

        assertThat(report.readings()).isEqualTo(new Readings(3, 2, 1, 0, 0, 0));
        assertThat(report.isClean()).isFalse();
        assertThat(report.table()).contains("NOT CLEAN", "missing reading [m:2, A1, ");
    }

    @Test
    void aReadingWithTwoRowsIsDuplicated() throws Exception {
        assertThat(compare(List.of(ROW_1, ROW_2, ROW_3, ROW_2), windows(FIRST_WINDOW)).readings())
                .isEqualTo(new Readings(3, 4, 0, 1, 0, 0));
    }

    @Test
    void aRowWithAnotherIdTimeOrValueIsUnexpected() throws Exception {
        String strange = reading("m:4", 2_000, 20);
        String moved = reading("m:2", 5_001, 10);
        String changed = reading("m:3", 10_000, 30.001);

        assertThat(
                        compare(List.of(ROW_1, moved, changed, strange), windows(FIRST_WINDOW))
                                .readings())
                .isEqualTo(new Readings(3, 4, 0, 0, 3, 0));
    }

    @Test
    void nothingMayBeRejected() throws Exception {
        write("raw/rejected_messages", List.of("SELECT 'NOT_JSON' AS reason"));

        SoakReport report = compare(List.of(ROW_1, ROW_2, ROW_3), windows(FIRST_WINDOW));

        assertThat(report.readings().rejected()).isEqualTo(1);
        assertThat(report.isClean()).isFalse();
    }

    @Test
    void theNewestRowOfAWindowCounts() throws Exception {
        SoakReport corrected =
                compare(List.of(ROW_1, ROW_2, ROW_3), windows(first(0, 20), first(1, 15)));
        assertThat(corrected.aggregates()).isEqualTo(new Aggregates(2, 3, 0, 0, 0, 0));

        SoakReport spoiled =
                compare(List.of(ROW_1, ROW_2, ROW_3), windows(first(0, 15), first(1, 15.0001)));
        assertThat(spoiled.aggregates()).isEqualTo(new Aggregates(2, 3, 0, 0, 1, 0));
        assertThat(spoiled.table()).contains("different aggregate [A1, soil_moisture, ");
    }

    @Test
    void windowsAreMissingOrUnexpected() throws Exception {
        String nobodySent =
                aggregate(20_000, 0, 1, 1, 1, "1, NULL, 1, 1, 1, 1, 1, 1, 1, 20000, 1, 20000");

        assertThat(compare(List.of(ROW_1, ROW_2, ROW_3), windows(nobodySent)).aggregates())
                .isEqualTo(new Aggregates(2, 2, 1, 1, 0, 0));
    }

    @Test
    void aRevisionMayNotComeTwice() throws Exception {
        SoakReport report =
                compare(List.of(ROW_1, ROW_2, ROW_3), windows(FIRST_WINDOW, FIRST_WINDOW));

        assertThat(report.aggregates()).isEqualTo(new Aggregates(2, 3, 0, 0, 0, 1));
        assertThat(report.isClean()).isFalse();
    }

    @Test
    void tablesWithoutAnyRowAreNotClean() {
        SoakReport report =
                new SoakOracle(
                                folder.resolve("ledger.jsonl"),
                                new Lake(folder.resolve("lake")),
                                Duration.ofSeconds(10))
                        .compare(0);

        assertThat(report.readings().missing()).isEqualTo(3);
        assertThat(report.isClean()).isFalse();
    }

    private SoakReport compare(List<String> readings, List<String> aggregates) throws Exception {
        write("raw/readings", readings);
        write("aggregated/sensor_aggregates", aggregates);
        return new SoakOracle(
                        folder.resolve("ledger.jsonl"),
                        new Lake(folder.resolve("lake")),
                        Duration.ofSeconds(10))
                .compare(7);
    }

    private static List<String> windows(String... first) {
        return Stream.concat(Stream.of(first), Stream.of(SECOND_WINDOW)).toList();
    }

    private static String reading(String id, long ts, double moisture) {
        return """
        SELECT '%s' AS message_id, 'A1' AS sensor_id, to_timestamp(%d / 1000) AS ts,
        %s::DOUBLE AS soil_moisture, NULL::DOUBLE AS soil_temperature, NULL::DOUBLE AS temperature,
        NULL::DOUBLE AS humidity, NULL::DOUBLE AS battery"""
                .formatted(id, ts, moisture);
    }

    /** The window of the first two readings: 20 at two seconds, 10 at five. */
    private static String first(int revision, double mean) {
        return aggregate(
                0,
                revision,
                2,
                10,
                20,
                mean + ", sqrt(50), 30, 10.5, 12.5, 15, 17.5, 19.5, 20, 2000, 10, 5000");
    }

    /**
     * @param rest mean, deviation, sum, five percentiles, first value and time, last value and time
     */
    private static String aggregate(
            long start, int revision, int count, double min, double max, String rest) {
        return """
        SELECT 'A1' AS sensor_id, 'soil_moisture' AS metric, to_timestamp(%1$d / 1000) AS window_start,
        to_timestamp((%1$d + 10000) / 1000) AS window_end, 10 AS window_length_s, %3$d::BIGINT AS count,
        %4$s::DOUBLE AS min, %5$s::DOUBLE AS max, %2$d AS revision,
        to_timestamp(100 + %2$d) AS emitted_at, c[1] AS mean, c[2] AS stddev, c[3] AS sum, c[4] AS p05,
        c[5] AS p25, c[6] AS p50, c[7] AS p75, c[8] AS p95, c[9] AS first_value,
        to_timestamp(c[10] / 1000) AS first_at, c[11] AS last_value,
        to_timestamp(c[12] / 1000) AS last_at FROM (SELECT [%6$s]::DOUBLE[] AS c)"""
                .formatted(start, revision, count, min, max, rest);
    }

    private void write(String table, List<String> rows) throws IOException, SQLException {
        Path partition =
                Files.createDirectories(
                        folder.resolve("lake").resolve(table).resolve("dt=1970-01-01/hour=00"));
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "COPY (%s) TO '%s' (FORMAT parquet)"
                            .formatted(
                                    String.join(" UNION ALL ", rows),
                                    partition.resolve("rows.parquet")));
        }
    }
}
