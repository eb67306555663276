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

    private static final List<Column> PARTITION =
            List.of(
                    new Column("dt", STRING, "UTC day of window_start, YYYY-MM-DD"),
                    new Column("hour", STRING, "UTC hour of window_start, 00 to 23"));

    /** The newest row of each sensor, metric and window. */
    public static final View SENSOR_AGGREGATES_LATEST =
            view("sensor_aggregates_latest", Tables.SENSOR_AGGREGATES.columns());

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
                            new Column("window_end", TIMESTAMP, "Exclusive, UTC")));

    /** Every view, after those that it names. */
    public static final List<View> ALL = List.of(SENSOR_AGGREGATES_LATEST, ENVIRONMENT);

    private Views() {}

    private static View view(String name, List<Column> columns) {
        return new View(
                name, text(name), Stream.concat(columns.stream(), PARTITION.stream()).toList());
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
