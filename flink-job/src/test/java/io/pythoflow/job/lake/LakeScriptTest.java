package io.pythoflow.job.lake;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pythoflow.contract.table.ColumnType;
import io.pythoflow.contract.table.LakeScript;
import io.pythoflow.contract.table.TableDefinition;
import io.pythoflow.contract.table.Tables;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A local lake through the script, and what the job wrote. */
class LakeScriptTest {

    @TempDir Path folder;

    @Test
    void whereNoTableIsThereIsNoLake() {
        assertThatThrownBy(() -> LakeScript.of(folder.resolve("lake")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "No lake in %s/lake: make one with make run, or name its folder with LAKE=",
                        folder);
    }

    @Test
    void tablesHaveTheirTypesBeforeAndAfterTheirFirstFile() throws Exception {
        Files.createDirectories(folder.resolve("raw/readings"));
        Map<TableDefinition, List<String>> empty =
                Map.of(
                        Tables.READINGS, types("readings"),
                        Tables.SENSOR_AGGREGATES, types("sensor_aggregates"),
                        Tables.REJECTED_MESSAGES, types("rejected_messages"),
                        Tables.GATEWAY_EVENTS, types("gateway_events"),
                        Tables.IRRIGATION_DECISIONS, types("irrigation_decisions"));
        writeOneRowEach();

        assertThat(empty).hasSameSizeAs(Tables.ALL);
        for (TableDefinition table : Tables.ALL) {
            assertThat(types(table.name()))
                    .isEqualTo(empty.get(table))
                    .hasSize(table.columns().size() + Tables.PARTITION_COLUMNS.size());
        }
        assertThat(types("readings"))
                .contains(
                        "ts TIMESTAMP",
                        "sample_period_s INTEGER",
                        "historical BOOLEAN",
                        "other_metrics MAP(VARCHAR, DOUBLE)",
                        "flags VARCHAR[]",
                        "dt VARCHAR",
                        "hour VARCHAR");
        assertThat(types("rejected_messages")).contains("payload BLOB", "element INTEGER");
        assertThat(types("irrigation_decisions")).contains("gates MAP(VARCHAR, VARCHAR)");
    }

    @Test
    void rowsAreThoseOfTheFiles() throws Exception {
        writeOneRowEach();

        for (TableDefinition table : Tables.ALL) {
            assertThat(query("SELECT t::VARCHAR AS text FROM " + table.name() + " t"))
                    .isEqualTo(DuckDb.query(withoutZones(table)))
                    .hasSize(1);
        }
    }

    @Test
    void filesThatOtherEnginesPassOverAreNotRead() throws Exception {
        writeOneRowEach();
        Path hour = files(Tables.READINGS).resolve("dt=2026-06-01/hour=12");
        Files.writeString(hour.resolve(".part.parquet"), "being written");
        Files.writeString(hour.resolve("_part.parquet"), "of somebody's own");

        assertThat(query("SELECT count(*) AS n FROM readings")).containsExactly(Map.of("n", 1L));
    }

    @Test
    void aTableOfHiddenFilesAloneIsEmpty() throws Exception {
        Path hour = files(Tables.READINGS).resolve("dt=2026-06-01/hour=12");
        Files.createDirectories(hour);
        Files.writeString(hour.resolve(".part.parquet"), "being written");

        assertThat(query("SELECT * FROM readings")).isEmpty();
    }

    @Test
    void aFolderMayHaveAnyName() throws Exception {
        folder = folder.resolve("dt=2020-01-01/o'lake [1]*?");
        writeOneRowEach();

        assertThat(query("SELECT dt, hour FROM sensor_aggregates"))
                .containsExactly(Map.of("dt", "2026-06-01", "hour", "12"));
    }

    @Test
    void everyQueryOfTheAnalystsPageFindsRows() throws Exception {
        writeOneRowEach();
        AggregatesFile.write(
                folder,
                List.of(
                        new AggregateBuilder("A1", "temperature", Rows.NOON).build(),
                        new AggregateBuilder("A1", "rain", Rows.NOON + 7 * 3_600_000).build()));
        TableFiles.write(
                folder,
                Tables.IRRIGATION_DECISIONS,
                new DecisionRows(),
                List.of(DecisionBuilder.evaluation("d1").zone("north-bed").build()));
        TableFiles.write(
                folder,
                Tables.GATEWAY_EVENTS,
                new GatewayEventRows(),
                List.of(ControlRows.presence("g1", "offline", Rows.NOON)));
        List<String> queries =
                Pattern.compile("```sql\n(.*?)```", Pattern.DOTALL)
                        .matcher(Files.readString(Path.of("..", "docs", "tables.md")))
                        .results()
                        .map(found -> found.group(1))
                        .toList();

        assertThat(queries).hasSizeGreaterThan(5);
        for (String sql : queries) {
            assertThat(query(sql)).as(sql).isNotEmpty();
            assertThat(sql).as("a filter that prunes").contains("dt ");
        }
    }

    private List<Map<String, @Nullable Object>> query(String sql) throws Exception {
        return DuckDb.query(LakeScript.of(folder), sql);
    }

    private List<String> types(String table) throws Exception {
        return query("DESCRIBE " + table).stream()
                .map(column -> column.get("column_name") + " " + column.get("column_type"))
                .toList();
    }

    private String withoutZones(TableDefinition table) {
        String times =
                table.columns().stream()
                        .filter(column -> column.type() == ColumnType.TIMESTAMP)
                        .map(column -> "%1$s::TIMESTAMP AS %1$s".formatted(column.name()))
                        .collect(joining(", "));
        return "SELECT t::VARCHAR AS text FROM (SELECT * REPLACE (%s) FROM %s) t"
                .formatted(times, DuckDb.parquet(files(table)));
    }

    private void writeOneRowEach() throws Exception {
        write(Tables.READINGS, new ReadingRows(), Rows.fullReading());
        write(Tables.SENSOR_AGGREGATES, new SensorAggregateRows(), Rows.fullAggregate());
        write(Tables.REJECTED_MESSAGES, new RejectedMessageRows(), Rows.rejectedElement());
        write(Tables.GATEWAY_EVENTS, new GatewayEventRows(), ControlRows.fullEvent());
        write(Tables.IRRIGATION_DECISIONS, new DecisionRows(), ControlRows.fullDecision());
    }

    private <T> void write(TableDefinition table, TableRows<T> rows, T row) throws Exception {
        TableFiles.write(folder, table, rows, List.of(row));
    }

    private Path files(TableDefinition table) {
        return TableFiles.folder(folder, table);
    }
}
