package io.pythoflow.job.lake;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.api.common.operators.ProcessingTimeService;
import org.apache.flink.api.connector.sink2.CommittingSinkWriter;
import org.apache.flink.api.connector.sink2.StatefulSinkWriter;
import org.apache.flink.connector.file.sink.FileSinkCommittable;
import org.apache.flink.connector.file.sink.writer.FileWriter;
import org.jspecify.annotations.Nullable;

/**
 * One writer of a table: rows go to FileSink's writer at once or, where the table may be less fresh
 * than a checkpoint, wait in this writer's state until the first of their folder has waited for the
 * freshness. Then all of the folder go into one file, which the next checkpoint commits.
 *
 * <p>Rows are released only right before a checkpoint takes what was written, so that a file is
 * never cut by one, and nothing is released that is not committed with the next.
 */
final class TableWriter<T>
        implements StatefulSinkWriter<T, TableWriterState>,
                CommittingSinkWriter<T, FileSinkCommittable> {

    private static final Context NO_CONTEXT = new NoContext();

    private final FileWriter<LakeRow> files;
    private final WaitingRows waiting;
    private final Duration freshness;
    private final ProcessingTimeService clock;
    private final StreamRow<T> streamRow;

    TableWriter(
            FileWriter<LakeRow> files,
            WaitingRows waiting,
            TableRows<T> rows,
            Duration freshness,
            ProcessingTimeService clock) {
        this.files = files;
        this.waiting = waiting;
        this.freshness = freshness;
        this.clock = clock;
        this.streamRow = new StreamRow<>(rows);
    }

    @Override
    public void write(T element, Context context) throws IOException, InterruptedException {
        streamRow.element = element;
        if (freshness.isZero()) {
            toFile(streamRow);
            return;
        }
        waiting.add(streamRow, clock.getCurrentProcessingTime());
        while (waiting.isOverfull()) {
            waiting.releaseLargest(this::toFile);
        }
    }

    /** Called before every checkpoint, and when no more rows come. */
    @Override
    public void flush(boolean endOfInput) throws IOException, InterruptedException {
        waiting.releaseOlderThan(
                endOfInput ? Duration.ZERO : freshness,
                clock.getCurrentProcessingTime(),
                this::toFile);
        files.flush(endOfInput);
    }

    private void toFile(LakeRow row) throws IOException, InterruptedException {
        files.write(row, NO_CONTEXT);
    }

    @Override
    public Collection<FileSinkCommittable> prepareCommit() throws IOException {
        return files.prepareCommit();
    }

    @Override
    public List<TableWriterState> snapshotState(long checkpointId) throws IOException {
        List<TableWriterState> states = new ArrayList<>();
        Stream.concat(
                        files.snapshotState(checkpointId).stream()
                                .map(TableWriterState.OpenFolder::new),
                        waiting.chunks().stream().map(TableWriterState.Waiting::new))
                .forEach(states::add);
        return states;
    }

    @Override
    public void close() {
        files.close();
    }

    /** The stream's record, as a row; one for all, because a row is written before the next. */
    private static final class StreamRow<T> implements LakeRow {

        private final TableRows<T> rows;
        private @Nullable T element;

        StreamRow(TableRows<T> rows) {
            this.rows = rows;
        }

        @Override
        public long partitionTime() {
            return rows.partitionTime(current());
        }

        @Override
        public void write(RowConsumer columns) {
            rows.write(current(), columns);
        }

        private T current() {
            if (element == null) {
                throw new IllegalStateException("No row is being written");
            }
            return element;
        }
    }

    /** Folders follow from the rows, so FileSink's assigner needs no time of the stream. */
    private static final class NoContext implements Context {
        @Override
        public long currentWatermark() {
            return Long.MIN_VALUE;
        }

        @Override
        public @Nullable Long timestamp() {
            return null;
        }
    }
}
