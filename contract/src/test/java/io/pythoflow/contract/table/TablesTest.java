package io.pythoflow.contract.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The columns once more, so that none changes by accident: files already written keep their
 * meaning. Only ever add lines here, at the end of a table.
 */
class TablesTest {

    @Test
    void readings() {
        assertThat(columns(Tables.READINGS))
                .containsExactly(
                        "message_id string",
                        "sensor_id string",
                        "gateway_id string",
                        "zone_id string",
                        "ts timestamp",
                        "ts_source string",
                        "received_at timestamp",
                        "seq bigint",
                        "sample_period_s int",
                        "historical boolean",
                        "soil_moisture double",
                        "soil_moisture_relative double",
                        "soil_temperature double",
                        "temperature double",
                        "humidity double",
                        "light double",
                        "illuminance double",
                        "uv_intensity double",
                        "rain double",
                        "pressure double",
                        "wind_speed double",
                        "wind_gust double",
                        "wind_direction double",
                        "solar_radiation double",
                        "flow_rate double",
                        "battery double",
                        "other_metrics map<string,double>",
                        "flags array<string>",
                        "topic string",
                        "firmware string");
    }

    @Test
    void sensorAggregates() {
        assertThat(columns(Tables.SENSOR_AGGREGATES))
                .containsExactly(
                        "sensor_id string",
                        "gateway_id string",
                        "zone_id string",
                        "metric string",
                        "unit string",
                        "window_start timestamp",
                        "window_end timestamp",
                        "window_length_s int",
                        "count bigint",
                        "expected_count bigint",
                        "completeness double",
                        "min double",
                        "max double",
                        "mean double",
                        "stddev double",
                        "p05 double",
                        "p25 double",
                        "p50 double",
                        "p75 double",
                        "p95 double",
                        "sum double",
                        "time_weighted_mean double",
                        "first_value double",
                        "first_at timestamp",
                        "last_value double",
                        "last_at timestamp",
                        "max_gap_s double",
                        "slope_per_h double",
                        "out_of_range_count bigint",
                        "spike_count bigint",
                        "late_count bigint",
                        "duplicate_count bigint",
                        "historical_count bigint",
                        "flatline boolean",
                        "quality string",
                        "revision int",
                        "emitted_at timestamp",
                        "origin string",
                        "reading_count bigint",
                        "received_at_mean_ms double");
    }

    @Test
    void rejectedMessages() {
        assertThat(columns(Tables.REJECTED_MESSAGES))
                .containsExactly(
                        "received_at timestamp",
                        "topic string",
                        "reason string",
                        "detail string",
                        "element int",
                        "payload binary",
                        "payload_text string");
    }

    @Test
    void gatewayEvents() {
        assertThat(columns(Tables.GATEWAY_EVENTS))
                .containsExactly(
                        "gateway_id string",
                        "device_id string",
                        "sensor_id string",
                        "zone_id string",
                        "ts timestamp",
                        "received_at timestamp",
                        "kind string",
                        "state string",
                        "code string",
                        "severity string",
                        "message string",
                        "command_id string",
                        "metrics map<string,double>",
                        "topic string",
                        "firmware string");
    }

    @Test
    void irrigationDecisions() {
        assertThat(columns(Tables.IRRIGATION_DECISIONS))
                .containsExactly(
                        "decision_id string",
                        "zone_id string",
                        "decided_at timestamp",
                        "recorded_at timestamp",
                        "local_date string",
                        "kind string",
                        "trigger string",
                        "mode string",
                        "rules_version bigint",
                        "evaluations bigint",
                        "moisture double",
                        "moisture_unit string",
                        "low double",
                        "high double",
                        "depletion_mm double",
                        "total_available_mm double",
                        "et0_mm double",
                        "rain_mm double",
                        "temperature_c double",
                        "newest_reading_at timestamp",
                        "healthy_sensors int",
                        "sensors int",
                        "run_s_today double",
                        "volume_l_today double",
                        "failures int",
                        "faults map<string,string>",
                        "gates map<string,string>",
                        "action string",
                        "reason string",
                        "explanation string",
                        "depth_mm double",
                        "duration_s int",
                        "volume_l double",
                        "command_id string",
                        "device_id string",
                        "protocol string",
                        "outcome string",
                        "outcome_at timestamp",
                        "outcome_duration_s double",
                        "outcome_volume_l double",
                        "outcome_detail string");
    }

    @Test
    void everyTableLiesWhereItsReadersLook() {
        assertThat(Tables.ALL)
                .map(table -> table.root() + "/" + table.name() + " by " + table.partitionTime())
                .containsExactly(
                        "RAW/readings by ts",
                        "AGGREGATED/sensor_aggregates by window_start",
                        "RAW/rejected_messages by received_at",
                        "RAW/gateway_events by ts",
                        "AGGREGATED/irrigation_decisions by decided_at");
        assertThat(Tables.PARTITION_COLUMNS).containsExactly("dt", "hour");
    }

    @Test
    void everyPartitionTimeIsATimestampOfItsTable() {
        assertThat(Tables.ALL)
                .allSatisfy(
                        table ->
                                assertThat(
                                                table.columns()
                                                        .get(table.indexOf(table.partitionTime()))
                                                        .type())
                                        .isEqualTo(ColumnType.TIMESTAMP));
    }

    @Test
    void namesAreUniqueAndEveryColumnSaysWhatItMeans() {
        for (TableDefinition table : Tables.ALL) {
            assertThat(table.columns()).map(Column::name).doesNotHaveDuplicates();
            assertThat(table.columns())
                    .allSatisfy(
                            column -> {
                                assertThat(column.name()).matches("[a-z][a-z0-9_]*");
                                assertThat(column.meaning()).isNotBlank();
                            });
            assertThat(table.columns())
                    .map(Column::name)
                    .doesNotContainAnyElementsOf(Tables.PARTITION_COLUMNS);
        }
    }

    @Test
    void aColumnThatIsNotThereHasNoPlace() {
        assertThatThrownBy(() -> Tables.READINGS.indexOf("colour"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Table readings has no column colour");
    }

    private static List<String> columns(TableDefinition table) {
        return table.columns().stream()
                .map(column -> column.name() + " " + column.type().hiveName())
                .toList();
    }
}
