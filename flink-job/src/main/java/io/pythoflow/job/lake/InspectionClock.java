package io.pythoflow.job.lake;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ScheduledFuture;
import java.util.function.Consumer;
import org.apache.flink.api.common.JobInfo;
import org.apache.flink.api.common.TaskInfo;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.api.common.operators.ProcessingTimeService;
import org.apache.flink.api.common.serialization.SerializationSchema;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.metrics.groups.SinkWriterMetricGroup;
import org.apache.flink.util.UserCodeClassLoader;

/**
 * The clock of FileSink's writer, which stands still between two inspections. The writer asks for
 * the time twice with every row, in order to know a file's age; our files are not rolled by age
 * ({@link RollFinishedFiles}), and asking costs as much as a tenth of the row. Inspections are as
 * far apart as they should be.
 */
final class InspectionClock implements ProcessingTimeService {
    private final ProcessingTimeService clock;
    private long now;

    InspectionClock(ProcessingTimeService clock) {
        this.clock = clock;
        this.now = clock.getCurrentProcessingTime();
    }

    /** What a writer is made with, with this clock in it. */
    static WriterInitContext in(WriterInitContext context) {
        return new Context(context, new InspectionClock(context.getProcessingTimeService()));
    }

    @Override
    public long getCurrentProcessingTime() {
        return now;
    }

    @Override
    public ScheduledFuture<?> registerTimer(long timestamp, ProcessingTimeCallback inspection) {
        return clock.registerTimer(
                timestamp,
                time -> {
                    now = clock.getCurrentProcessingTime();
                    inspection.onProcessingTime(time);
                });
    }

    private record Context(WriterInitContext all, ProcessingTimeService clock)
            implements WriterInitContext {

        @Override
        public ProcessingTimeService getProcessingTimeService() {
            return clock;
        }

        @Override
        public UserCodeClassLoader getUserCodeClassLoader() {
            return all.getUserCodeClassLoader();
        }

        @Override
        public MailboxExecutor getMailboxExecutor() {
            return all.getMailboxExecutor();
        }

        @Override
        public SinkWriterMetricGroup metricGroup() {
            return all.metricGroup();
        }

        @Override
        public SerializationSchema.InitializationContext
                asSerializationSchemaInitializationContext() {
            return all.asSerializationSchemaInitializationContext();
        }

        @Override
        public boolean isObjectReuseEnabled() {
            return all.isObjectReuseEnabled();
        }

        @Override
        public <IN> TypeSerializer<IN> createInputSerializer() {
            return all.createInputSerializer();
        }

        @Override
        public <MetaT> Optional<Consumer<MetaT>> metadataConsumer() {
            return all.metadataConsumer();
        }

        @Override
        public OptionalLong getRestoredCheckpointId() {
            return all.getRestoredCheckpointId();
        }

        @Override
        public JobInfo getJobInfo() {
            return all.getJobInfo();
        }

        @Override
        public TaskInfo getTaskInfo() {
            return all.getTaskInfo();
        }
    }
}
