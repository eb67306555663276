package io.pythoflow.contract.table;

import java.util.List;
import java.util.Objects;

/**
 * A question over the tables that has a name.
 *
 * @param name of the view
 * @param sql one query that Trino (and so Athena) and DuckDB read alike; names tables and earlier
 *     views without catalogue or schema, ends without a semicolon
 * @param columns of the result, in its order; {@code dt} and {@code hour} of the rows it was made
 *     of are the last, so that a filter on them reads only those partitions; {@code dt} alone where
 *     a row is made of more than an hour
 */
public record View(String name, String sql, List<Column> columns) {
    public View {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(sql, "sql");
        columns = List.copyOf(columns);
    }
}
