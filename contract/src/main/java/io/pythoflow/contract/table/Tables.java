package io.pythoflow.contract.table;

import static io.pythoflow.contract.table.ColumnType.BIGINT;
import static io.pythoflow.contract.table.ColumnType.BINARY;
import static io.pythoflow.contract.table.ColumnType.BOOLEAN;
import static io.pythoflow.contract.table.ColumnType.DOUBLE;
import static io.pythoflow.contract.table.ColumnType.INT;
import static io.pythoflow.contract.table.ColumnType.STRING;
import static io.pythoflow.contract.table.ColumnType.STRING_ARRAY;
import static io.pythoflow.contract.table.ColumnType.STRING_DOUBLE_MAP;
import static io.pythoflow.contract.table.ColumnType.STRING_STRING_MAP;
import static io.pythoflow.contract.table.ColumnType.TIMESTAMP;

import io.pythoflow.contract.table.TableDefinition.Root;
import java.util.List;

/** The tables of the lake. Additive only: a column, once here, keeps its name, type and place. */
public final class Tables {

    /** Hive partition columns of every table, strings, zero-padded, UTC. */
    public static final List<String> PARTITION_COLUMNS = List.of("dt", "hour");

    /** One row per reading. */
    public static final TableDefinition READINGS =
            new TableDefinition(
                    "readings",
                    Root.RAW,
                    "ts",
                    List.of(
                            new Column(
                                    "message_id", STRING, "As sent; null for payloads without one"),
                            new Column("sensor_id", STRING, "The sensor that measured"),
                            new Column(
                                    "gateway_id", STRING, "The gateway that published, if named"),
                            new Column("zone_id", STRING, "The irrigated zone; null until known"),
                            new Column("ts", TIMESTAMP, "Event time, UTC"),
                            new Column(
                                    "ts_source",
                                    STRING,
                                    "Whose clock ts comes from: device, gateway or ingest"),
                            new Column(
                                    "received_at", TIMESTAMP, "When the job got the message, UTC"),
                            new Column("seq", BIGINT, "The sender's sequence number"),
                            new Column(
                                    "sample_period_s",
                                    INT,
                                    "How often the sender samples, in seconds, as sent"),
                            new Column("historical", BOOLEAN, "Sent from a gateway's buffer"),
                            new Column("soil_moisture", DOUBLE, "% volumetric water content"),
                            new Column(
                                    "soil_moisture_relative",
                                    DOUBLE,
                                    "% between dry and wet of an uncalibrated sensor"),
                            new Column("soil_temperature", DOUBLE, "°C"),
                            new Column("temperature", DOUBLE, "Air temperature, °C"),
                            new Column("humidity", DOUBLE, "Relative humidity of the air, %"),
                            new Column("light", DOUBLE, "ADC counts"),
                            new Column("illuminance", DOUBLE, "lux"),
                            new Column(
                                    "uv_intensity",
                                    DOUBLE,
                                    "UV index, or ADC counts of the original firmware"),
                            new Column("rain", DOUBLE, "mm since the last reading"),
                            new Column("pressure", DOUBLE, "kPa"),
                            new Column("wind_speed", DOUBLE, "m/s"),
                            new Column("wind_gust", DOUBLE, "m/s"),
                            new Column(
                                    "wind_direction",
                                    DOUBLE,
                                    "Degrees the wind comes from, clockwise from north"),
                            new Column("solar_radiation", DOUBLE, "W/m²"),
                            new Column("flow_rate", DOUBLE, "L/min"),
                            new Column("battery", DOUBLE, "V"),
                            new Column(
                                    "other_metrics",
                                    STRING_DOUBLE_MAP,
                                    "Whatever else the sensor sent, by its own name"),
                            new Column("flags", STRING_ARRAY, "Quality and clock flags"),
                            new Column("topic", STRING, "Topic as received"),
                            new Column("firmware", STRING, "As sent")));

    /** One row per sensor, metric, window and revision. */
    public static final TableDefinition SENSOR_AGGREGATES =
            new TableDefinition(
                    "sensor_aggregates",
                    Root.AGGREGATED,
                    "window_start",
                    List.of(
                            new Column("sensor_id", STRING, "The sensor that measured"),
                            new Column("gateway_id", STRING, "The gateway that published last"),
                            new Column("zone_id", STRING, "The irrigated zone; null until known"),
                            new Column("metric", STRING, "Name of the metric"),
                            new Column("unit", STRING, "Unit of every value in the row"),
                            new Column("window_start", TIMESTAMP, "Inclusive, UTC"),
                            new Column("window_end", TIMESTAMP, "Exclusive, UTC"),
                            new Column("window_length_s", INT, "Seconds"),
                            new Column("count", BIGINT, "Valid values"),
                            new Column(
                                    "expected_count",
                                    BIGINT,
                                    "From the sample period; null if unknown"),
                            new Column(
                                    "completeness",
                                    DOUBLE,
                                    "count / expected_count, at most 1; null if unknown"),
                            new Column("min", DOUBLE, "Smallest value"),
                            new Column("max", DOUBLE, "Largest value"),
                            new Column(
                                    "mean",
                                    DOUBLE,
                                    "Arithmetic mean; vector mean for wind direction"),
                            new Column(
                                    "stddev",
                                    DOUBLE,
                                    "Sample standard deviation; null below two values"),
                            new Column("p05", DOUBLE, "5th percentile"),
                            new Column("p25", DOUBLE, "25th percentile"),
                            new Column("p50", DOUBLE, "Median"),
                            new Column("p75", DOUBLE, "75th percentile"),
                            new Column("p95", DOUBLE, "95th percentile"),
                            new Column("sum", DOUBLE, "Sum of values"),
                            new Column(
                                    "time_weighted_mean",
                                    DOUBLE,
                                    "Mean weighted by the time each value stood"),
                            new Column("first_value", DOUBLE, "Value at first_at"),
                            new Column("first_at", TIMESTAMP, "Event time of the first value, UTC"),
                            new Column("last_value", DOUBLE, "Value at last_at"),
                            new Column("last_at", TIMESTAMP, "Event time of the last value, UTC"),
                            new Column(
                                    "max_gap_s",
                                    DOUBLE,
                                    "Longest time between two neighbouring values, seconds"),
                            new Column(
                                    "slope_per_h",
                                    DOUBLE,
                                    "Least-squares slope per hour; null below two instants"),
                            new Column(
                                    "out_of_range_count",
                                    BIGINT,
                                    "Values outside the plausible range"),
                            new Column(
                                    "spike_count",
                                    BIGINT,
                                    "Values far from both neighbours in time"),
                            new Column(
                                    "late_count",
                                    BIGINT,
                                    "Values that came after the window's first row"),
                            new Column(
                                    "duplicate_count",
                                    BIGINT,
                                    "Duplicates dropped before this row was made; one alone makes no new row"),
                            new Column(
                                    "historical_count",
                                    BIGINT,
                                    "Values sent from a gateway's buffer"),
                            new Column(
                                    "flatline",
                                    BOOLEAN,
                                    "All values equal, over enough of them to be suspicious"),
                            new Column("quality", STRING, "GOOD, SUSPECT or BAD"),
                            new Column("revision", INT, "0 first, then 1, 2 …"),
                            new Column("emitted_at", TIMESTAMP, "When the row was made, UTC"),
                            new Column("origin", STRING, "live or backfill"),
                            new Column(
                                    "reading_count",
                                    BIGINT,
                                    "Readings of the sensor in the window, whatever they measured; null in rows from before this column"),
                            new Column(
                                    "received_at_mean_ms",
                                    DOUBLE,
                                    "Mean time of receipt of those readings, epoch milliseconds; null like reading_count")));

    /** Whatever could not be read, with its reason and its original bytes. */
    public static final TableDefinition REJECTED_MESSAGES =
            new TableDefinition(
                    "rejected_messages",
                    Root.RAW,
                    "received_at",
                    List.of(
                            new Column(
                                    "received_at", TIMESTAMP, "When the job got the message, UTC"),
                            new Column("topic", STRING, "Topic as received"),
                            new Column("reason", STRING, "Reason code"),
                            new Column("detail", STRING, "What exactly was wrong"),
                            new Column(
                                    "element",
                                    INT,
                                    "Index in the message's array; null for a whole message"),
                            new Column("payload", BINARY, "The original bytes"),
                            new Column(
                                    "payload_text",
                                    STRING,
                                    "The same as UTF-8, malformed bytes replaced")));

    /** What gateways and devices report of themselves, who of them is there, and every alert. */
    public static final TableDefinition GATEWAY_EVENTS =
            new TableDefinition(
                    "gateway_events",
                    Root.RAW,
                    "ts",
                    List.of(
                            new Column(
                                    "gateway_id",
                                    STRING,
                                    "The gateway it is about; null for what is of none, such as refused rules"),
                            new Column(
                                    "device_id",
                                    STRING,
                                    "The device that acknowledged or reported, or was to"),
                            new Column(
                                    "sensor_id",
                                    STRING,
                                    "The sensor it is about, if it is about one"),
                            new Column(
                                    "zone_id",
                                    STRING,
                                    "The irrigated zone it is about, if it is about one"),
                            new Column(
                                    "ts",
                                    TIMESTAMP,
                                    "Event time, UTC: the sender's where its clock can be believed, else when it was received"),
                            new Column(
                                    "received_at",
                                    TIMESTAMP,
                                    "When the job got the message, or noticed by itself, UTC"),
                            new Column(
                                    "kind",
                                    STRING,
                                    "status, error and diagnostic: what gateways send of themselves; ack and valve: what devices answer; presence: who came and went; alert: what the job tells people"),
                            new Column(
                                    "state",
                                    STRING,
                                    "What it is in: of a presence online, offline or forgotten, of an alert raised or cleared, of an ack and a valve as the device says"),
                            new Column(
                                    "code",
                                    STRING,
                                    "Machine's word for what happened, of errors, alerts and what was rejected"),
                            new Column("severity", STRING, "How bad it is, of errors and alerts"),
                            new Column(
                                    "message",
                                    STRING,
                                    "The same for people, with the values that matter"),
                            new Column("command_id", STRING, "The command it answers or is about"),
                            new Column(
                                    "metrics",
                                    STRING_DOUBLE_MAP,
                                    "Numbers that belong to it, by name, such as heap_free_b, flow_lpm or offline_s"),
                            new Column(
                                    "topic",
                                    STRING,
                                    "Topic as received; null for what the job noticed"),
                            new Column("firmware", STRING, "As sent")));

    /** Every evaluation of a zone, and what became of the runs that they ordered. */
    public static final TableDefinition IRRIGATION_DECISIONS =
            new TableDefinition(
                    "irrigation_decisions",
                    Root.AGGREGATED,
                    "decided_at",
                    List.of(
                            new Column(
                                    "decision_id",
                                    STRING,
                                    "Of the evaluation; the row of its outcome has the same"),
                            new Column("zone_id", STRING, "The irrigated zone"),
                            new Column(
                                    "decided_at",
                                    TIMESTAMP,
                                    "When it was decided, UTC; also in the row of its outcome"),
                            new Column("recorded_at", TIMESTAMP, "When this row was made, UTC"),
                            new Column(
                                    "local_date",
                                    STRING,
                                    "Day of decided_at in the zone's own time, YYYY-MM-DD"),
                            new Column(
                                    "kind",
                                    STRING,
                                    "evaluation, or outcome: what became of the run that an evaluation ordered"),
                            new Column(
                                    "trigger",
                                    STRING,
                                    "What led to it: reading, time, rules, manual, pulse, answer or restart"),
                            new Column(
                                    "mode",
                                    STRING,
                                    "act; advise: as if acting, without a command; off; evaluate: a replay of stored readings"),
                            new Column("rules_version", BIGINT, "Version of the rules in force"),
                            new Column(
                                    "evaluations",
                                    BIGINT,
                                    "Evaluations since the zone's row before, this one included; those between had the result of the row before. 0 of an outcome"),
                            new Column(
                                    "moisture",
                                    DOUBLE,
                                    "Soil moisture of the healthy sensors, in moisture_unit; null where unknown"),
                            new Column("moisture_unit", STRING, "Unit of moisture, low and high"),
                            new Column("low", DOUBLE, "Below it the zone is thirsty"),
                            new Column("high", DOUBLE, "At or above it the zone has enough"),
                            new Column(
                                    "depletion_mm",
                                    DOUBLE,
                                    "Water missing from the root zone (Dr of FAO-56), mm"),
                            new Column(
                                    "total_available_mm",
                                    DOUBLE,
                                    "Water the root zone can hold for the crop (TAW of FAO-56), mm"),
                            new Column(
                                    "et0_mm",
                                    DOUBLE,
                                    "Reference evapotranspiration of the last whole local day, mm"),
                            new Column(
                                    "rain_mm",
                                    DOUBLE,
                                    "Rain within the time that the rules look back, mm"),
                            new Column("temperature_c", DOUBLE, "Air temperature, °C"),
                            new Column(
                                    "newest_reading_at",
                                    TIMESTAMP,
                                    "When the newest reading that counted was received, UTC"),
                            new Column("healthy_sensors", INT, "Sensors that were believed"),
                            new Column("sensors", INT, "Sensors that the rules name for the zone"),
                            new Column(
                                    "run_s_today",
                                    DOUBLE,
                                    "Open time spent of the local day's budget, seconds"),
                            new Column(
                                    "volume_l_today",
                                    DOUBLE,
                                    "Water spent of the local day's budget, litres"),
                            new Column("failures", INT, "Failed runs in a row"),
                            new Column(
                                    "faults",
                                    STRING_STRING_MAP,
                                    "What was wrong with which sensor, by sensor"),
                            new Column(
                                    "gates",
                                    STRING_STRING_MAP,
                                    "passed, failed or skipped, by gate; a gate is skipped once an earlier one failed"),
                            new Column(
                                    "action",
                                    STRING,
                                    "OPEN or NONE; of an outcome, what was ordered"),
                            new Column(
                                    "reason",
                                    STRING,
                                    "The first gate that failed, or why it opened: soil_dry, depleted, manual or pulse"),
                            new Column("explanation", STRING, "A sentence with the numbers"),
                            new Column(
                                    "depth_mm",
                                    DOUBLE,
                                    "Ordered: water that reaches the roots, mm; null for runs of fixed length"),
                            new Column(
                                    "duration_s",
                                    INT,
                                    "Ordered: open time, seconds; null where nothing was ordered"),
                            new Column(
                                    "volume_l", DOUBLE, "Ordered: water through the valve, litres"),
                            new Column("command_id", STRING, "The command that ordered it"),
                            new Column("device_id", STRING, "The device it was addressed to"),
                            new Column("protocol", STRING, "How the device speaks: original or v1"),
                            new Column(
                                    "outcome",
                                    STRING,
                                    "completed, delivered (the device cannot answer), rejected, expired, timed_out, aborted, unknown or advised; null in the row of an evaluation"),
                            new Column("outcome_at", TIMESTAMP, "When that was so, UTC"),
                            new Column(
                                    "outcome_duration_s",
                                    DOUBLE,
                                    "Open time as far as it is known, seconds"),
                            new Column(
                                    "outcome_volume_l",
                                    DOUBLE,
                                    "Water as measured or reckoned, litres; null where unknown"),
                            new Column("outcome_detail", STRING, "What else is known of it")));

    /** Every table, in the order of the catalogue. */
    public static final List<TableDefinition> ALL =
            List.of(
                    READINGS,
                    SENSOR_AGGREGATES,
                    REJECTED_MESSAGES,
                    GATEWAY_EVENTS,
                    IRRIGATION_DECISIONS);

    private Tables() {}
}
