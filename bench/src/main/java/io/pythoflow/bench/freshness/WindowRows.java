package io.pythoflow.bench.freshness;

import io.pythoflow.bench.BenchException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * First rows of one window that lie in one file.
 *
 * @param windowEnd epoch milliseconds
 */
record WindowRows(Path file, long windowEnd, long rows) {
    private static final String QUERY =
            "SELECT filename, epoch_ms(window_end), count(*) FROM"
                    + " read_parquet('%s/*/*/[!._]*.parquet', filename = true)"
                    + " WHERE revision = 0 GROUP BY ALL";

    /** All of a table. */
    static List<WindowRows> of(Path table) {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(QUERY.formatted(table))) {
            List<WindowRows> found = new ArrayList<>();
            while (rows.next()) {
                found.add(
                        new WindowRows(
                                Path.of(rows.getString(1)), rows.getLong(2), rows.getLong(3)));
            }
            return found;
        } catch (SQLException e) {
            throw new BenchException("Cannot read " + table + ": " + e.getMessage(), e);
        }
    }
}
