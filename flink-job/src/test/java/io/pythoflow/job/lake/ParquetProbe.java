package io.pythoflow.job.lake;

import io.pythoflow.contract.payload.Reading;
import io.pythoflow.contract.table.Tables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.filter2.compat.FilterCompat;
import org.apache.parquet.filter2.predicate.FilterApi;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.MessageType;

/** Writes a table and reads half of it, in a process of its own with the application jar. */
final class ParquetProbe {

    private static final int ROWS = 1_000;

    private ParquetProbe() {}

    public static void main(String[] arguments) throws Exception {
        Path root = Path.of(arguments[0]);
        TableSink<Reading> table =
                TableSinks.parquet(
                        Tables.READINGS,
                        new org.apache.flink.core.fs.Path(root.toUri()),
                        new ReadingRows(),
                        TableSettings.writers(4));
        try (DrivenSink<Reading> sink = new DrivenSink<>(table)) {
            for (int i = 0; i < ROWS; i++) {
                sink.write(Rows.sparseReading("s" + i, Rows.NOON + i));
            }
            sink.checkpoint();
        }
        System.out.printf("Wrote %d rows, read %d of them%n", ROWS, readLaterHalf(root));
    }

    private static int readLaterHalf(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            Path file =
                    files.filter(path -> path.toString().endsWith(".parquet"))
                            .findFirst()
                            .orElseThrow();
            ParquetReadOptions options =
                    ParquetReadOptions.builder(new PlainParquetConfiguration())
                            .withCodecFactory(new ZstdCodec())
                            .withRecordFilter(
                                    FilterCompat.get(
                                            FilterApi.gt(
                                                    FilterApi.longColumn("ts"),
                                                    Rows.NOON + ROWS / 2)))
                            .build();
            try (ParquetFileReader reader =
                    ParquetFileReader.open(new LocalInputFile(file), options)) {
                return count(reader, options);
            }
        }
    }

    private static int count(ParquetFileReader reader, ParquetReadOptions options)
            throws IOException {
        MessageType schema = reader.getFileMetaData().getSchema();
        PageReadStore pages = reader.readNextFilteredRowGroup();
        RecordReader<Group> records =
                new ColumnIOFactory()
                        .getColumnIO(schema)
                        .getRecordReader(
                                pages, new GroupRecordConverter(schema), options.getRecordFilter());
        int count = 0;
        for (long row = 0; row < pages.getRowCount(); row++) {
            Group group = records.read();
            if (group != null && !records.shouldSkipCurrentRecord()) {
                count++;
            }
        }
        return count;
    }
}
