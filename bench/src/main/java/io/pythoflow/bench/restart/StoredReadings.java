package io.pythoflow.bench.restart;

import io.pythoflow.bench.BenchException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The table {@code readings} beside the ledger of what was sent, by SQL over the files.
 *
 * @param ledgerLines readings sent
 * @param rows readings stored, copies included
 * @param missing readings sent and not stored
 * @param firstMissing the first of them, counted from 0 in the order sent
 * @param lastMissing the last of them; one less than the first if there is none
 * @param longestGapSeconds longest time in which nothing was received
 */
record StoredReadings(
        long ledgerLines,
        long rows,
        long missing,
        long firstMissing,
        long lastMissing,
        double longestGapSeconds) {

    /**
     * The load counts its readings in two temperatures, thousandth by thousandth: one runs through
     * 25,000 values from 12 °C on, the other goes one further with each such run.
     */
    private static final String NUMBER =
            "(round(%1$ssoil_temperature * 1000)::BIGINT - 12000) * 25000"
                    + " + round(%1$stemperature * 1000)::BIGINT - 12000";

    private static final String QUERY =
            """
            WITH stored AS (
              SELECT %s AS number, received_at
              FROM read_parquet('%s/raw/readings/*/*/*.parquet')
            ), sent AS (
              SELECT %s AS number
              FROM read_json('%s', format = 'newline_delimited',
                columns = {'values': 'STRUCT(temperature DOUBLE, soil_temperature DOUBLE)'})
            ), missing AS (
              SELECT number FROM sent WHERE number NOT IN (SELECT number FROM stored)
            ), gaps AS (
              SELECT received_at - lag(received_at) OVER (ORDER BY received_at) AS gap FROM stored
            )
            SELECT (SELECT count(*) FROM sent), (SELECT count(*) FROM stored),
              (SELECT count(*) FROM missing),
              (SELECT coalesce(min(number), 0) FROM missing),
              (SELECT coalesce(max(number), -1) FROM missing),
              (SELECT epoch(max(gap)) FROM gaps)
            """;

    static StoredReadings of(Path lake, Path ledger) {
        String query =
                QUERY.formatted(
                        NUMBER.formatted(""), lake, NUMBER.formatted("\"values\"."), ledger);
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return new StoredReadings(
                    row.getLong(1),
                    row.getLong(2),
                    row.getLong(3),
                    row.getLong(4),
                    row.getLong(5),
                    row.getDouble(6));
        } catch (SQLException e) {
            throw new BenchException(
                    "Cannot compare " + lake + " with " + ledger + ": " + e.getMessage(), e);
        }
    }
}
