package io.pythoflow.bench.command;

import io.pythoflow.bench.BenchException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;

/** When the job received each sensor's reading, by SQL over the files of {@code readings}. */
final class ReceivedReadings {

    private static final String QUERY =
            "SELECT sensor_id, epoch_ms(min(received_at)) FROM"
                    + " read_parquet('%s/raw/readings/*/*/*.parquet') GROUP BY sensor_id";

    private ReceivedReadings() {}

    /** Epoch milliseconds by sensor. */
    static Map<String, Long> of(Path lake) {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(QUERY.formatted(lake))) {
            Map<String, Long> received = new HashMap<>();
            while (rows.next()) {
                received.put(rows.getString(1), rows.getLong(2));
            }
            return received;
        } catch (SQLException e) {
            throw new BenchException("Cannot read " + lake + ": " + e.getMessage(), e);
        }
    }
}
