package io.pythoflow.bench.past;

import io.pythoflow.bench.BenchException;
import io.pythoflow.contract.table.LakeScript;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Collectors;

/** Whether a lake has the Lambda's means, asked of the files of both by DuckDB. */
final class SameMeans {
    private static final List<String> MEANS =
            List.of(
                    "temperature_mean",
                    "humidity_mean",
                    "soil_humidity_mean",
                    "uv_intensity_mean",
                    "soil_temperature_mean",
                    "ingestion_timestamp_mean");

    /** Of means, whose last digits depend on the order of addition. */
    private static final double RELATIVE_ERROR = 1e-9;

    private SameMeans() {}

    /**
     * Compares each node's half hours, and counts all readings.
     *
     * @param means folder with a file for each half hour, named after its start in epoch seconds
     * @throws BenchException that says how many differ
     */
    static void check(Path lake, Path means, long readings) {
        String differs =
                MEANS.stream()
                        .map(
                                mean ->
                                        "coalesce(abs(e.%1$s - l.%1$s) > %2$s * abs(l.%1$s), (e.%1$s IS NULL) <> (l.%1$s IS NULL))"
                                                .formatted(mean, RELATIVE_ERROR))
                        .collect(Collectors.joining(" OR "));
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute(LakeScript.of(lake));
            try (ResultSet row =
                    statement.executeQuery(
                            """
                            SELECT (SELECT count(*) FROM readings), count(*),
                                count(*) FILTER (e.identifier IS NULL OR l.identifier IS NULL),
                                count(*) FILTER (e.nodes_count IS DISTINCT FROM l.nodes_count),
                                count(*) FILTER (%s)
                            FROM environment AS e FULL JOIN (
                                SELECT *, make_timestamp(
                                    regexp_extract(filename, '(\\d+)\\.parquet', 1)::BIGINT
                                        * 1000000) AS window_start
                                FROM read_parquet('%s/*.parquet', filename = true)
                            ) AS l USING (identifier, window_start)"""
                                    .formatted(differs, means))) {
                row.next();
                if (row.getLong(1) != readings
                        || row.getLong(2) == 0
                        || row.getLong(3) + row.getLong(4) + row.getLong(5) > 0) {
                    throw new BenchException(
                            "No figure: of %,d readings %,d are stored in %s; of %,d half hours of a node %,d are not in both it and %s, %,d have another count, %,d another mean"
                                    .formatted(
                                            readings,
                                            row.getLong(1),
                                            lake,
                                            row.getLong(2),
                                            row.getLong(3),
                                            means,
                                            row.getLong(4),
                                            row.getLong(5)));
                }
            }
        } catch (SQLException | IOException e) {
            throw new BenchException(
                    "No figure: cannot compare %s with %s: %s"
                            .formatted(lake, means, e.getMessage()),
                    e);
        }
    }
}
