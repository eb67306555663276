package io.pythoflow.infra.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.pythoflow.contract.table.LakeScript;
import io.pythoflow.contract.table.TableDefinition;
import io.pythoflow.contract.table.Tables;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The saved queries, on tables and views as they are in the catalogue. */
class SavedQueryTest {

    /** Every query looks back a day at least, so rows of today are seen past midnight, too. */
    private final LocalDate today = LocalDate.now(ZoneOffset.UTC);

    @TempDir private Path lake;

    private Connection connection;
    private Statement duckDb;

    /** Tables that can be written to, with the views of the catalogue over them. */
    @BeforeEach
    void openLake() throws Exception {
        Files.createDirectories(lake.resolve("raw").resolve("readings"));
        connection = DriverManager.getConnection("jdbc:duckdb:");
        duckDb = connection.createStatement();
        duckDb.execute("SET TimeZone = 'UTC'");
        duckDb.execute(LakeScript.of(lake));
        for (TableDefinition table : Tables.ALL) {
            String name = table.name();
            duckDb.execute("CREATE TABLE rows_of_%s AS SELECT * FROM %s".formatted(name, name));
            duckDb.execute("DROP VIEW " + name);
            duckDb.execute("ALTER TABLE rows_of_%s RENAME TO %s".formatted(name, name));
        }
    }

    @AfterEach
    void closeLake() throws SQLException {
        connection.close();
    }

    @Test
    void everyQueryRunsOnAnEmptyLake() throws Exception {
        for (SavedQuery query : SavedQuery.ALL) {
            assertThat(rows(query.sql())).as(query.name()).isEmpty();
        }
    }

    @Test
    void everyQueryLimitsTheDaysThatItReads() {
        assertThat(SavedQuery.ALL)
                .allSatisfy(
                        query ->
                                assertThat(query.sql().split("FROM [a-z_]+\n", -1))
                                        .as(query.name())
                                        .hasSizeGreaterThan(1)
                                        .hasSameSizeAs(query.sql().split("WHERE dt >= ", -1)));
    }

    @Test
    void namesAndDescriptionsAreAsLongAsAthenaTakes() {
        assertThat(SavedQuery.ALL)
                .allSatisfy(
                        query -> {
                            assertThat(query.name()).endsWith("?").hasSizeLessThan(128);
                            assertThat(query.description()).isNotBlank().hasSizeLessThan(1024);
                            assertThat(query.sql()).doesNotEndWith(";");
                        });
        assertThat(SavedQuery.ALL).extracting(SavedQuery::name).doesNotHaveDuplicates();
    }

    @Test
    void saysHowFreshTheTablesAreAndLeavesOutThoseWithoutRows() throws Exception {
        insert(
                "readings",
                "now() AT TIME ZONE 'UTC' - INTERVAL '90' SECOND AS received_at, '%s' AS dt"
                        .formatted(today));

        List<Map<String, @Nullable Object>> rows = answer("How fresh is every table?");

        assertThat(rows).extracting(row -> row.get("table_name")).containsExactly("readings");
        assertThat((long) rows.get(0).get("age_s")).isBetween(89L, 150L);
    }

    @Test
    void showsWhatTheSensorMeasuredWithTheNewestFirst() throws Exception {
        insert("readings", reading("A1", today + " 00:00:00", 21.5));
        insert("readings", reading("A1", today + " 00:00:01", 20.5));
        insert("readings", reading("A1", today.minusDays(3) + " 12:00:00", 19.5));
        insert("readings", reading("B2", today + " 00:00:00", 90.0));

        assertThat(answer("What did a sensor measure?"))
                .extracting(row -> row.get("soil_moisture"))
                .containsExactly(20.5, 21.5);
    }

    @Test
    void weighsTheSoilsMeanByReadingsAndCountsAWindowOnce() throws Exception {
        insert("sensor_aggregates", window("A1", 0, 0, 10, 100, 12));
        insert("sensor_aggregates", window("A1", 0, 1, 30, 300, 14));
        insert("sensor_aggregates", window("A1", 1, 0, 10, 200, 22));

        assertThat(answer("How moist is the soil?"))
                .extracting(
                        row -> row.get("sensor_id"),
                        row -> row.get("mean"),
                        row -> row.get("last_value"))
                .containsExactly(tuple("A1", 12.5, 22.0));
    }

    @Test
    void addsUpTheWaterOfALocalDayFromBothDaysOfUtc() throws Exception {
        String local = today.minusDays(1).toString();
        insert("irrigation_decisions", ordered("d1", today.minusDays(1) + " 23:00:00", local));
        insert("irrigation_decisions", ran("d1", today.minusDays(1) + " 23:00:00", local, 90));
        insert("irrigation_decisions", ordered("d2", today + " 00:00:00", local));
        insert("irrigation_decisions", ran("d2", today + " 00:00:00", local, 80));

        assertThat(answer("How much water was each zone given?"))
                .extracting(
                        row -> row.get("local_date"),
                        row -> row.get("zone_id"),
                        row -> row.get("volume_l"),
                        row -> row.get("volume_l_ordered"),
                        row -> ((Number) row.get("openings")).longValue())
                .containsExactly(tuple(local, "north-bed", 170.0, 200.0, 2L));
    }

    @Test
    void saysWhatKeptAZoneShutMostOften() throws Exception {
        insert("irrigation_decisions", shut("north-bed", today + " 00:00:00", "rain", 1));
        insert("irrigation_decisions", shut("north-bed", today + " 00:10:00", "frost", 20));
        insert("irrigation_decisions", shut("south-bed", today + " 00:00:00", "demand", 1));

        assertThat(answer("Why did a zone stay shut?"))
                .extracting(
                        row -> row.get("zone_id"),
                        row -> row.get("reason"),
                        row -> ((Number) row.get("times")).longValue(),
                        row -> row.get("last_said"))
                .containsExactly(
                        tuple("north-bed", "rain", 20L, "Because of rain"),
                        tuple("north-bed", "frost", 1L, "Because of frost"),
                        tuple("south-bed", "demand", 1L, "Because of demand"));
    }

    @Test
    void saysSinceWhenAGatewayIsAwayAndHowLongAnotherWas() throws Exception {
        insert("gateway_events", presence("g1", "offline", "00:00:00"));
        insert("gateway_events", presence("g1", "online", "00:01:30"));
        insert("gateway_events", presence("g2", "offline", "00:02:00"));

        assertThat(answer("Which gateways were away, and how long?"))
                .extracting(row -> row.get("gateway_id"), row -> row.get("away_s"))
                .containsExactly(tuple("g2", null), tuple("g1", 90L));
    }

    @Test
    void countsRejectedMessagesByReasonAndShowsTheNewest() throws Exception {
        insert("rejected_messages", rejected("malformed_json", "00:00:00", "{"));
        insert("rejected_messages", rejected("malformed_json", "00:00:01", "{{"));
        insert("rejected_messages", rejected("unknown_topic", "00:00:00", "x"));

        assertThat(answer("Why were messages rejected?"))
                .extracting(
                        row -> row.get("reason"),
                        row -> row.get("messages"),
                        row -> row.get("last_payload"))
                .containsExactly(
                        tuple("malformed_json", 2L, "{{"), tuple("unknown_topic", 1L, "x"));
    }

    @Test
    void namesTheSensorsThatAreLateOrSendTwiceAndNoOther() throws Exception {
        insert("sensor_aggregates", window("A1", 0, 0, 10, 100, 12));
        insert(
                "sensor_aggregates",
                window("B2", 0, 3, 10, 100, 12) + ", 4 AS late_count, 2 AS duplicate_count");
        insert("sensor_aggregates", window("C3", 0, 0, 10, 100, 12) + ", 9 AS late_count");

        assertThat(answer("Which sensors are late, or send twice?"))
                .extracting(
                        row -> row.get("sensor_id"),
                        row -> ((Number) row.get("late")).longValue(),
                        row -> ((Number) row.get("duplicates")).longValue(),
                        row -> row.get("most_revisions"))
                .containsExactly(tuple("C3", 9L, 0L, 0), tuple("B2", 4L, 2L, 3));
    }

    private String reading(String sensor, String ts, double moisture) {
        return "'%s' AS sensor_id, TIMESTAMP '%s' AS ts, %s AS soil_moisture, '%s' AS dt"
                .formatted(sensor, ts, moisture, ts.substring(0, 10));
    }

    private String window(
            String sensor, int hour, int revision, long count, double sum, double last) {
        return ("'%s' AS sensor_id, 'soil_moisture' AS metric,"
                        + " TIMESTAMP '%s 0%d:00:00' AS window_start,"
                        + " TIMESTAMP '%s 0%d:30:00' AS last_at, %s AS last_value,"
                        + " %d AS revision, TIMESTAMP '2026-01-01 00:00:00' AS emitted_at,"
                        + " %d AS \"count\", %s AS \"sum\", '%s' AS dt, '0%d' AS \"hour\"")
                .formatted(
                        sensor, today, hour, today, hour, last, revision, count, sum, today, hour);
    }

    private String decision(String zone, String at, String local, String kind) {
        return ("'%s' AS zone_id, TIMESTAMP '%s' AS decided_at, TIMESTAMP '%s' AS recorded_at,"
                        + " '%s' AS local_date, '%s' AS kind, 'act' AS mode, '%s' AS dt,"
                        + " '%s' AS \"hour\"")
                .formatted(zone, at, at, local, kind, at.substring(0, 10), at.substring(11, 13));
    }

    private String ordered(String id, String at, String local) {
        return decision("north-bed", at, local, "evaluation")
                + (", '%s' AS decision_id, 'OPEN' AS action, 'soil_dry' AS reason, 1 AS evaluations,"
                                + " 600 AS duration_s, 100.0 AS volume_l")
                        .formatted(id);
    }

    private String ran(String id, String at, String local, double litres) {
        return decision("north-bed", at, local, "outcome")
                + (", '%s' AS decision_id, 'OPEN' AS action, 'soil_dry' AS reason, 0 AS evaluations,"
                                + " 600 AS duration_s, 100.0 AS volume_l, 'completed' AS outcome,"
                                + " 540.0 AS outcome_duration_s, %s AS outcome_volume_l")
                        .formatted(id, litres);
    }

    private String shut(String zone, String at, String reason, int evaluations) {
        return decision(zone, at, today.toString(), "evaluation")
                + (", '%s-%s' AS decision_id, 'NONE' AS action, '%s' AS reason,"
                                + " 'Because of %s' AS explanation, %d AS evaluations")
                        .formatted(zone, reason, reason, reason, evaluations);
    }

    private String presence(String gateway, String state, String time) {
        return "'%s' AS gateway_id, 'presence' AS kind, '%s' AS state, TIMESTAMP '%s %s' AS ts, '%s' AS dt"
                .formatted(gateway, state, today, time, today);
    }

    private String rejected(String reason, String time, String payload) {
        return ("'%s' AS reason, 't' AS topic, TIMESTAMP '%s %s' AS received_at,"
                        + " '%s' AS payload_text, '%s' AS dt")
                .formatted(reason, today, time, payload, today);
    }

    private void insert(String table, String row) throws SQLException {
        duckDb.execute("INSERT INTO %s BY NAME SELECT %s".formatted(table, row));
    }

    private List<Map<String, @Nullable Object>> answer(String question) throws SQLException {
        SavedQuery query =
                SavedQuery.ALL.stream()
                        .filter(saved -> saved.name().equals(question))
                        .findAny()
                        .orElseThrow();
        return rows(query.sql());
    }

    private List<Map<String, @Nullable Object>> rows(String sql) throws SQLException {
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        try (ResultSet result = duckDb.executeQuery(sql)) {
            while (result.next()) {
                Map<String, @Nullable Object> row = new LinkedHashMap<>();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    row.put(result.getMetaData().getColumnName(i), result.getObject(i));
                }
                rows.add(row);
            }
        }
        return rows;
    }
}
