package io.pythoflow.job.lake;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;

/**
 * A job that reads a table's files through Flink's file system, on the cluster it is submitted to
 * or on one of its own. Prints one line for the table.
 */
public final class ReadProbe {

    private ReadProbe() {}

    /**
     * Reads one table.
     *
     * @param arguments the table's folder; behind it a folder with a {@code config.yaml} where the
     *     process has not initialised its file systems, as a cluster's has
     */
    public static void main(String[] arguments) throws Exception {
        if (arguments.length == 2) {
            Configuration settings = GlobalConfiguration.loadConfiguration(arguments[1]);
            FileSystem.initialize(settings, null);
        }
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
        env.fromData(arguments[0])
                .map(ReadProbe::read)
                .returns(Types.STRING)
                .print()
                .setParallelism(1);
        env.execute("Reads " + arguments[0]);
    }

    private static String read(String table) throws IOException {
        Path folder = new Path(table);
        List<FileStatus> files = files(folder.getFileSystem(), folder);
        ParquetReadOptions options =
                ParquetReadOptions.builder(new PlainParquetConfiguration())
                        .withCodecFactory(new ZstdCodec())
                        .build();
        long rows = 0;
        for (FileStatus file : files) {
            try (ParquetFileReader reader =
                    ParquetFileReader.open(
                            new FlinkInputFile(
                                    folder.getFileSystem(), file.getPath(), file.getLen()),
                            options)) {
                // Decompresses every page, which counting by the footer would not.
                for (var group = reader.readNextRowGroup();
                        group != null;
                        group = reader.readNextRowGroup()) {
                    rows += group.getRowCount();
                }
            }
        }
        return "Read %d rows in %d files of %s".formatted(rows, files.size(), table);
    }

    private static List<FileStatus> files(FileSystem fileSystem, Path folder) throws IOException {
        List<FileStatus> files = new ArrayList<>();
        for (FileStatus entry : fileSystem.listStatus(folder)) {
            if (entry.isDir()) {
                files.addAll(files(fileSystem, entry.getPath()));
            } else if (entry.getPath().getName().endsWith(".parquet")) {
                files.add(entry);
            }
        }
        return files;
    }
}
