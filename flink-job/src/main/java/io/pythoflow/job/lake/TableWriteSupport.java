package io.pythoflow.job.lake;

import java.util.Map;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;

/** Parquet's view of a row mapping. */
final class TableWriteSupport<T> extends WriteSupport<T> {

    private final MessageType schema;
    private final TableRows<T> rows;
    private final Utf8Cache utf8;

    private @Nullable ParquetRow row;

    TableWriteSupport(MessageType schema, TableRows<T> rows, Utf8Cache utf8) {
        this.schema = schema;
        this.rows = rows;
        this.utf8 = utf8;
    }

    /** Abstract in Parquet, though deprecated; never called without Hadoop's configuration. */
    @Override
    @SuppressWarnings("deprecation")
    public WriteContext init(Configuration configuration) {
        return context();
    }

    @Override
    public WriteContext init(ParquetConfiguration configuration) {
        return context();
    }

    private WriteContext context() {
        return new WriteContext(schema, Map.of());
    }

    @Override
    public void prepareForWrite(RecordConsumer recordConsumer) {
        row = new ParquetRow(schema, recordConsumer, utf8);
    }

    @Override
    public void write(T record) {
        ParquetRow columns = Objects.requireNonNull(row, "prepareForWrite comes first");
        columns.start();
        rows.write(record, columns);
        columns.end();
    }
}
