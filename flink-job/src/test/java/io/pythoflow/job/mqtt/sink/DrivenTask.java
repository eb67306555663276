package io.pythoflow.job.mqtt.sink;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalLong;
import org.apache.flink.api.common.JobInfo;
import org.apache.flink.api.common.TaskInfo;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.api.common.operators.ProcessingTimeService;
import org.apache.flink.api.common.serialization.SerializationSchema;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.metrics.groups.SinkWriterMetricGroup;
import org.apache.flink.runtime.metrics.groups.MetricsGroupTestUtils;
import org.apache.flink.util.FlinkRuntimeException;
import org.apache.flink.util.UserCodeClassLoader;
import org.apache.flink.util.WrappingRuntimeException;
import org.apache.flink.util.function.ThrowingRunnable;

/**
 * What a writer asks of its task. Whoever yields to its mailbox while that is empty makes the time
 * pass that the test gave.
 */
final class DrivenTask implements WriterInitContext {
    private static final int MOST_STEPS = 100_000;

    private final SinkWriterMetricGroup metrics = MetricsGroupTestUtils.mockWriterMetricGroup();
    private final Mailbox mailbox = new Mailbox();
    private final Runnable timePasses;

    DrivenTask(Runnable timePasses) {
        this.timePasses = timePasses;
    }

    /** Runs what is in the mailbox, as the task does between records. */
    void runMails() {
        while (mailbox.tryYield()) {
            // Until it is empty.
        }
    }

    int mails() {
        return mailbox.mails.size();
    }

    @Override
    public MailboxExecutor getMailboxExecutor() {
        return mailbox;
    }

    @Override
    public SinkWriterMetricGroup metricGroup() {
        return metrics;
    }

    private final class Mailbox implements MailboxExecutor {
        final Deque<ThrowingRunnable<? extends Exception>> mails = new ArrayDeque<>();

        @Override
        public void execute(
                MailOptions options,
                ThrowingRunnable<? extends Exception> command,
                String description,
                Object... arguments) {
            mails.add(command);
        }

        @Override
        public void yield() {
            for (int step = 0; mails.isEmpty(); step++) {
                if (step == MOST_STEPS) {
                    throw new IllegalStateException("Nobody wakes the task thread");
                }

                timePasses.run();
            }

            tryYield();
        }

        @Override
        public boolean tryYield() throws FlinkRuntimeException {
            ThrowingRunnable<? extends Exception> mail = mails.poll();
            if (mail == null) {
                return false;
            }

            try {
                mail.run();
            } catch (Exception e) {
                throw WrappingRuntimeException.wrapIfNecessary(e);
            }

            return true;
        }

        @Override
        public boolean shouldInterrupt() {
            return !mails.isEmpty();
        }
    }

    @Override
    public UserCodeClassLoader getUserCodeClassLoader() {
        throw new UnsupportedOperationException("No class loader in this double");
    }

    @Override
    public ProcessingTimeService getProcessingTimeService() {
        throw new UnsupportedOperationException("No timers in this double");
    }

    @Override
    public SerializationSchema.InitializationContext asSerializationSchemaInitializationContext() {
        throw new UnsupportedOperationException("No serialization schema in this double");
    }

    @Override
    public boolean isObjectReuseEnabled() {
        return true;
    }

    @Override
    public <V> TypeSerializer<V> createInputSerializer() {
        throw new UnsupportedOperationException("No input serializer in this double");
    }

    @Override
    public OptionalLong getRestoredCheckpointId() {
        return OptionalLong.empty();
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
