package io.pythoflow.job.lake;

import io.pythoflow.contract.table.ColumnType;
import io.pythoflow.contract.table.TableDefinition;
import io.pythoflow.job.lake.columns.ColumnFile;
import java.io.IOException;
import java.io.Serializable;
import java.util.Map;
import org.apache.flink.core.fs.FSDataOutputStream;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.jspecify.annotations.Nullable;

/** Opens Parquet files of one table, all with the same schema and settings. */
final class ParquetFiles implements Serializable {

    private static final long serialVersionUID = 1L;

    /** Rows between two looks at how much is buffered; a row with a payload may be a megabyte. */
    private static final int ROWS_BETWEEN_SIZE_CHECKS = 1_000;

    private static final int PAYLOADS_BETWEEN_SIZE_CHECKS = 16;

    private final String schemaText;
    private final int rowsBetweenSizeChecks;

    private transient @Nullable Shared shared;

    ParquetFiles(TableDefinition table) {
        this.schemaText = ParquetSchemas.of(table).toString();
        this.rowsBetweenSizeChecks =
                hasPayloads(table) ? PAYLOADS_BETWEEN_SIZE_CHECKS : ROWS_BETWEEN_SIZE_CHECKS;
    }

    private static boolean hasPayloads(TableDefinition table) {
        return table.columns().stream().anyMatch(column -> column.type() == ColumnType.BINARY);
    }

    /**
     * Opens a file.
     *
     * @param released what the footer is to say of rows that waited; null if none did
     */
    ParquetRows open(FSDataOutputStream stream, @Nullable ReleasedChunks released)
            throws IOException {
        if (shared == null) {
            shared = new Shared(MessageTypeParser.parseMessageType(schemaText));
        }
        return new ParquetRows(
                shared.schema,
                new ColumnFile(
                        new StreamOutputFile(stream),
                        shared.schema,
                        shared.codec.getCompressor(CompressionCodecName.ZSTD),
                        released == null
                                ? Map.of()
                                : Map.of(ReleasedChunks.METADATA, released.text()),
                        rowsBetweenSizeChecks));
    }

    /** What all files of one writer share; it lives on the task's thread. */
    private static final class Shared {
        final MessageType schema;
        final ZstdCodec codec = new ZstdCodec();

        Shared(MessageType schema) {
            this.schema = schema;
        }
    }
}
