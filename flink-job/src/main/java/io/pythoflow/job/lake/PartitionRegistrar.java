package io.pythoflow.job.lake;

import io.pythoflow.contract.operation.ServiceMetric;
import io.pythoflow.job.lake.catalog.Catalog;
import io.pythoflow.job.lake.catalog.CatalogException;
import io.pythoflow.job.lake.catalog.CatalogWorker;
import io.pythoflow.job.lake.catalog.Notice;
import io.pythoflow.job.lake.catalog.PendingPartition;
import io.pythoflow.job.lake.catalog.PendingPartitions;
import io.pythoflow.job.lake.catalog.Registration;
import io.pythoflow.job.metrics.ServiceMetrics;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.connector.file.sink.FileSinkCommittable;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.connector.sink2.CommittableMessage;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.tasks.ProcessingTimeService;
import org.apache.flink.util.IOUtils;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Registers the partitions of one table after their files have been committed: one task for the
 * table, apart from the chain that writes, and a thread that speaks to the catalogue.
 *
 * <ol>
 *   <li>{@link #processElement} notes a partition as pending. The committer emits a checkpoint's
 *       files when that checkpoint completes, and after a restore once more, so whatever failed in
 *       between comes again.
 *   <li>{@link #step}, by a timer, takes the worker's answer and gives it the next batch.
 *   <li>{@link #snapshotState} stores what is pending.
 *   <li>{@link #finish} may come before the last partitions do: the committer commits the last
 *       files when the final checkpoint completes. Timers are over by then.
 *   <li>{@link #close} comes when there is no more input. A job that ended waits there until all is
 *       registered, and fails if that takes too long; one that stops with a savepoint makes one
 *       short attempt, and its successor does the rest; one that fails or is cancelled goes at
 *       once.
 * </ol>
 *
 * <p>All methods are called by the task's thread.
 */
final class PartitionRegistrar extends AbstractStreamOperator<Void>
        implements OneInputStreamOperator<String, Void> {

    private static final long serialVersionUID = 1L;

    private static final Logger LOGGER = LoggerFactory.getLogger(PartitionRegistrar.class);

    /** Files of one checkpoint come within this time, and are registered together. */
    private static final long STEP_MS = 200;

    /** For a job that stops: its successor registers what is left. */
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(5);

    static final ListStateDescriptor<PendingPartition> PENDING =
            new ListStateDescriptor<>("pending-partitions", new PendingPartitionSerializer());

    private final String table;
    private final Registration registration;

    private transient @Nullable PendingPartitions pending;
    private transient @Nullable CatalogWorker worker;
    private transient @Nullable ListState<PendingPartition> state;
    private transient @Nullable Counter registered;
    private transient @Nullable Counter failures;
    private transient @Nullable ScheduledFuture<?> steps;
    private transient int asked;
    private transient boolean ended;

    PartitionRegistrar(String table, Registration registration) {
        this.table = table;
        this.registration = registration;
    }

    /**
     * Puts the registrar behind the committer of a table's sink.
     *
     * @param registration null where no catalogue lists the table: a {@link PartitionKeeper} holds
     *     its place and its state, so that a run with another setting finds both
     */
    static void follow(
            DataStream<CommittableMessage<FileSinkCommittable>> committables,
            String table,
            @Nullable Registration registration) {
        OneInputStreamOperator<String, Void> operator =
                registration == null
                        ? new PartitionKeeper(table)
                        : new PartitionRegistrar(table, registration);
        committables
                .flatMap(new CommittedPartitions())
                .uid("committed-partitions")
                .name("Committed partitions")
                .returns(Types.STRING)
                // Away from the chain of the committer, to one task for the table.
                .global()
                .transform("Partition registrar", Types.VOID, operator)
                .uid("partition-registrar")
                .forceNonParallel();
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        state = context.getOperatorStateStore().getListState(PENDING);
        pending = new PendingPartitions(table, () -> ThreadLocalRandom.current().nextDouble());
        pending.restore(state.get());
    }

    @Override
    public void open() throws Exception {
        super.open();
        worker = new CatalogWorker(registration.catalog(), table);
        ProcessingTimeService clock = getProcessingTimeService();
        PendingPartitions known = pending;
        MetricGroup metrics = getMetricGroup();
        LongSupplier oldestAgeMs = () -> known.oldestAgeMs(clock.getCurrentProcessingTime());
        metrics.gauge("partitionsPending", known::size);
        metrics.<Long, Gauge<Long>>gauge("oldestPendingPartitionAgeMs", oldestAgeMs::getAsLong);
        ServiceMetrics.in(metrics)
                .level(ServiceMetric.PARTITIONS_PENDING, known::size)
                .level(ServiceMetric.OLDEST_PENDING_PARTITION, oldestAgeMs);
        registered = metrics.counter("partitionsRegistered");
        failures = metrics.counter("partitionRegistrationFailures");
        steps = clock.scheduleWithFixedDelay(time -> step(), STEP_MS, STEP_MS);
    }

    @Override
    public void processElement(StreamRecord<String> partition) {
        pending.committed(partition.getValue(), now());
    }

    private void step() {
        worker.takeAnswer().ifPresent(this::answered);
        List<String> next = pending.nextBatch(now());
        if (!next.isEmpty()) {
            asked = next.size();
            worker.begin(next);
        }
    }

    private void answered(List<Catalog.Failure> refused) {
        failures.inc(refused.size());
        registered.inc(asked - refused.size());
        pending.answered(refused, now()).ifPresent(PartitionRegistrar::say);
    }

    private static void say(Notice notice) {
        if (notice.level() == Level.WARN) {
            LOGGER.warn(notice.text());
        } else {
            LOGGER.info(notice.text());
        }
    }

    private long now() {
        return getProcessingTimeService().getCurrentProcessingTime();
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        super.snapshotState(context);
        state.update(pending.snapshot());
    }

    /** Not called where the job stops to go on later. */
    @Override
    public void finish() throws Exception {
        super.finish();
        ended = true;
    }

    @Override
    public void close() throws Exception {
        if (steps != null) {
            steps.cancel(false);
        }
        try {
            if (worker != null && !aborted()) {
                registerTheRest();
            }
        } finally {
            IOUtils.closeAll(worker, super::close);
        }
    }

    /**
     * Patience is counted from the last partition that was registered: a long backfill leaves many.
     * Interrupts are off while a task closes, so a cancellation is looked for.
     */
    private void registerTheRest() throws InterruptedException {
        Duration patience = ended ? registration.endPatience() : STOP_PATIENCE;
        long progressAt = System.nanoTime();
        int left = pending.size();
        pending.retryNow();
        step();
        while (!pending.isEmpty()
                && !aborted()
                && System.nanoTime() - progressAt < patience.toNanos()) {
            worker.await(Duration.ofMillis(STEP_MS));
            step();
            if (pending.size() < left) {
                left = pending.size();
                progressAt = System.nanoTime();
            }
        }
        if (ended && !pending.isEmpty() && !aborted()) {
            throw new CatalogException(pending.unregistered());
        }
    }

    private boolean aborted() {
        return getContainingTask().isCanceled() || getContainingTask().isFailing();
    }
}
