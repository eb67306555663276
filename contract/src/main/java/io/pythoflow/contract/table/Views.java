package io.pythoflow.contract.table;

import static io.pythoflow.contract.table.ColumnType.BIGINT;
import static io.pythoflow.contract.table.ColumnType.DOUBLE;
import static io.pythoflow.contract.table.ColumnType.STRING;
import static io.pythoflow.contract.table.ColumnType.TIMESTAMP;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/**
 * The views of the lake. Their text lies beside the schemas, in {@code view/<name>.sql}, so that
 * whoever creates them reads the same.
 */
public final class Views {

    private static final List<Column> WINDOW_PARTITION =
            List.of(
                    new Column("dt", STRING, "UTC day of window_start, YYYY-MM-DD"),
                    new Column("hour", STRING, "UTC hour of window_start, 00 to 23"));

    private static final List<Column> DECISION_DAY =
            List.of(new Column("dt", STRING, "UTC day of decided_at, YYYY-MM-DD"));

    /** The newest row of each sensor, metric and window. */
    public static final View SENSOR_AGGREGATES_LATEST =
            view("sensor_aggregates_latest", Tables.SENSOR_AGGREGATES.columns(), WINDOW_PARTITION);

    /** What the original Lambda wrote, one row of each sensor and window. */
    public static final View ENVIRONMENT =
            view(
                    "environment",
                    List.of(
                            new Column("identifier", STRING, "The sensor that measured"),
                            new Column(
                                    "nodes_count",
                                    BIGINT,
                                    "Readings of the sensor in the window; null where they were not counted yet"),
                            new Column("temperature_mean", DOUBLE, "Air temperature, °C"),
                            new Column("humidity_mean", DOUBLE, "Relative humidity of the air, %"),
                            new Column(
                                    "soil_humidity_mean",
                                    DOUBLE,
                                    "% between dry and wet of an uncalibrated sensor"),
                            new Column(
                                    "uv_intensity_mean",
                                    DOUBLE,
                                    "UV index, or ADC counts of the original firmware"),
                            new Column("soil_temperature_mean", DOUBLE, "°C"),
                            new Column(
                                    "ingestion_timestamp_mean",
                                    DOUBLE,
                                    "Mean time of receipt, epoch milliseconds; null like nodes_count"),
                            new Column("light_mean", DOUBLE, "ADC counts"),
                            new Column("window_start", TIMESTAMP, "Inclusive, UTC"),
                            new Column("window_end", TIMESTAMP, "Exclusive, UTC")),
                    WINDOW_PARTITION);

    /** What each zone was given of water in a day, and what kept it shut. */
    public static final View ZONE_WATER =
            view(
                    "zone_water",
                    List.of(
                            new Column("zone_id", STRING, "The irrigated zone"),
                            new Column(
                                    "local_date",
                                    STRING,
                                    "Day of the decisions in the zone's own time, YYYY-MM-DD"),
                            new Column(
                                    "mode",
                                    STRING,
                                    "act, off, or advise: orders that were not carried out"),
                            new Column("evaluations", BIGINT, "How often the zone was judged"),
                            new Column(
                                    "openings",
                                    BIGINT,
                                    "Runs that were ordered; in mode advise, that would have been"),
                            new Column(
                                    "runs_completed",
                                    BIGINT,
                                    "Runs with outcome completed or delivered"),
                            new Column(
                                    "runs_failed",
                                    BIGINT,
                                    "Runs with outcome rejected, expired, timed_out, aborted or unknown; the rest has none yet"),
                            new Column(
                                    "depth_mm_ordered",
                                    DOUBLE,
                                    "Water ordered for the roots, mm; null where runs are of fixed length"),
                            new Column("run_s_ordered", BIGINT, "Open time ordered, seconds"),
                            new Column("volume_l_ordered", DOUBLE, "Water ordered, litres"),
                            new Column(
                                    "run_s",
                                    DOUBLE,
                                    "Open time as the outcomes say, seconds; as ordered where that is in doubt"),
                            new Column(
                                    "volume_l",
                                    DOUBLE,
                                    "Water as the outcomes say, litres; where unmeasured, as ordered for that time"),
                            new Column(
                                    "last_moisture",
                                    DOUBLE,
                                    "Last known soil moisture, in moisture_unit"),
                            new Column("moisture_unit", STRING, "Unit of last_moisture"),
                            new Column(
                                    "last_depletion_mm",
                                    DOUBLE,
                                    "Water last missing from the root zone, mm"),
                            new Column(
                                    "last_et0_mm",
                                    DOUBLE,
                                    "Last known reference evapotranspiration of the day before, mm"),
                            new Column(
                                    "rain_mm",
                                    DOUBLE,
                                    "Most rain that a decision saw within the time that the rules look back, mm"),
                            new Column(
                                    "shut_reason",
                                    STRING,
                                    "What kept the valve shut most often: the first gate that failed"),
                            new Column(
                                    "shut_evaluations", BIGINT, "How many evaluations that was so"),
                            new Column(
                                    "last_decided_at",
                                    TIMESTAMP,
                                    "Newest decision of the row, UTC")),
                    DECISION_DAY);

    /** Every view, after those that it names. */
    public static final List<View> ALL = List.of(SENSOR_AGGREGATES_LATEST, ENVIRONMENT, ZONE_WATER);

    private Views() {}

    private static View view(String name, List<Column> columns, List<Column> partition) {
        return new View(
                name, text(name), Stream.concat(columns.stream(), partition.stream()).toList());
    }

    private static String text(String name) {
        String resource = "/io/pythoflow/contract/view/" + name + ".sql";
        try (InputStream in = Views.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("Resource " + resource + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read resource " + resource, e);
        }
    }
}
