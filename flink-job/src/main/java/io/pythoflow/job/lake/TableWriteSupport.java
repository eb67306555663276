package io.pythoflow.job.lake;

import java.util.Map;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;

/** Parquet's view of our rows. */
final class TableWriteSupport extends WriteSupport<LakeRow> {

    private final MessageType schema;
    private final Utf8Cache utf8;
    private final Map<String, String> metadata;

    private @Nullable ParquetRow row;

    /**
     * One for each file.
     *
     * @param metadata for the file's footer
     */
    TableWriteSupport(MessageType schema, Utf8Cache utf8, Map<String, String> metadata) {
        this.schema = schema;
        this.utf8 = utf8;
        this.metadata = metadata;
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
        return new WriteContext(schema, metadata);
    }

    @Override
    public void prepareForWrite(RecordConsumer recordConsumer) {
        row = new ParquetRow(schema, recordConsumer, utf8);
    }

    @Override
    public void write(LakeRow record) {
        ParquetRow columns = Objects.requireNonNull(row, "prepareForWrite comes first");
        columns.start();
        record.write(columns);
        columns.end();
    }
}
