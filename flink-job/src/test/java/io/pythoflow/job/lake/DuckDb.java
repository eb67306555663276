package io.pythoflow.job.lake;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads Parquet the way an analyst does: by path, with an engine that is not ours. */
final class DuckDb {

    private DuckDb() {}

    /** A table function over every committed file below a table's folder. */
    static String parquet(Path table) {
        return "read_parquet('"
                + table
                + "/*/*/*.parquet', hive_partitioning = true, hive_types_autocast = false)";
    }

    /** Rows as column name to value. Timestamps are read as UTC. */
    static List<Map<String, @Nullable Object>> query(String sql) throws SQLException {
        return query("SET TimeZone = 'UTC'", sql);
    }

    /**
     * Rows after a script of statements.
     *
     * @param script ends with or without a semicolon
     */
    static List<Map<String, @Nullable Object>> query(String script, String sql)
            throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute(script);
            try (ResultSet result = statement.executeQuery(sql)) {
                return rows(result);
            }
        }
    }

    static long count(Path table) throws SQLException {
        return (long) query("SELECT count(*) AS n FROM " + parquet(table)).get(0).get("n");
    }

    private static List<Map<String, @Nullable Object>> rows(ResultSet result) throws SQLException {
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        while (result.next()) {
            Map<String, @Nullable Object> row = new LinkedHashMap<>();
            for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                row.put(result.getMetaData().getColumnName(i), result.getObject(i));
            }
            rows.add(row);
        }
        return rows;
    }
}
