package io.pythoflow.job.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Reads a lake as an analyst would, with SQL over its files; nothing of ours in between. */
public final class Lake {

    private final Path root;

    public Lake(Path root) {
        this.root = root;
    }

    public Path root() {
        return root;
    }

    /**
     * Rows of a query, each a list of its columns. {@code readings}, {@code rejected_messages} and
     * {@code sensor_aggregates} name the tables; a table without any file is empty.
     */
    public List<List<Object>> query(String sql) {
        String resolved =
                sql.replace("{readings}", table("raw/readings"))
                        .replace("{rejected_messages}", table("raw/rejected_messages"))
                        .replace("{sensor_aggregates}", table("aggregated/sensor_aggregates"));
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(resolved)) {
            List<List<Object>> all = new ArrayList<>();
            while (rows.next()) {
                List<Object> row = new ArrayList<>();
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    row.add(rows.getObject(i));
                }
                all.add(row);
            }
            return all;
        } catch (SQLException e) {
            throw new IllegalStateException("Cannot run " + resolved, e);
        }
    }

    /** The single number a query yields; 0 where the table has no file yet. */
    public long count(String sql) {
        for (String table :
                List.of("raw/readings", "raw/rejected_messages", "aggregated/sensor_aggregates")) {
            String name = table.substring(table.indexOf('/') + 1);
            if (sql.contains("{" + name + "}") && !hasFiles(root.resolve(table))) {
                return 0;
            }
        }
        return ((Number) query(sql).get(0).get(0)).longValue();
    }

    private String table(String folder) {
        return "read_parquet('"
                + root.resolve(folder)
                + "/*/*/*.parquet', hive_partitioning = true)";
    }

    private static boolean hasFiles(Path folder) {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.anyMatch(
                    file ->
                            file.toString().endsWith(".parquet")
                                    && !file.getFileName().toString().startsWith("."));
        } catch (IOException | UncheckedIOException e) {
            return false;
        }
    }
}
