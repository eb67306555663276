package io.pythoflow.job.lake;

import io.pythoflow.contract.table.TableDefinition;
import org.apache.flink.core.fs.Path;

/** Sinks for the tables of the lake. */
public final class TableSinks {

    private TableSinks() {}

    /**
     * Writes rows as zstd Parquet below {@code root/table/dt=YYYY-MM-DD/hour=HH/}, UTC by the
     * table's partition time. Files are called {@code part-….parquet} and appear when the
     * checkpoint that contains their rows completes; until then they are hidden. Every row appears
     * in exactly one file.
     *
     * <p>Memory per subtask: about 0.3 MiB for each open file, and 64 MiB of rows that wait for
     * their row group in all files together; beyond that the largest file is finished.
     *
     * @param table whose columns {@code rows} fills
     * @param root the raw or the aggregated root of the lake, the parent of the table's folder
     * @param settings how files are written
     */
    public static <T> TableSink<T> parquet(
            TableDefinition table, Path root, TableRows<T> rows, TableSettings settings) {
        return new TableSink<>(table, root, rows, settings);
    }
}
