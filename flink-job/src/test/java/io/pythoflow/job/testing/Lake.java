package io.pythoflow.job.testing;

import io.pythoflow.contract.table.TableDefinition;
import io.pythoflow.contract.table.Tables;
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
import java.util.Locale;
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
     * Rows of a query, each a list of its columns. {@code {readings}} and so on name the tables,
     * which must have files.
     */
    public List<List<Object>> query(String sql) {
        String resolved = sql;
        for (TableDefinition table : Tables.ALL) {
            resolved = resolved.replace(placeholder(table), files(table));
        }
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
        for (TableDefinition table : Tables.ALL) {
            if (sql.contains(placeholder(table)) && !hasFiles(folder(table))) {
                return 0;
            }
        }
        return ((Number) query(sql).get(0).get(0)).longValue();
    }

    private static String placeholder(TableDefinition table) {
        return "{" + table.name() + "}";
    }

    private String files(TableDefinition table) {
        return "read_parquet('" + folder(table) + "/*/*/*.parquet', hive_partitioning = true)";
    }

    private Path folder(TableDefinition table) {
        return root.resolve(table.root().name().toLowerCase(Locale.ROOT)).resolve(table.name());
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
