package io.pythoflow.job.lake;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.flink.api.common.JobInfo;
import org.apache.flink.api.common.TaskInfo;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.api.common.operators.ProcessingTimeService;
import org.apache.flink.api.common.serialization.SerializationSchema;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.api.connector.sink2.CommittingSinkWriter;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.StatefulSinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.api.connector.sink2.mocks.MockCommitRequest;
import org.apache.flink.connector.file.sink.FileSinkCommittable;
import org.apache.flink.core.io.SimpleVersionedSerialization;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.SimpleCounter;
import org.apache.flink.metrics.groups.OperatorIOMetricGroup;
import org.apache.flink.metrics.groups.SinkWriterMetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.flink.streaming.runtime.tasks.TestProcessingTimeService;
import org.apache.flink.util.SimpleUserCodeClassLoader;
import org.apache.flink.util.UserCodeClassLoader;

/** One subtask of a sink whose rows, clock and checkpoints a test drives by hand. */
final class DrivenSink<T> implements AutoCloseable {

    private final TableSink<T> sink;
    private final Task task = new Task();
    private final StatefulSinkWriter<T, TableWriterState> writer;
    private final CommittingSinkWriter<T, FileSinkCommittable> committing;
    private long nextCheckpoint = 1;
    private List<byte[]> state = List.of();

    DrivenSink(TableSink<T> sink) throws Exception {
        this(sink, 0, List.of());
    }

    /** A writer that starts from what others held. */
    @SuppressWarnings("unchecked")
    DrivenSink(TableSink<T> sink, long epochMillis, List<byte[]> state) throws Exception {
        this.sink = sink;
        this.task.clock.setCurrentTime(epochMillis);
        List<TableWriterState> restored = new ArrayList<>();
        for (byte[] element : state) {
            restored.add(
                    SimpleVersionedSerialization.readVersionAndDeSerialize(
                            sink.getWriterStateSerializer(), element));
        }
        this.writer = sink.restoreWriter(task, restored);
        this.committing = (CommittingSinkWriter<T, FileSinkCommittable>) writer;
    }

    void write(T row) throws Exception {
        writer.write(row, new NoContext());
    }

    /** Lets the clock reach a time, which runs the inspections due until then. */
    void clockReaches(long epochMillis) throws Exception {
        task.clock.setCurrentTime(epochMillis);
    }

    /** The first half of a checkpoint: files are closed, and named in what this returns. */
    Collection<FileSinkCommittable> prepare() throws Exception {
        writer.flush(false);
        Collection<FileSinkCommittable> committables = committing.prepareCommit();
        List<byte[]> snapshot = new ArrayList<>();
        for (TableWriterState element : writer.snapshotState(nextCheckpoint++)) {
            snapshot.add(
                    SimpleVersionedSerialization.writeVersionAndSerialize(
                            sink.getWriterStateSerializer(), element));
        }
        state = snapshot;
        return committables;
    }

    /** The state of the last checkpoint, serialised. */
    List<byte[]> state() {
        return state;
    }

    /**
     * An open folder's state as FileSink alone kept it: ours puts version, length and kind before.
     */
    static byte[] withoutOurFrame(byte[] openFolder) {
        return Arrays.copyOfRange(
                openFolder, Integer.BYTES + Integer.BYTES + Byte.BYTES, openFolder.length);
    }

    /** No more rows come. */
    Collection<FileSinkCommittable> end() throws Exception {
        writer.flush(true);
        return committing.prepareCommit();
    }

    /** The second half: the files appear. What it is given has been through the state. */
    void commit(Collection<FileSinkCommittable> committables) throws Exception {
        SimpleVersionedSerializer<FileSinkCommittable> serializer = sink.getCommittableSerializer();
        Collection<Committer.CommitRequest<FileSinkCommittable>> requests = new ArrayList<>();
        for (FileSinkCommittable committable : committables) {
            FileSinkCommittable restored =
                    serializer.deserialize(
                            serializer.getVersion(), serializer.serialize(committable));
            requests.add(new MockCommitRequest<>(restored));
        }
        // FileCommitter asks its context for nothing.
        sink.createCommitter(null).commit(requests);
    }

    void checkpoint() throws Exception {
        commit(prepare());
    }

    long gauge(String name) {
        return ((Number) task.metrics.gauges.get(name).getValue()).longValue();
    }

    @Override
    public void close() {
        try {
            writer.close();
        } catch (Exception e) {
            throw new IllegalStateException("Cannot close the writer", e);
        }
    }

    private static final class NoContext implements SinkWriter.Context {
        @Override
        public long currentWatermark() {
            return Long.MIN_VALUE;
        }

        @Override
        public Long timestamp() {
            return null;
        }
    }

    private static final class RecordingMetrics extends UnregisteredMetricsGroup
            implements SinkWriterMetricGroup {

        final Map<String, Gauge<?>> gauges = new HashMap<>();

        @Override
        public <V, G extends Gauge<V>> G gauge(String name, G gauge) {
            gauges.put(name, gauge);
            return gauge;
        }

        @Override
        public OperatorIOMetricGroup getIOMetricGroup() {
            return createOperatorIOMetricGroup();
        }

        @Override
        public Counter getNumRecordsOutErrorsCounter() {
            return new SimpleCounter();
        }

        @Override
        public Counter getNumRecordsSendErrorsCounter() {
            return new SimpleCounter();
        }

        @Override
        public Counter getNumRecordsSendCounter() {
            return new SimpleCounter();
        }

        @Override
        public Counter getNumBytesSendCounter() {
            return new SimpleCounter();
        }

        @Override
        public void setCurrentSendTimeGauge(Gauge<Long> currentSendTimeGauge) {
            gauge("currentSendTime", currentSendTimeGauge);
        }
    }

    /** What FileSink asks of its task; anything else it should not need. */
    private static final class Task implements WriterInitContext {

        final TestProcessingTimeService clock = new TestProcessingTimeService();
        final RecordingMetrics metrics = new RecordingMetrics();

        @Override
        public ProcessingTimeService getProcessingTimeService() {
            return clock;
        }

        @Override
        public SinkWriterMetricGroup metricGroup() {
            return metrics;
        }

        @Override
        public UserCodeClassLoader getUserCodeClassLoader() {
            return SimpleUserCodeClassLoader.create(getClass().getClassLoader());
        }

        @Override
        public OptionalLong getRestoredCheckpointId() {
            return OptionalLong.empty();
        }

        @Override
        public boolean isObjectReuseEnabled() {
            return true;
        }

        @Override
        public MailboxExecutor getMailboxExecutor() {
            throw new UnsupportedOperationException("No mailbox in this double");
        }

        @Override
        public SerializationSchema.InitializationContext
                asSerializationSchemaInitializationContext() {
            throw new UnsupportedOperationException("No serialization schema in this double");
        }

        @Override
        public <V> TypeSerializer<V> createInputSerializer() {
            throw new UnsupportedOperationException("No input serializer in this double");
        }

        @Override
        public JobInfo getJobInfo() {
            throw new UnsupportedOperationException("No job in this double");
        }

        @Override
        public TaskInfo getTaskInfo() {
            throw new UnsupportedOperationException("No task in this double");
        }
    }
}
