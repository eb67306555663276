package io.pythoflow.job.lake;

import java.io.IOException;
import org.apache.flink.api.common.serialization.BulkWriter;
import org.apache.flink.core.fs.FSDataOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * One Parquet file of one folder. Opens with its first row, and may be finished before FileSink
 * rolls it; after that it takes no row, which {@link RollFinishedFiles} sees to.
 */
final class BoundedParquetWriter implements BulkWriter<LakeRow>, LiveWriters.LiveWriter {

    private final ParquetFiles files;
    private final HourBuckets buckets;
    private final LiveWriters liveWriters;
    private final FSDataOutputStream stream;

    private @Nullable ParquetRows parquet;
    private @Nullable String folder;
    private boolean finishedEarly;
    private long lastUse;

    BoundedParquetWriter(
            ParquetFiles files,
            HourBuckets buckets,
            LiveWriters liveWriters,
            FSDataOutputStream stream) {
        this.files = files;
        this.buckets = buckets;
        this.liveWriters = liveWriters;
        this.stream = stream;
    }

    @Override
    public void addElement(LakeRow row) throws IOException {
        ParquetRows writer = parquet;
        if (writer == null) {
            writer = open(row);
        }
        lastUse = liveWriters.tick();
        writer.write(row);
        liveWriters.rowWritten();
    }

    private ParquetRows open(LakeRow firstRow) throws IOException {
        if (finishedEarly) {
            throw new IllegalStateException(
                    "The file of "
                            + folder
                            + " already has its footer; roll it before writing on, see"
                            + " RollFinishedFiles");
        }
        folder = buckets.folderOf(firstRow.partitionTime());
        liveWriters.admit(this);
        ParquetRows opened = files.open(stream, firstRow.released());
        parquet = opened;
        return opened;
    }

    @Override
    public String folder() {
        if (folder == null) {
            throw new IllegalStateException("A file has no folder before its first row");
        }
        return folder;
    }

    @Override
    public long lastUse() {
        return lastUse;
    }

    @Override
    public long bufferedBytes() {
        return parquet == null ? 0 : parquet.bufferedBytes();
    }

    @Override
    public void finishEarly() throws IOException {
        finishedEarly = true;
        close();
    }

    /** Parquet pages cannot be cut before they are full; rows become durable with the file. */
    @Override
    public void flush() {}

    @Override
    public void finish() throws IOException {
        if (finishedEarly) {
            liveWriters.rolled(folder());
        } else {
            close();
            liveWriters.finished(this);
        }
    }

    private void close() throws IOException {
        if (parquet != null) {
            parquet.close();
            parquet = null;
        }
    }
}
