package io.pythoflow.job.lake;

import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;

import io.pythoflow.contract.table.TableDefinition;
import java.io.IOException;
import java.io.Serializable;
import java.util.Map;
import org.apache.flink.core.fs.FSDataOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.jspecify.annotations.Nullable;

/** Opens Parquet files of one table, all with the same schema and settings. */
final class ParquetFiles implements Serializable {

    private static final long serialVersionUID = 1L;

    /** A file of one checkpoint or a few minutes is one row group of at most this many bytes. */
    private static final long ROW_GROUP_BYTES = 8L << 20;

    private static final int PAGE_BYTES = 256 << 10;
    private static final int DICTIONARY_BYTES = 128 << 10;

    /** Minima and maxima of a long text help nobody and would be kept in every footer. */
    private static final int STATISTICS_BYTES = 64;

    /** Rows between two looks at how much is buffered; a row with a payload may be a megabyte. */
    private static final int MIN_CHECK_ROWS = 16;

    private static final int MAX_CHECK_ROWS = 1000;

    private final String schemaText;

    private transient @Nullable Shared shared;

    ParquetFiles(TableDefinition table) {
        this.schemaText = ParquetSchemas.of(table).toString();
    }

    /**
     * Opens a file.
     *
     * @param released what the footer is to say of rows that waited; null if none did
     */
    ParquetWriter<LakeRow> open(FSDataOutputStream stream, @Nullable ReleasedChunks released)
            throws IOException {
        if (shared == null) {
            shared = new Shared(MessageTypeParser.parseMessageType(schemaText));
        }
        MessageType schema = shared.schema;
        Builder builder =
                new Builder(
                        new StreamOutputFile(stream),
                        new TableWriteSupport(
                                schema,
                                shared.utf8,
                                released == null
                                        ? Map.of()
                                        : Map.of(ReleasedChunks.METADATA, released.text())));
        builder.withConf(new PlainParquetConfiguration())
                .withCodecFactory(shared.codec)
                .withCompressionCodec(CompressionCodecName.ZSTD)
                .withWriterVersion(WriterVersion.PARQUET_2_0)
                .withWriteMode(ParquetFileWriter.Mode.OVERWRITE)
                .withRowGroupSize(ROW_GROUP_BYTES)
                .withPageSize(PAGE_BYTES)
                .withDictionaryPageSize(DICTIONARY_BYTES)
                .withStatisticsTruncateLength(STATISTICS_BYTES)
                .withMinRowCountForPageSizeCheck(MIN_CHECK_ROWS)
                .withMaxRowCountForPageSizeCheck(
                        hasPayloads(schema) ? MIN_CHECK_ROWS : MAX_CHECK_ROWS)
                .withDictionaryEncoding(false);
        for (ColumnDescriptor column : schema.getColumns()) {
            if (isString(column)) {
                builder.withDictionaryEncoding(String.join(".", column.getPath()), true);
            }
        }
        return builder.build();
    }

    private static boolean hasPayloads(MessageType schema) {
        return schema.getColumns().stream()
                .anyMatch(column -> isBinary(column) && !isString(column));
    }

    private static boolean isString(ColumnDescriptor column) {
        return stringType().equals(column.getPrimitiveType().getLogicalTypeAnnotation());
    }

    private static boolean isBinary(ColumnDescriptor column) {
        return column.getPrimitiveType().getPrimitiveTypeName() == PrimitiveTypeName.BINARY;
    }

    /** What all files of one writer share; it lives on the task's thread. */
    private static final class Shared {
        final MessageType schema;
        final Utf8Cache utf8 = new Utf8Cache();
        final ZstdCodec codec = new ZstdCodec();

        Shared(MessageType schema) {
            this.schema = schema;
        }
    }

    private static final class Builder extends ParquetWriter.Builder<LakeRow, Builder> {

        private final WriteSupport<LakeRow> writeSupport;

        Builder(OutputFile file, WriteSupport<LakeRow> writeSupport) {
            super(file);
            this.writeSupport = writeSupport;
        }

        @Override
        protected Builder self() {
            return this;
        }

        /** Abstract in Parquet, though deprecated; never called without Hadoop's configuration. */
        @Override
        @SuppressWarnings("deprecation")
        protected WriteSupport<LakeRow> getWriteSupport(Configuration configuration) {
            return writeSupport;
        }

        @Override
        protected WriteSupport<LakeRow> getWriteSupport(ParquetConfiguration configuration) {
            return writeSupport;
        }
    }
}
