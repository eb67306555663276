package io.pythoflow.job.lake;

import java.io.FileNotFoundException;
import java.io.IOException;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks into the files of a folder that readers see. Called while a writer is restored. */
final class PublishedFiles {

    /** How far the clock of the file system may be behind this process's. */
    private static final long CLOCK_TOLERANCE_MS = 3_600_000L;

    private static final String PREFIX = "part-";

    private static final Logger LOG = LoggerFactory.getLogger(PublishedFiles.class);

    private PublishedFiles() {}

    /**
     * The chunks that files of a folder hold.
     *
     * @param since epoch milliseconds before which none of the chunks in question existed; files
     *     from before are not opened
     */
    static ReleasedChunks released(Path folder, long since) throws IOException {
        FileSystem fileSystem = folder.getFileSystem();
        ReleasedChunks released = ReleasedChunks.NONE;
        for (FileStatus file : list(fileSystem, folder)) {
            if (file.getPath().getName().startsWith(PREFIX)
                    && file.getModificationTime() >= since - CLOCK_TOLERANCE_MS) {
                String text = footer(fileSystem, file);
                released = text == null ? released : released.and(ReleasedChunks.parse(text));
            }
        }
        return released;
    }

    private static FileStatus[] list(FileSystem fileSystem, Path folder) throws IOException {
        try {
            FileStatus[] files = fileSystem.listStatus(folder);
            return files == null ? new FileStatus[0] : files;
        } catch (FileNotFoundException e) {
            return new FileStatus[0];
        }
    }

    private static @Nullable String footer(FileSystem fileSystem, FileStatus file)
            throws IOException {
        ParquetReadOptions options =
                ParquetReadOptions.builder(new PlainParquetConfiguration())
                        .withCodecFactory(new ZstdCodec())
                        .build();
        try (ParquetFileReader reader =
                ParquetFileReader.open(
                        new FlinkInputFile(fileSystem, file.getPath(), file.getLen()), options)) {
            return reader.getFileMetaData().getKeyValueMetaData().get(ReleasedChunks.METADATA);
        } catch (RuntimeException e) {
            // Parquet's word for a file that is none. Ours appear whole, so it is somebody else's.
            LOG.warn("{} is not one of this job's: {}", file.getPath(), e.getMessage());
            return null;
        }
    }
}
