package io.pythoflow.job.lake;

import io.pythoflow.contract.payload.Reading;
import io.pythoflow.contract.table.Tables;
import java.io.EOFException;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.flink.core.fs.Path;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/**
 * Reads the files of {@code readings} back into readings, as they were stored. Columns are found by
 * name: those that a file does not have are null, those that the contract does not know are left
 * out.
 */
public final class StoredReadings {

    /** A file that cannot be read as one of the table's; the message says why. */
    public static final class BrokenFileException extends Exception {
        BrokenFileException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    private StoredReadings() {}

    /** Reads a file that is in memory. */
    public static void read(byte[] file, Consumer<Reading> readings) throws BrokenFileException {
        try {
            read(new BytesInputFile(file), readings);
        } catch (IOException e) {
            throw broken(e);
        }
    }

    /**
     * Reads a file where it lies, one row group in memory at a time.
     *
     * @throws IOException if the file system fails
     */
    public static void read(Path file, long length, Consumer<Reading> readings)
            throws IOException, BrokenFileException {
        try {
            read(new FlinkInputFile(file.getFileSystem(), file, length), readings);
        } catch (EOFException e) {
            throw broken(e);
        }
    }

    private static void read(InputFile file, Consumer<Reading> readings)
            throws IOException, BrokenFileException {
        ParquetReadOptions options =
                ParquetReadOptions.builder(new PlainParquetConfiguration())
                        .withCodecFactory(new ZstdCodec())
                        .build();
        try (ParquetFileReader reader = parquet(() -> ParquetFileReader.open(file, options))) {
            MessageType stored = reader.getFileMetaData().getSchema();
            MessageType wanted = wanted(stored);
            for (BlockMetaData rowGroup : reader.getRowGroups()) {
                // The reader passes by those without rows itself.
                if (rowGroup.getRowCount() > 0) {
                    readNext(reader, filled(wanted, rowGroup), readings);
                }
            }
        }
    }

    private static void readNext(
            ParquetFileReader reader, MessageType columns, Consumer<Reading> readings)
            throws IOException, BrokenFileException {
        reader.setRequestedSchema(columns);
        MessageType stored = reader.getFileMetaData().getSchema();
        PageReadStore pages = parquet(reader::readNextRowGroup);
        RecordReader<Reading> rows =
                parquet(
                        () ->
                                new ColumnIOFactory()
                                        .getColumnIO(columns, stored)
                                        .getRecordReader(pages, new StoredReading(columns)));
        for (long i = 0; i < pages.getRowCount(); i++) {
            readings.accept(parquet(rows::read));
        }
    }

    /** A call of Parquet's, which says with a RuntimeException that the bytes are none of its. */
    private static <T> T parquet(Call<T> call) throws IOException, BrokenFileException {
        try {
            return call.make();
        } catch (RuntimeException e) {
            throw broken(e);
        }
    }

    private static BrokenFileException broken(Exception e) {
        return new BrokenFileException(
                "Cannot be read as a file of readings: " + e.getMessage(), e);
    }

    private interface Call<T> {
        T make() throws IOException;
    }

    /** What the file has of our columns, in the file's own types. */
    private static MessageType wanted(MessageType stored) {
        List<Type> fields =
                Tables.READINGS.columns().stream()
                        .filter(column -> stored.containsField(column.name()))
                        .map(column -> stored.getType(column.name()))
                        .toList();
        return new MessageType(stored.getName(), fields);
    }

    /**
     * Without the columns that hold nothing in a row group, by its statistics: most metrics of the
     * contract, whose nulls cost as much as values do.
     */
    private static MessageType filled(MessageType wanted, BlockMetaData rowGroup) {
        Set<String> filled =
                rowGroup.getColumns().stream()
                        .filter(chunk -> !isEmpty(chunk))
                        .map(chunk -> chunk.getPath().toArray()[0])
                        .collect(Collectors.toSet());
        return new MessageType(
                wanted.getName(),
                wanted.getFields().stream()
                        .filter(column -> filled.contains(column.getName()))
                        .toList());
    }

    private static boolean isEmpty(ColumnChunkMetaData chunk) {
        Statistics<?> statistics = chunk.getStatistics();
        return statistics != null
                && statistics.isNumNullsSet()
                && statistics.getNumNulls() == chunk.getValueCount();
    }
}
