package io.pythoflow.contract.table;

import java.util.List;
import java.util.Objects;

/**
 * A table of the lake. Columns are only ever added, at the end: files already written keep their
 * meaning.
 *
 * @param name of the table, and of its folder below its root
 * @param root which side of the lake it lies on
 * @param partitionTime the timestamp column whose UTC day and hour name the partition
 * @param columns in the order of the catalogue; the partition columns {@code dt} and {@code hour}
 *     are not among them
 */
public record TableDefinition(String name, Root root, String partitionTime, List<Column> columns) {

    /** The two sides of the lake, each with a bucket and prefix of its own. */
    public enum Root {
        RAW,
        AGGREGATED
    }

    public TableDefinition {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(root, "root");
        Objects.requireNonNull(partitionTime, "partitionTime");
        columns = List.copyOf(columns);
    }

    /**
     * The columns that name a partition, {@code dt} and {@code hour}, as the catalogue has them.
     */
    public List<Column> partitionKeys() {
        return Tables.PARTITION_COLUMNS.stream()
                .map(name -> new Column(name, ColumnType.STRING, partitionMeaning(name)))
                .toList();
    }

    private String partitionMeaning(String name) {
        return name.equals("dt")
                ? "UTC day of " + partitionTime + ", YYYY-MM-DD"
                : "UTC hour of " + partitionTime + ", 00 to 23";
    }

    /** Position of a column, for writers that address columns by index. */
    public int indexOf(String column) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).name().equals(column)) {
                return i;
            }
        }
        throw new IllegalArgumentException("Table " + name + " has no column " + column);
    }
}
