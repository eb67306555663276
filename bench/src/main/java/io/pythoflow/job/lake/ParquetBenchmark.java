package io.pythoflow.job.lake;

import io.pythoflow.bench.jmh.SampleReadings;
import io.pythoflow.contract.payload.Reading;
import io.pythoflow.contract.table.Tables;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.apache.flink.core.fs.FSDataOutputStream;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Rows of {@code readings} into Parquet files, encoded and compressed, that are written nowhere.
 * Each file has the readings of a minute.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ParquetBenchmark {
    private static final int MAX_WRITERS = 2;
    private static final long MAX_BUFFERED_BYTES = 64L << 20;

    private final ParquetFiles files = new ParquetFiles(Tables.READINGS);
    private final HourBuckets folders = new HourBuckets();
    private final LiveWriters liveWriters = new LiveWriters(MAX_WRITERS, MAX_BUFFERED_BYTES);
    private final ReadingRow row = new ReadingRow();
    private Reading[] readings = {};
    private BoundedParquetWriter writer = file();
    private int next;

    /** Makes the readings. */
    @Setup
    public void prepare() {
        readings = SampleReadings.all();
    }

    /** A row; now and then the file is finished, and another one opened. */
    @Benchmark
    public int row() throws IOException {
        row.reading = readings[next];
        writer.addElement(row);
        next++;
        if (next == readings.length) {
            next = 0;
            writer.finish();
            writer = file();
        }
        return next;
    }

    /** Frees what the last file holds. */
    @TearDown
    public void finish() throws IOException {
        writer.finish();
    }

    private BoundedParquetWriter file() {
        return new BoundedParquetWriter(files, folders, liveWriters, new CountingStream());
    }

    private static final class ReadingRow implements LakeRow {
        private final ReadingRows rows = new ReadingRows();
        private @Nullable Reading reading;

        @Override
        public long partitionTime() {
            return rows.partitionTime(reading);
        }

        @Override
        public void write(RowConsumer columns) {
            rows.write(reading, columns);
        }
    }

    /** Knows how long it is, and nothing else. */
    private static final class CountingStream extends FSDataOutputStream {
        private long position;

        @Override
        public void write(int b) {
            position++;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            position += length;
        }

        @Override
        public long getPos() {
            return position;
        }

        @Override
        public void flush() {}

        @Override
        public void sync() {}

        @Override
        public void close() {}
    }
}
