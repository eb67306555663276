package io.pythoflow.contract.table;

import java.util.Objects;

/**
 * A column of a table.
 *
 * @param name snake_case, with its unit where it has one that the metric does not fix
 * @param type see {@link ColumnType}
 * @param meaning one sentence for an analyst, the comment in the catalogue
 */
public record Column(String name, ColumnType type, String meaning) {
    public Column {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(meaning, "meaning");
    }
}
