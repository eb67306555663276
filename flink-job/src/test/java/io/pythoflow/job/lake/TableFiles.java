package io.pythoflow.job.lake;

import io.pythoflow.contract.table.TableDefinition;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Writes rows into a lake as the job does. */
final class TableFiles {

    private TableFiles() {}

    /** One file in each partition that the rows have. */
    static <T> void write(Path lake, TableDefinition table, TableRows<T> mapping, List<T> rows)
            throws Exception {
        TableSink<T> sink =
                TableSinks.parquet(
                        table,
                        new org.apache.flink.core.fs.Path(folder(lake, table).getParent().toUri()),
                        mapping,
                        TableSettings.writers(8));
        try (DrivenSink<T> driven = new DrivenSink<>(sink)) {
            for (T row : rows) {
                driven.write(row);
            }
            driven.checkpoint();
        }
    }

    /** The table's folder. */
    static Path folder(Path lake, TableDefinition table) {
        return lake.resolve(table.root().name().toLowerCase(Locale.ROOT)).resolve(table.name());
    }
}
