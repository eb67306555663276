package io.pythoflow.job.lake.columns;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.compression.CompressionCodecFactory.BytesInputCompressor;
import org.apache.parquet.hadoop.ColumnChunkPageWriteStore;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.schema.MessageType;

/**
 * A Parquet file that is written column by column. Rows are begun and ended by number: each column
 * is given what it has of {@link #row}, in any order, and then {@link #endRow} comes.
 */
public final class ColumnFile implements Closeable {

    /** A file of one checkpoint or a few minutes is one row group of at most this many bytes. */
    private static final long ROW_GROUP_BYTES = 8L << 20;

    /** Minima and maxima of a long text help nobody and would be kept in every footer. */
    private static final int STATISTICS_BYTES = 64;

    private final MessageType schema;
    private final BytesInputCompressor compressor;
    private final Map<String, String> metadata;
    private final int rowsBetweenSizeChecks;
    private final ParquetFileWriter file;
    private final List<LeafColumn> columns;

    private ColumnChunkPageWriteStore pages;
    private long row;
    private long nextSizeCheck;

    /**
     * Begins the file.
     *
     * @param metadata for the footer
     * @param rowsBetweenSizeChecks of what is buffered, which costs a look at every column
     */
    public ColumnFile(
            OutputFile output,
            MessageType schema,
            BytesInputCompressor compressor,
            Map<String, String> metadata,
            int rowsBetweenSizeChecks)
            throws IOException {
        this.schema = schema;
        this.compressor = compressor;
        this.metadata = metadata;
        this.rowsBetweenSizeChecks = rowsBetweenSizeChecks;
        this.columns = schema.getColumns().stream().map(LeafColumn::of).toList();
        this.file =
                new ParquetFileWriter(
                        output,
                        schema,
                        ParquetFileWriter.Mode.OVERWRITE,
                        ROW_GROUP_BYTES,
                        0,
                        ParquetProperties.DEFAULT_COLUMN_INDEX_TRUNCATE_LENGTH,
                        STATISTICS_BYTES,
                        ParquetProperties.DEFAULT_PAGE_WRITE_CHECKSUM_ENABLED);
        file.start();
        this.pages = startRowGroup();
    }

    private ColumnChunkPageWriteStore startRowGroup() {
        ColumnChunkPageWriteStore store =
                ColumnChunkPageWriteStore.builder()
                        .withCompressorProvider(column -> compressor)
                        .withSchema(schema)
                        .withAllocator(HeapByteBufferAllocator.getInstance())
                        .build();
        for (int i = 0; i < columns.size(); i++) {
            columns.get(i).start(store.getPageWriter(schema.getColumns().get(i)));
        }
        row = 0;
        nextSizeCheck = rowsBetweenSizeChecks;
        return store;
    }

    /** The columns of primitive values, in the order of the schema. */
    public List<LeafColumn> columns() {
        return columns;
    }

    /** Number of the row that is being written, within its row group. */
    public long row() {
        return row;
    }

    /** What was not given is null. */
    public void endRow() throws IOException {
        row++;
        if (row >= nextSizeCheck) {
            nextSizeCheck = row + rowsBetweenSizeChecks;
            if (bufferedBytes() >= ROW_GROUP_BYTES) {
                endRowGroup();
                pages = startRowGroup();
            }
        }
    }

    /** Bytes that wait in memory for their row group to fill. */
    public long bufferedBytes() {
        long sum = 0;
        for (LeafColumn column : columns) {
            sum += column.bufferedBytes();
        }
        return sum;
    }

    private void endRowGroup() throws IOException {
        file.startBlock(row);
        for (LeafColumn column : columns) {
            column.finish(row);
        }
        pages.flushToFileWriter(file);
        file.endBlock();
        pages.close();
    }

    /** Writes the footer; a row that was begun must have been ended. */
    @Override
    public void close() throws IOException {
        if (row > 0) {
            endRowGroup();
        }
        file.end(metadata);
        file.close();
    }
}
