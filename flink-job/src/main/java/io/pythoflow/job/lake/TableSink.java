package io.pythoflow.job.lake;

import io.pythoflow.contract.table.Column;
import io.pythoflow.contract.table.ColumnType;
import io.pythoflow.contract.table.TableDefinition;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.flink.api.common.serialization.BulkWriter;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.api.connector.sink2.CommitterInitContext;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.StatefulSinkWriter;
import org.apache.flink.api.connector.sink2.SupportsCommitter;
import org.apache.flink.api.connector.sink2.SupportsWriterState;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.connector.file.sink.FileSink;
import org.apache.flink.connector.file.sink.FileSinkCommittable;
import org.apache.flink.connector.file.sink.writer.FileWriterBucketState;
import org.apache.flink.core.fs.Path;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.connector.sink2.CommittableMessage;
import org.apache.flink.streaming.api.connector.sink2.SupportsPostCommitTopology;
import org.apache.flink.streaming.api.connector.sink2.SupportsPreCommitTopology;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.functions.sink.filesystem.OutputFileConfig;

/**
 * The sink of one table: a {@link FileSink} whose open Parquet files are bounded, with a {@link
 * TableWriter} in front of it in which rows may wait for others of their folder. Committing is
 * FileSink's.
 *
 * <p>Metrics of a writer, beside FileSink's {@code numRecordsOut}: {@code liveParquetWriters},
 * {@code parquetFilesWritten} and {@code parquetFilesFinishedEarly}; {@code waitingRows} and {@code
 * waitingBytes}.
 */
public final class TableSink<T>
        implements Sink<T>,
                SupportsWriterState<T, TableWriterState>,
                SupportsCommitter<FileSinkCommittable>,
                SupportsPreCommitTopology<FileSinkCommittable, FileSinkCommittable>,
                SupportsPostCommitTopology<FileSinkCommittable> {

    private static final long serialVersionUID = 1L;

    /** How often files that were finished early, and saw no further row, are looked for. */
    private static final long INSPECTION_INTERVAL_MS = 1_000;

    /** What the open files of one subtask may hold beside their fixed tenth of a megabyte. */
    private static final long MAX_BUFFERED_BYTES = 64L << 20;

    /** What may wait in one subtask, compressed; beyond it the largest folder is released early. */
    private static final long MAX_WAITING_BYTES = 64L << 20;

    private final String table;
    private final Path folder;
    private final TableRows<T> rows;
    private final List<ColumnType> types;
    private final ParquetFiles files;
    private final TableSettings settings;

    TableSink(TableDefinition table, Path root, TableRows<T> rows, TableSettings settings) {
        this.table = table.name();
        this.folder = new Path(root, table.name());
        this.rows = rows;
        this.types = table.columns().stream().map(Column::type).toList();
        this.files = new ParquetFiles(table);
        this.settings = settings;
    }

    @Override
    public StatefulSinkWriter<T, TableWriterState> createWriter(WriterInitContext context)
            throws IOException {
        return restoreWriter(context, List.of());
    }

    @Override
    public StatefulSinkWriter<T, TableWriterState> restoreWriter(
            WriterInitContext context, Collection<TableWriterState> recoveredState)
            throws IOException {
        LiveWriters liveWriters = new LiveWriters(settings.maxLiveWriters(), MAX_BUFFERED_BYTES);
        HourBuckets folders = new HourBuckets();
        WaitingRows waiting = new WaitingRows(types, MAX_WAITING_BYTES);
        restoreWaiting(recoveredState, folders, waiting);
        MetricGroup metrics = context.metricGroup();
        metrics.gauge("liveParquetWriters", liveWriters::liveCount);
        metrics.gauge("parquetFilesWritten", liveWriters::filesFinished);
        metrics.gauge("parquetFilesFinishedEarly", liveWriters::filesFinishedEarly);
        metrics.gauge("waitingRows", waiting::rows);
        metrics.gauge("waitingBytes", waiting::bytes);
        return new TableWriter<>(
                fileSink(liveWriters)
                        .restoreWriter(InspectionClock.in(context), openFolders(recoveredState)),
                liveWriters,
                folders,
                waiting,
                rows,
                settings.freshness(),
                context.getProcessingTimeService());
    }

    private static List<FileWriterBucketState> openFolders(Collection<TableWriterState> state) {
        return state.stream()
                .filter(TableWriterState.OpenFolder.class::isInstance)
                .map(element -> ((TableWriterState.OpenFolder) element).state())
                .toList();
    }

    /** Rows that were published after the checkpoint, by a run that went on from it, are there. */
    private void restoreWaiting(
            Collection<TableWriterState> state, HourBuckets folders, WaitingRows waiting)
            throws IOException {
        Map<Long, List<WaitingChunk>> byHour =
                state.stream()
                        .filter(TableWriterState.Waiting.class::isInstance)
                        .map(element -> ((TableWriterState.Waiting) element).chunk())
                        .collect(Collectors.groupingBy(WaitingChunk::hour));
        for (List<WaitingChunk> chunks : byHour.values()) {
            long since = chunks.stream().mapToLong(WaitingChunk::since).min().orElseThrow();
            ReleasedChunks released =
                    PublishedFiles.released(
                            new Path(folder, folders.folderOf(chunks.get(0).partitionTime())),
                            since);
            for (WaitingChunk chunk : chunks) {
                int published = Math.max(chunk.published(), released.rowsOf(chunk));
                if (published < chunk.rows()) {
                    waiting.restore(chunk.withPublished(published));
                }
            }
        }
    }

    @Override
    public SimpleVersionedSerializer<TableWriterState> getWriterStateSerializer() {
        return new TableWriterState.Serializer(fileSink().getWriterStateSerializer());
    }

    @Override
    public Committer<FileSinkCommittable> createCommitter(CommitterInitContext context)
            throws IOException {
        return fileSink().createCommitter(context);
    }

    @Override
    public SimpleVersionedSerializer<FileSinkCommittable> getCommittableSerializer() {
        return fileSink().getCommittableSerializer();
    }

    @Override
    public SimpleVersionedSerializer<FileSinkCommittable> getWriteResultSerializer() {
        return fileSink().getWriteResultSerializer();
    }

    @Override
    public DataStream<CommittableMessage<FileSinkCommittable>> addPreCommitTopology(
            DataStream<CommittableMessage<FileSinkCommittable>> committables) {
        return fileSink().addPreCommitTopology(committables);
    }

    /** Partitions are registered behind the committer; the operators are there in any case. */
    @Override
    public void addPostCommitTopology(
            DataStream<CommittableMessage<FileSinkCommittable>> committables) {
        PartitionRegistrar.follow(committables, table, settings.registration());
    }

    private FileSink<LakeRow> fileSink() {
        return fileSink(new LiveWriters(settings.maxLiveWriters(), MAX_BUFFERED_BYTES));
    }

    private FileSink<LakeRow> fileSink(LiveWriters liveWriters) {
        HourBuckets buckets = new HourBuckets();
        BulkWriter.Factory<LakeRow> writers =
                stream -> new BoundedParquetWriter(files, buckets, liveWriters, stream);
        return FileSink.forBulkFormat(folder, writers)
                .withBucketAssigner(buckets)
                .withRollingPolicy(new RollFinishedFiles(liveWriters))
                .withBucketCheckInterval(INSPECTION_INTERVAL_MS)
                .withOutputFileConfig(
                        OutputFileConfig.builder()
                                .withPartPrefix("part")
                                .withPartSuffix(".parquet")
                                .build())
                .build();
    }
}
