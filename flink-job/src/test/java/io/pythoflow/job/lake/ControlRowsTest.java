package io.pythoflow.job.lake;

import static org.assertj.core.api.Assertions.assertThat;

import io.pythoflow.contract.table.Column;
import io.pythoflow.contract.table.LakeScript;
import io.pythoflow.contract.table.TableDefinition;
import io.pythoflow.contract.table.Tables;
import io.pythoflow.job.control.decision.Decision;
import io.pythoflow.job.control.decision.Gate;
import io.pythoflow.job.control.gateway.GatewayEvent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What of the control loop lands in which column, seen through DuckDB. */
class ControlRowsTest {

    private static final long HOUR_MS = 3_600_000;

    @TempDir Path lake;

    @Test
    void aFullEventFillsEveryColumn() throws Exception {
        assertThat(event(ControlRows.fullEvent(), "*"))
                .containsOnlyKeys(columnsOf(Tables.GATEWAY_EVENTS))
                .doesNotContainValue(null);
    }

    @Test
    void everyValueOfAnEventLandsInItsOwnColumn() throws Exception {
        assertThat(
                        event(
                                ControlRows.fullEvent(),
                                "* REPLACE (epoch_ms(ts) AS ts, epoch_ms(received_at) AS"
                                        + " received_at, metrics::VARCHAR AS metrics)"))
                .containsExactlyInAnyOrderEntriesOf(
                        Map.ofEntries(
                                Map.entry("gateway_id", "g1"),
                                Map.entry("device_id", "device-1"),
                                Map.entry("sensor_id", "s1"),
                                Map.entry("zone_id", "z1"),
                                Map.entry("ts", Rows.NOON),
                                Map.entry("received_at", Rows.NOON + 1),
                                Map.entry("kind", "alert"),
                                Map.entry("state", "raised"),
                                Map.entry("code", "leak"),
                                Map.entry("severity", "critical"),
                                Map.entry("message", "2.5 L/min flow though the valve is shut"),
                                Map.entry("command_id", "c-1"),
                                Map.entry("metrics", "{flow_rate=2.5, heap_free=48000.0}"),
                                Map.entry("topic", "irrigation/gateway/g1/diagnostics"),
                                Map.entry("firmware", "1.4.2"),
                                Map.entry("dt", "2026-06-01"),
                                Map.entry("hour", "12")));
    }

    @Test
    void whatAnEventDoesNotCarryIsNullAndItsMetricsAreEmpty() throws Exception {
        Map<String, @Nullable Object> row =
                event(
                        ControlRows.sparseEvent(),
                        "* REPLACE (cardinality(metrics)::BIGINT AS metrics)");

        assertThat(row).containsEntry("metrics", 0L);
        assertThat(nullsOf(row))
                .containsExactlyInAnyOrder(
                        "gateway_id",
                        "device_id",
                        "sensor_id",
                        "zone_id",
                        "state",
                        "code",
                        "severity",
                        "message",
                        "command_id",
                        "topic",
                        "firmware");
    }

    @Test
    void aFullDecisionFillsEveryColumn() throws Exception {
        assertThat(decision(ControlRows.fullDecision(), "*"))
                .containsOnlyKeys(columnsOf(Tables.IRRIGATION_DECISIONS))
                .doesNotContainValue(null);
    }

    @Test
    void everyValueOfADecisionLandsInItsOwnColumn() throws Exception {
        assertThat(
                        decision(
                                ControlRows.fullDecision(),
                                "* REPLACE (epoch_ms(decided_at) AS decided_at,"
                                        + " epoch_ms(recorded_at) AS recorded_at,"
                                        + " epoch_ms(newest_reading_at) AS newest_reading_at,"
                                        + " epoch_ms(outcome_at) AS outcome_at, faults::VARCHAR AS"
                                        + " faults, gates::VARCHAR AS gates)"))
                .containsExactlyInAnyOrderEntriesOf(
                        Map.ofEntries(
                                Map.entry("decision_id", "d-1"),
                                Map.entry("zone_id", "zone-ä"),
                                Map.entry("decided_at", Rows.NOON),
                                Map.entry("recorded_at", Rows.NOON + 1),
                                Map.entry("local_date", "2026-06-01"),
                                Map.entry("kind", "outcome"),
                                Map.entry("trigger", "manual"),
                                Map.entry("mode", "act"),
                                Map.entry("rules_version", 101L),
                                Map.entry("evaluations", 102L),
                                Map.entry("moisture", 1.01),
                                Map.entry("moisture_unit", "%VWC"),
                                Map.entry("low", 1.02),
                                Map.entry("high", 1.03),
                                Map.entry("depletion_mm", 1.04),
                                Map.entry("total_available_mm", 1.05),
                                Map.entry("et0_mm", 1.06),
                                Map.entry("rain_mm", 1.07),
                                Map.entry("temperature_c", 1.08),
                                Map.entry("newest_reading_at", Rows.NOON + 2),
                                Map.entry("healthy_sensors", 103),
                                Map.entry("sensors", 104),
                                Map.entry("run_s_today", 1.09),
                                Map.entry("volume_l_today", 1.10),
                                Map.entry("failures", 105),
                                Map.entry("faults", "{s1=spike, s2=stale}"),
                                Map.entry(
                                        "gates",
                                        "{emergency_stop=passed, frost=failed, demand=skipped}"),
                                Map.entry("action", "OPEN"),
                                Map.entry("reason", "soil_dry"),
                                Map.entry("explanation", "Moisture 1.01 %VWC is below 1.02 %VWC"),
                                Map.entry("depth_mm", 1.11),
                                Map.entry("duration_s", 106),
                                Map.entry("volume_l", 1.12),
                                Map.entry("command_id", "c-1"),
                                Map.entry("device_id", "device-1"),
                                Map.entry("protocol", "v1"),
                                Map.entry("outcome", "completed"),
                                Map.entry("outcome_at", Rows.NOON + 3),
                                Map.entry("outcome_duration_s", 1.13),
                                Map.entry("outcome_volume_l", 1.14),
                                Map.entry("outcome_detail", "As ordered"),
                                Map.entry("dt", "2026-06-01"),
                                Map.entry("hour", "12")));
    }

    @Test
    void whatADecisionDoesNotKnowOrOrderIsNullAndItsMapsAreEmpty() throws Exception {
        Map<String, @Nullable Object> row =
                decision(
                        ControlRows.sparseDecision(),
                        "* REPLACE (cardinality(faults)::BIGINT AS faults,"
                                + " cardinality(gates)::BIGINT AS gates)");

        assertThat(row)
                .containsEntry("faults", 0L)
                .containsEntry("gates", 0L)
                .containsEntry("healthy_sensors", 0)
                .containsEntry("run_s_today", 0.0);
        assertThat(nullsOf(row))
                .containsExactlyInAnyOrder(
                        "moisture",
                        "moisture_unit",
                        "low",
                        "high",
                        "depletion_mm",
                        "total_available_mm",
                        "et0_mm",
                        "rain_mm",
                        "temperature_c",
                        "newest_reading_at",
                        "depth_mm",
                        "duration_s",
                        "volume_l",
                        "command_id",
                        "device_id",
                        "protocol",
                        "outcome",
                        "outcome_at",
                        "outcome_duration_s",
                        "outcome_volume_l",
                        "outcome_detail");
    }

    @Test
    void whatAnOutcomeDoesNotKnowIsNull() throws Exception {
        assertThat(
                        nullsOf(
                                decision(
                                        ControlRows.barelyKnownOutcome(),
                                        "depth_mm, duration_s, volume_l, outcome, outcome_at,"
                                                + " outcome_duration_s, outcome_volume_l,"
                                                + " outcome_detail")))
                .containsExactly(
                        "depth_mm", "outcome_duration_s", "outcome_volume_l", "outcome_detail");
    }

    @Test
    void gatesStandInTheOrderInWhichTheyAreAskedAndOthersAreKept() throws Exception {
        Map<String, String> gates =
                Stream.of(Gate.values())
                        .collect(Collectors.toMap(ControlRowsTest::nameOf, gate -> "passed"));
        gates.put("of_a_newer_job", "failed");
        List<String> expected = new ArrayList<>();
        expected.add("of_a_newer_job");
        Stream.of(Gate.values()).map(ControlRowsTest::nameOf).forEach(expected::add);

        assertThat(
                        decision(
                                DecisionBuilder.evaluation("d1").gates(gates).build(),
                                "array_to_string(map_keys(gates), ' ') AS gates"))
                .containsEntry("gates", String.join(" ", expected));
    }

    @Test
    void theAnalystsPageListsTheGatesInTheirOrder() throws Exception {
        assertThat(Files.readString(Path.of("..", "docs", "tables.md")).replaceAll("\\s+", " "))
                .contains(
                        Stream.of(Gate.values())
                                .map(gate -> "`" + nameOf(gate) + "`")
                                .collect(Collectors.joining(", ", " ", ".")));
    }

    @Test
    void anOutcomeLiesBesideItsEvaluationHoweverLateItComes() throws Exception {
        TableSink<Decision> sink =
                TableSinks.parquet(
                        Tables.IRRIGATION_DECISIONS,
                        new org.apache.flink.core.fs.Path(lake.resolve("aggregated").toUri()),
                        new DecisionRows(),
                        new TableSettings(8, Duration.ofMinutes(5)));
        try (DrivenSink<Decision> driven = new DrivenSink<>(sink)) {
            // A decision each minute, and its outcome two hours later: four hours of a busy farm.
            for (int minute = 0; minute < 240; minute++) {
                long now = Rows.NOON + minute * 60_000L;
                driven.clockReaches(now);
                driven.write(
                        DecisionBuilder.evaluation("d" + minute).at(now).ordered(60, 1).build());
                if (minute >= 120) {
                    driven.write(
                            DecisionBuilder.evaluation("d" + (minute - 120))
                                    .at(now - 2 * HOUR_MS)
                                    .ordered(60, 1)
                                    .outcome("completed", 60.0, 1.0)
                                    .recordedAt(now)
                                    .build());
                }
                driven.checkpoint();
            }
            driven.commit(driven.end());
        }

        assertThat(
                        query(
                                "SELECT count(*) AS decisions FROM (SELECT dt, hour, decision_id"
                                        + " FROM irrigation_decisions GROUP BY dt, hour,"
                                        + " decision_id HAVING count(DISTINCT kind) = 2)"))
                .containsExactly(Map.of("decisions", 120L));
        try (Stream<Path> files =
                Files.walk(TableFiles.folder(lake, Tables.IRRIGATION_DECISIONS))) {
            assertThat(files.filter(file -> file.toString().endsWith(".parquet")))
                    .as("ten an hour of those at once, and two hours long ten of those late")
                    .hasSize(4 * 10 + 2 * 10);
        }
    }

    private Map<String, @Nullable Object> event(GatewayEvent event, String columns)
            throws Exception {
        return row(Tables.GATEWAY_EVENTS, new GatewayEventRows(), event, columns);
    }

    private Map<String, @Nullable Object> decision(Decision decision, String columns)
            throws Exception {
        return row(Tables.IRRIGATION_DECISIONS, new DecisionRows(), decision, columns);
    }

    private <T> Map<String, @Nullable Object> row(
            TableDefinition table, TableRows<T> rows, T record, String columns) throws Exception {
        TableFiles.write(lake, table, rows, List.of(record));
        List<Map<String, @Nullable Object>> read =
                query("SELECT " + columns + " FROM " + table.name());
        assertThat(read).hasSize(1);
        return read.get(0);
    }

    private List<Map<String, @Nullable Object>> query(String sql) throws Exception {
        return DuckDb.query(LakeScript.of(lake), sql);
    }

    private static List<String> nullsOf(Map<String, @Nullable Object> row) {
        return row.entrySet().stream()
                .filter(column -> column.getValue() == null)
                .map(Map.Entry::getKey)
                .toList();
    }

    private static String nameOf(Gate gate) {
        return gate.name().toLowerCase(Locale.ROOT);
    }

    private static String[] columnsOf(TableDefinition table) {
        return Stream.concat(
                        table.columns().stream().map(Column::name),
                        Tables.PARTITION_COLUMNS.stream())
                .toArray(String[]::new);
    }
}
