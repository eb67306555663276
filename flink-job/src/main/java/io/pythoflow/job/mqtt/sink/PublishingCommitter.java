package io.pythoflow.job.mqtt.sink;

import io.pythoflow.job.mqtt.transport.MqttFatalException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.api.connector.sink2.CommitterInitContext;

/**
 * Publishes what a completed checkpoint contains. Flink calls it on the task thread: after each
 * checkpoint that contains something; after a restore with what the restored checkpoint contains,
 * before any record is processed; without checkpoints at the end of the input.
 *
 * <p>A commit has to be over when the method returns, and a committer is given no mailbox to yield
 * to, so the thread waits for the answers here. Flink would repeat {@code retryLater} at once and
 * give up after ten times; the {@link Publisher} repeats with pauses instead, for as long as
 * something is settled within the flush timeout. Then the task fails, and the restored one
 * publishes the whole checkpoint again, less what has expired. For want of a mailbox, too, a
 * failure while there is nothing to commit is logged at once and thrown with the next commit.
 */
final class PublishingCommitter implements Committer<MqttPublication> {
    private final Publisher publisher;
    private final Duration timeout;

    PublishingCommitter(
            MqttSinkSettings settings, PublisherFactory publishers, CommitterInitContext context) {
        this.timeout = settings.flushTimeout();
        this.publisher = publishers.create(context.metricGroup(), () -> {});
    }

    void start() {
        publisher.start();
    }

    @Override
    public void commit(Collection<CommitRequest<MqttPublication>> requests)
            throws IOException, InterruptedException {
        publisher.checkFailed();
        List<CompletableFuture<Settlement>> settlements = new ArrayList<>();
        requests.forEach(request -> settlements.add(publisher.publish(request.getCommittable())));
        int index = 0;
        for (CommitRequest<MqttPublication> request : requests) {
            switch (await(settlements.get(index))) {
                case ACKNOWLEDGED -> {
                    // A request that nobody complains about is committed.
                }
                case EXPIRED -> drop(request, "it expired before the broker accepted it");
                case REJECTED -> drop(request, "the broker will never accept it");
            }

            index++;
        }
    }

    /** Flink counts it and goes on; the publisher has counted and logged it, too. */
    private static void drop(CommitRequest<MqttPublication> request, String why) {
        request.signalFailedWithKnownReason(
                new IOException("Cannot publish " + request.getCommittable() + ": " + why));
    }

    private Settlement await(CompletableFuture<Settlement> settlement)
            throws IOException, InterruptedException {
        long since = publisher.nanoTime();
        while (true) {
            Duration left = timeout.minus(publisher.standstill(since));
            try {
                return settlement.get(Math.max(0, left.toNanos()), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                if (publisher.standstill(since).compareTo(timeout) >= 0) {
                    throw new IOException(
                            "Cannot commit: " + publisher.describeStandstill(timeout), e);
                }
            } catch (ExecutionException e) {
                if (e.getCause() instanceof MqttFatalException) {
                    publisher.checkFailed();
                }

                throw new IOException("Cannot commit: a publication failed", e.getCause());
            }
        }
    }

    @Override
    public void close() {
        publisher.close();
    }
}
