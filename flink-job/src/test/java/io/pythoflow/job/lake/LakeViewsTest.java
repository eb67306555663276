package io.pythoflow.job.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pythoflow.contract.table.LakeScript;
import io.pythoflow.contract.table.Tables;
import io.pythoflow.contract.table.View;
import io.pythoflow.contract.table.Views;
import io.pythoflow.job.aggregate.SensorAggregate;
import io.pythoflow.job.aggregate.SensorAggregate.Origin;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The views' text over files that the job's sink wrote; what is in them, for those of windows. */
class LakeViewsTest {

    static final List<View> OF_WINDOWS = List.of(Views.SENSOR_AGGREGATES_LATEST, Views.ENVIRONMENT);

    private static final long NOON = Rows.NOON;
    private static final long DAY = Duration.ofDays(1).toMillis();

    @TempDir Path lake;

    @BeforeEach
    void aLakeWithoutRows() throws Exception {
        Files.createDirectories(lake.resolve("raw/readings"));
    }

    @ParameterizedTest
    @FieldSource("io.pythoflow.contract.table.Views#ALL")
    void aViewHasTheColumnsAndTypesThatTheCatalogueGets(View view) throws Exception {
        List<String> expected =
                view.columns().stream()
                        .map(column -> column.name() + " " + typeOf(column.type().trinoName()))
                        .toList();

        assertThat(described(view.name())).as("of no row").isEqualTo(expected);
        write(aggregate("A1", "rain", NOON).build());
        TableFiles.write(
                lake,
                Tables.IRRIGATION_DECISIONS,
                new DecisionRows(),
                List.of(ControlRows.fullDecision()));
        assertThat(described(view.name())).isEqualTo(expected);
        assertThat(query("SELECT * FROM " + view.name())).hasSize(1);
    }

    @Test
    void theLatestRowOfAWindowIsTheOneEmittedLastThenTheHighestRevision() throws Exception {
        write(
                aggregate("A1", "rain", NOON).emitted(100, 0, Origin.LIVE).mean(1).build(),
                aggregate("A1", "rain", NOON).emitted(200, 2, Origin.LIVE).mean(3).build(),
                aggregate("A1", "rain", NOON).emitted(200, 1, Origin.LIVE).mean(2).build(),
                // A backfill counts from 0 again and is newer.
                aggregate("A2", "rain", NOON).emitted(200, 7, Origin.LIVE).mean(4).build(),
                aggregate("A2", "rain", NOON).emitted(300, 0, Origin.BACKFILL).mean(5).build());
        // In another file, whose name may sort before or after.
        write(
                aggregate("A3", "rain", NOON).emitted(400, 1, Origin.LIVE).mean(7).build(),
                aggregate("A3", "rain", NOON).emitted(300, 0, Origin.BACKFILL).mean(6).build(),
                aggregate("A1", "rain", NOON).emitted(150, 9, Origin.LIVE).mean(8).build());

        assertThat(
                        query(
                                "SELECT sensor_id, mean, revision, origin FROM"
                                        + " sensor_aggregates_latest ORDER BY sensor_id"))
                .containsExactly(
                        Map.of("sensor_id", "A1", "mean", 3.0, "revision", 2, "origin", "live"),
                        Map.of("sensor_id", "A2", "mean", 5.0, "revision", 0, "origin", "backfill"),
                        Map.of("sensor_id", "A3", "mean", 7.0, "revision", 1, "origin", "live"));
    }

    @Test
    void windowsOfAnotherSensorMetricStartOrLengthAreOthers() throws Exception {
        write(
                aggregate("A1", "rain", NOON).build(),
                aggregate("A2", "rain", NOON).build(),
                aggregate("A1", "humidity", NOON).build(),
                aggregate("A1", "rain", NOON + 1_800_000).build(),
                aggregate("A1", "rain", NOON).lasting(600_000).build(),
                aggregate("A1", "rain", NOON + DAY).build());

        assertThat(query("SELECT * FROM sensor_aggregates_latest")).hasSize(6);
        assertThat(query("SELECT * FROM environment")).hasSize(5);
    }

    @Test
    void theLatestRowIsWholeAndHasItsPartition() throws Exception {
        write(Rows.fullAggregate());

        assertThat(query("SELECT * FROM sensor_aggregates_latest"))
                .isEqualTo(query("SELECT * FROM sensor_aggregates"))
                .singleElement()
                .satisfies(
                        row ->
                                assertThat(row)
                                        .containsEntry("dt", "2026-06-01")
                                        .containsEntry("hour", "12")
                                        .doesNotContainValue(null));
    }

    @Test
    void whatASensorLacksIsNullInItsEnvironment() throws Exception {
        write(
                aggregate("A1", "humidity", NOON).mean(60).readings(3, NOON + 2.5).build(),
                aggregate("A1", "battery", NOON).mean(3.9).readings(3, NOON + 2.5).build());

        Map<String, @Nullable Object> row = query("SELECT * FROM environment").get(0);
        assertThat(row)
                .containsEntry("identifier", "A1")
                .containsEntry("nodes_count", 3L)
                .containsEntry("humidity_mean", 60.0)
                .containsEntry("ingestion_timestamp_mean", NOON + 2.5);
        assertThat(row.entrySet())
                .filteredOn(column -> column.getValue() == null)
                .extracting(Map.Entry::getKey)
                .containsExactly(
                        "temperature_mean",
                        "soil_humidity_mean",
                        "uv_intensity_mean",
                        "soil_temperature_mean",
                        "light_mean");
    }

    @Test
    void countAndTimeOfReceiptAreOfTheNewestRowThatHasThem() throws Exception {
        write(
                aggregate("A1", "rain", NOON)
                        .emitted(100, 0, Origin.LIVE)
                        .readings(9, NOON + 1.0)
                        .build(),
                aggregate("A1", "humidity", NOON)
                        .emitted(200, 0, Origin.BACKFILL)
                        .readings(8, NOON + 2.0)
                        .build(),
                aggregate("A1", "light", NOON).emitted(300, 0, Origin.LIVE).uncounted().build());

        assertThat(query("SELECT nodes_count, ingestion_timestamp_mean FROM environment"))
                .containsExactly(Map.of("nodes_count", 8L, "ingestion_timestamp_mean", NOON + 2.0));
    }

    @Test
    void filesFromBeforeAColumnHaveNullsInIt() throws Exception {
        write(aggregate("A1", "rain", NOON).build());
        Path table = lake.resolve("aggregated/sensor_aggregates");
        Path before = Files.createDirectories(table.resolve("dt=2026-01-01/hour=12"));
        DuckDb.query(
                "COPY (SELECT * EXCLUDE (reading_count, received_at_mean_ms, dt, hour) REPLACE"
                        + " (window_start - INTERVAL 151 DAYS AS window_start) FROM "
                        + DuckDb.parquet(table)
                        + ") TO '"
                        + before.resolve("part.parquet")
                        + "' (FORMAT parquet)",
                "SELECT 1");

        assertThat(query("SELECT dt, reading_count FROM sensor_aggregates_latest ORDER BY dt"))
                .extracting(row -> row.get("dt") + " " + row.get("reading_count"))
                .containsExactly("2026-01-01 null", "2026-06-01 1");
        assertThat(query("SELECT nodes_count FROM environment WHERE dt = '2026-01-01'"))
                .extracting(row -> row.get("nodes_count"))
                .containsExactly((Object) null);
    }

    @ParameterizedTest
    @FieldSource("OF_WINDOWS")
    void aFilterOnTheDayOpensNoFileOfAnother(View view) throws Exception {
        write(
                aggregate("A1", "rain", NOON).build(),
                aggregate("A1", "rain", NOON + DAY).build(),
                aggregate("A1", "rain", NOON + 3 * DAY).build());
        Path unreadable =
                lake.resolve("aggregated/sensor_aggregates/dt=2026-06-03/hour=12/part-0.parquet");
        Files.createDirectories(unreadable.getParent());
        Files.writeString(unreadable, "This is not Parquet.");

        assertThat(query("SELECT dt FROM " + view.name() + " WHERE dt = '2026-06-01'")).hasSize(1);
        assertThat(query("SELECT dt FROM " + view.name() + " WHERE dt < '2026-06-03'")).hasSize(2);
        assertThat(
                        query(
                                "SELECT dt FROM "
                                        + view.name()
                                        + " WHERE dt IN ('2026-06-02', '2026-06-04') AND hour ="
                                        + " '12'"))
                .hasSize(2);
        assertThatThrownBy(() -> query("SELECT dt FROM " + view.name()))
                .hasMessageContaining("dt=2026-06-03");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTC", "America/Sao_Paulo", "Asia/Kathmandu"})
    void timesAreUtcWhateverTheSessionsZone(String zone) throws Exception {
        write(aggregate("A1", "rain", NOON).build());

        for (View view : OF_WINDOWS) {
            assertThat(
                            DuckDb.query(
                                    "SET TimeZone = '" + zone + "';" + LakeScript.of(lake),
                                    "SELECT window_start::VARCHAR AS start FROM "
                                            + view.name()
                                            + " WHERE window_start = TIMESTAMP '2026-06-01"
                                            + " 12:00:00.123'"))
                    .containsExactly(Map.of("start", "2026-06-01 12:00:00.123"));
        }
    }

    private List<Map<String, @Nullable Object>> query(String sql) throws Exception {
        return DuckDb.query(LakeScript.of(lake), sql);
    }

    private List<String> described(String relation) throws Exception {
        return query("DESCRIBE " + relation).stream()
                .map(column -> column.get("column_name") + " " + column.get("column_type"))
                .toList();
    }

    private void write(SensorAggregate... rows) throws Exception {
        AggregatesFile.write(lake, List.of(rows));
    }

    private static AggregateBuilder aggregate(String sensor, String metric, long start) {
        return new AggregateBuilder(sensor, metric, start);
    }

    /** DuckDB's word for a type of Trino. */
    private static String typeOf(String trinoName) {
        return trinoName.replace("(3)", "").toUpperCase(Locale.ROOT);
    }
}
