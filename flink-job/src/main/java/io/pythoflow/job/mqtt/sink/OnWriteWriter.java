package io.pythoflow.job.mqtt.sink;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.metrics.Counter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes at once, and holds a checkpoint up until everything is answered. Flink calls every
 * method on the task thread; the {@link Publisher} wakes it through the mailbox. It keeps no state:
 * a checkpoint completes only when nothing is left to be kept.
 */
final class OnWriteWriter<T> implements SinkWriter<T> {
    private static final Logger LOG = LoggerFactory.getLogger(OnWriteWriter.class);

    private final MqttSerializer<T> serializer;
    private final MailboxExecutor mailbox;
    private final Publisher publisher;
    private final int maximumUnsettled;
    private final Duration timeout;
    private final Counter recordsSent;
    private final Counter bytesSent;

    /** The task thread waits in the mailbox and has not been woken since. */
    private final AtomicBoolean waits = new AtomicBoolean();

    OnWriteWriter(
            MqttSinkSettings settings,
            MqttSerializer<T> serializer,
            PublisherFactory publishers,
            WriterInitContext context) {
        this.serializer = serializer;
        this.mailbox = context.getMailboxExecutor();
        this.maximumUnsettled = settings.maximumInFlight();
        this.timeout = settings.flushTimeout();
        this.recordsSent = context.metricGroup().getNumRecordsSendCounter();
        this.bytesSent = context.metricGroup().getNumBytesSendCounter();
        serializer.open(context.metricGroup());
        this.publisher = publishers.create(context.metricGroup(), this::wake);
    }

    void start() {
        publisher.start();
    }

    /** Event loop. */
    private void wake() {
        if (!waits.getAndSet(false) && !publisher.hasFailed()) {
            return;
        }

        try {
            // Without anybody waiting, too, a failure has to surface on the task thread.
            mailbox.execute(publisher::checkFailed, "Go on after MQTT publications ended");
        } catch (RejectedExecutionException e) {
            LOG.debug("The task has ended.", e);
        }
    }

    @Override
    public void write(T record, Context context) throws IOException, InterruptedException {
        MqttPublication publication = serializer.serialize(record);
        awaitFewerUnsettledThan(maximumUnsettled);
        // How it ends is seen in the number of the unsettled.
        CompletableFuture<Settlement> unused = publisher.publish(publication);
        recordsSent.inc();
        bytesSent.inc(publication.payload().length);
    }

    @Override
    public void flush(boolean endOfInput) throws IOException, InterruptedException {
        awaitFewerUnsettledThan(1);
    }

    private void awaitFewerUnsettledThan(int bound) throws IOException, InterruptedException {
        publisher.checkFailed();
        long since = publisher.nanoTime();
        while (publisher.unsettled() >= bound) {
            if (publisher.standstill(since).compareTo(timeout) > 0) {
                throw new IOException("Cannot go on: " + publisher.describeStandstill(timeout));
            }

            waits.set(true);
            // Whatever ended before the flag was set has woken nobody.
            if (publisher.unsettled() >= bound) {
                mailbox.yield();
            }

            publisher.checkFailed();
        }
    }

    @Override
    public void close() {
        publisher.close();
    }
}
