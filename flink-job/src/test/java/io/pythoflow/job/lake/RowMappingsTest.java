package io.pythoflow.job.lake;

import static org.assertj.core.api.Assertions.assertThat;

import io.pythoflow.contract.metric.Metric;
import io.pythoflow.contract.payload.RejectedMessage;
import io.pythoflow.contract.table.Column;
import io.pythoflow.contract.table.TableDefinition;
import io.pythoflow.contract.table.Tables;
import io.pythoflow.job.aggregate.SensorAggregate;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What lands in which column, seen through DuckDB. */
class RowMappingsTest {

    @TempDir Path root;

    @Test
    void aFullReadingFillsEveryColumn() throws Exception {
        assertThat(row(Tables.READINGS, new ReadingRows(), Rows.fullReading(), "*"))
                .containsOnlyKeys(columnsOf(Tables.READINGS))
                .doesNotContainValue(null);
    }

    @Test
    void aFullAggregateFillsEveryColumn() throws Exception {
        assertThat(aggregate(Rows.fullAggregate(), "*"))
                .containsOnlyKeys(columnsOf(Tables.SENSOR_AGGREGATES))
                .doesNotContainValue(null);
    }

    @Test
    void aRejectedElementFillsEveryColumn() throws Exception {
        assertThat(rejected(Rows.rejectedElement(), "*"))
                .containsOnlyKeys(columnsOf(Tables.REJECTED_MESSAGES))
                .doesNotContainValue(null);
    }

    @Test
    void everyMetricOfTheContractHasItsOwnColumn() throws Exception {
        Map<String, @Nullable Object> row =
                row(Tables.READINGS, new ReadingRows(), Rows.fullReading(), "*");

        for (Metric metric : Metric.values()) {
            double sent =
                    Rows.fullReading().measurements().stream()
                            .filter(m -> m.metric().equals(metric.metricName()))
                            .findFirst()
                            .orElseThrow()
                            .value();
            assertThat(row).containsEntry(metric.metricName(), sent);
        }
    }

    @Test
    void aReadingKeepsItsIdentityTimesFlagsAndForeignMetrics() throws Exception {
        assertThat(
                        row(
                                Tables.READINGS,
                                new ReadingRows(),
                                Rows.fullReading(),
                                "message_id, sensor_id, gateway_id, zone_id, epoch_ms(ts) AS ts,"
                                        + " ts_source, epoch_ms(received_at) AS received_at, seq,"
                                        + " sample_period_s, historical, topic, firmware,"
                                        + " flags::VARCHAR AS flags, other_metrics::VARCHAR AS"
                                        + " other_metrics, dt, hour"))
                .containsExactlyInAnyOrderEntriesOf(
                        Map.ofEntries(
                                Map.entry("message_id", "m-1"),
                                Map.entry("sensor_id", "sensor-ä-水-😀"),
                                Map.entry("gateway_id", "irrigation-gateway-000"),
                                Map.entry("zone_id", "zone-1"),
                                Map.entry("ts", Rows.NOON),
                                Map.entry("ts_source", "device"),
                                Map.entry("received_at", Rows.NOON + 250),
                                Map.entry("seq", 42L),
                                Map.entry("sample_period_s", 10),
                                Map.entry("historical", true),
                                Map.entry(
                                        "topic", "irrigation/sensors/irrigation-gateway-000/data"),
                                Map.entry("firmware", "1.4.2"),
                                Map.entry("flags", "[clock_ahead, 'out_of_range:soil_moisture']"),
                                Map.entry(
                                        "other_metrics", "{leaf_wetness=0.75, température_ü=-3.5}"),
                                Map.entry("dt", "2026-06-01"),
                                Map.entry("hour", "12")));
    }

    @Test
    void whatAReadingDoesNotCarryIsNullAndItsListsAreEmpty() throws Exception {
        Map<String, @Nullable Object> row =
                row(
                        Tables.READINGS,
                        new ReadingRows(),
                        Rows.sparseReading("s1", Rows.NOON),
                        "* REPLACE (len(flags) AS flags, cardinality(other_metrics)::BIGINT AS"
                                + " other_metrics)");

        assertThat(row)
                .containsEntry("flags", 0L)
                .containsEntry("other_metrics", 0L)
                .containsEntry("soil_moisture", 31.25)
                .containsEntry("historical", false);
        assertThat(row.entrySet())
                .filteredOn(column -> column.getValue() == null)
                .extracting(Map.Entry::getKey)
                .containsExactlyInAnyOrder(
                        "message_id",
                        "gateway_id",
                        "zone_id",
                        "seq",
                        "sample_period_s",
                        "soil_moisture_relative",
                        "soil_temperature",
                        "temperature",
                        "humidity",
                        "light",
                        "illuminance",
                        "uv_intensity",
                        "rain",
                        "pressure",
                        "wind_speed",
                        "wind_gust",
                        "wind_direction",
                        "solar_radiation",
                        "flow_rate",
                        "battery",
                        "firmware");
    }

    @Test
    void everyValueOfAnAggregateLandsInItsOwnColumn() throws Exception {
        Map<String, @Nullable Object> row =
                aggregate(
                        Rows.fullAggregate(),
                        "* REPLACE (epoch_ms(window_start) AS window_start, epoch_ms(window_end) AS"
                                + " window_end, epoch_ms(first_at) AS first_at, epoch_ms(last_at)"
                                + " AS last_at, epoch_ms(emitted_at) AS emitted_at)");

        assertThat(row)
                .containsExactlyInAnyOrderEntriesOf(
                        Map.ofEntries(
                                Map.entry("sensor_id", "s1"),
                                Map.entry("gateway_id", "g1"),
                                Map.entry("zone_id", "z1"),
                                Map.entry("metric", "soil_moisture"),
                                Map.entry("unit", "%VWC"),
                                Map.entry("window_start", Rows.NOON),
                                Map.entry("window_end", Rows.NOON + 1_800_000),
                                Map.entry("window_length_s", 1800),
                                Map.entry("count", 101L),
                                Map.entry("expected_count", 180L),
                                Map.entry("completeness", 0.56),
                                Map.entry("min", 1.01),
                                Map.entry("max", 1.02),
                                Map.entry("mean", 1.03),
                                Map.entry("stddev", 1.04),
                                Map.entry("p05", 1.05),
                                Map.entry("p25", 1.06),
                                Map.entry("p50", 1.07),
                                Map.entry("p75", 1.08),
                                Map.entry("p95", 1.09),
                                Map.entry("sum", 1.10),
                                Map.entry("time_weighted_mean", 1.11),
                                Map.entry("first_value", 1.12),
                                Map.entry("first_at", Rows.NOON + 1),
                                Map.entry("last_value", 1.13),
                                Map.entry("last_at", Rows.NOON + 2),
                                Map.entry("max_gap_s", 1.14),
                                Map.entry("slope_per_h", 1.15),
                                Map.entry("out_of_range_count", 102L),
                                Map.entry("spike_count", 103L),
                                Map.entry("late_count", 104L),
                                Map.entry("duplicate_count", 105L),
                                Map.entry("historical_count", 106L),
                                Map.entry("flatline", true),
                                Map.entry("quality", "SUSPECT"),
                                Map.entry("revision", 3),
                                Map.entry("emitted_at", Rows.NOON + 4),
                                Map.entry("origin", "backfill"),
                                Map.entry("reading_count", 107L),
                                Map.entry("received_at_mean_ms", Rows.NOON + 5.5),
                                Map.entry("dt", "2026-06-01"),
                                Map.entry("hour", "12")));
    }

    @Test
    void whatAnAggregateCannotKnowIsNull() throws Exception {
        assertThat(aggregate(Rows.sparseAggregate(), "*").entrySet())
                .filteredOn(column -> column.getValue() == null)
                .extracting(Map.Entry::getKey)
                .containsExactlyInAnyOrder(
                        "gateway_id",
                        "zone_id",
                        "unit",
                        "expected_count",
                        "completeness",
                        "stddev",
                        "max_gap_s",
                        "slope_per_h",
                        "reading_count",
                        "received_at_mean_ms");
    }

    @Test
    void rejectedBytesAreKeptAsTheyCameBesideTheirText() throws Exception {
        RejectedMessage rejected = Rows.rejectedElement();

        assertThat(
                        rejected(
                                rejected,
                                "epoch_ms(received_at) AS received_at, topic, reason, detail,"
                                        + " element, hex(payload) AS payload, payload_text"))
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of(
                                "received_at",
                                Rows.NOON,
                                "topic",
                                "irrigation/gateway/status",
                                "reason",
                                "malformed_json",
                                "detail",
                                "Ends early",
                                "element",
                                2,
                                "payload",
                                HexFormat.of().withUpperCase().formatHex(rejected.payload()),
                                "payload_text",
                                "x\u0000{\"é\":\uFFFD\uFFFD"));
    }

    @Test
    void aMessageRejectedAsAWholeHasNoElement() throws Exception {
        RejectedMessage whole =
                new RejectedMessage(
                        Rows.NOON,
                        "t",
                        "malformed_json",
                        "",
                        null,
                        "{".getBytes(StandardCharsets.UTF_8));

        assertThat(rejected(whole, "element, detail"))
                .containsEntry("element", null)
                .containsEntry("detail", "");
    }

    private Map<String, @Nullable Object> aggregate(SensorAggregate aggregate, String columns)
            throws Exception {
        return row(Tables.SENSOR_AGGREGATES, new SensorAggregateRows(), aggregate, columns);
    }

    private Map<String, @Nullable Object> rejected(RejectedMessage rejected, String columns)
            throws Exception {
        return row(Tables.REJECTED_MESSAGES, new RejectedMessageRows(), rejected, columns);
    }

    private <T> Map<String, @Nullable Object> row(
            TableDefinition table, TableRows<T> rows, T record, String columns) throws Exception {
        TableSink<T> sink =
                TableSinks.parquet(
                        table,
                        new org.apache.flink.core.fs.Path(root.toUri()),
                        rows,
                        TableSettings.writers(4));
        try (DrivenSink<T> driven = new DrivenSink<>(sink)) {
            driven.write(record);
            driven.checkpoint();
        }
        List<Map<String, @Nullable Object>> read =
                DuckDb.query(
                        "SELECT "
                                + columns
                                + " FROM "
                                + DuckDb.parquet(root.resolve(table.name())));
        assertThat(read).hasSize(1);
        return read.get(0);
    }

    private static String[] columnsOf(TableDefinition table) {
        return Stream.concat(
                        table.columns().stream().map(Column::name),
                        Tables.PARTITION_COLUMNS.stream())
                .toArray(String[]::new);
    }
}
