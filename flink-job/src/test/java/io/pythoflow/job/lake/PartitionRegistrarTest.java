package io.pythoflow.job.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pythoflow.job.lake.catalog.Catalog;
import io.pythoflow.job.lake.catalog.Registration;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.runtime.metrics.groups.InternalOperatorMetricGroup;
import org.apache.flink.runtime.metrics.util.InterceptingOperatorMetricGroup;
import org.apache.flink.runtime.metrics.util.InterceptingTaskMetricGroup;
import org.apache.flink.runtime.operators.testutils.MockEnvironment;
import org.apache.flink.runtime.operators.testutils.MockEnvironmentBuilder;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PartitionRegistrarTest {

    private static final String NOON = "dt=2026-06-01/hour=12";
    private static final String ONE = "dt=2026-06-01/hour=13";

    /** What the catalogue of this process was asked, across copies of its factory. */
    private static final List<List<String>> CALLS = new CopyOnWriteArrayList<>();

    private static final AtomicInteger CLOSED = new AtomicInteger();
    private static volatile CountDownLatch answers = new CountDownLatch(0);

    private static final AtomicInteger REFUSALS = new AtomicInteger();

    private long clock = 1_780_000_000_000L;
    private InterceptingOperatorMetricGroup metrics = new InterceptingOperatorMetricGroup();

    @BeforeEach
    void forgetCalls() {
        CALLS.clear();
        CLOSED.set(0);
        REFUSALS.set(0);
        answers = new CountDownLatch(0);
    }

    @Test
    void filesOfOnePartitionMakeOneCall() throws Exception {
        try (OneInputStreamOperatorTestHarness<String, Void> registrar = registrar()) {
            registrar.open();
            commit(registrar, ONE, NOON, ONE);

            awaitRegistered(registrar, 2);
            commit(registrar, NOON);
            step(registrar);
        }
        assertThat(CALLS).containsExactly(List.of(NOON, ONE));
        assertThat(CLOSED).as("catalogues closed").hasValue(1);
    }

    @Test
    void aCatalogueThatDoesNotAnswerKeepsNobodyWaitingAndWhatItWasAskedStaysInState()
            throws Exception {
        answers = new CountDownLatch(1);
        OperatorSubtaskState snapshot;
        try (OneInputStreamOperatorTestHarness<String, Void> failed = registrar()) {
            failed.open();
            commit(failed, NOON);
            step(failed);
            commit(failed, ONE);
            clock += 10_000;
            step(failed);

            assertThat(gauge("partitionsPending")).isEqualTo(2);
            assertThat(gauge("oldestPendingPartitionAgeMs")).isGreaterThanOrEqualTo(10_000);
            snapshot = failed.snapshot(1, clock);
            answers.countDown();
        }
        CALLS.clear();

        try (OneInputStreamOperatorTestHarness<String, Void> restored = registrar()) {
            restored.initializeState(snapshot);
            restored.open();
            awaitRegistered(restored, 2);
        }
        assertThat(CALLS).containsExactly(List.of(NOON, ONE));
    }

    @Test
    void whatIsRegisteredLeavesTheState() throws Exception {
        OperatorSubtaskState snapshot;
        try (OneInputStreamOperatorTestHarness<String, Void> registrar = registrar()) {
            registrar.open();
            commit(registrar, NOON);
            awaitRegistered(registrar, 1);
            snapshot = registrar.snapshot(1, clock);
        }

        try (OneInputStreamOperatorTestHarness<String, Void> restored = registrar()) {
            restored.initializeState(snapshot);
            restored.open();
            assertThat(gauge("partitionsPending")).isZero();
        }
    }

    @Test
    void withoutACatalogueWhatIsPendingStaysAsItIsAndNothingIsAddedToIt() throws Exception {
        answers = new CountDownLatch(1);
        OperatorSubtaskState snapshot;
        try (OneInputStreamOperatorTestHarness<String, Void> registrar = registrar()) {
            registrar.open();
            commit(registrar, NOON);
            step(registrar);
            snapshot = registrar.snapshot(1, clock);
            answers.countDown();
        }
        CALLS.clear();

        try (OneInputStreamOperatorTestHarness<String, Void> keeper =
                harness(new PartitionKeeper("readings"))) {
            keeper.initializeState(snapshot);
            keeper.open();
            commit(keeper, ONE);
            clock += 10_000;
            step(keeper);
            assertThat(keeper.getProcessingTimeService().getNumActiveTimers()).isZero();
            snapshot = keeper.snapshot(2, clock);
        }
        assertThat(CALLS).isEmpty();

        try (OneInputStreamOperatorTestHarness<String, Void> registrar = registrar()) {
            registrar.initializeState(snapshot);
            registrar.open();
            assertThat(gauge("oldestPendingPartitionAgeMs")).isGreaterThanOrEqualTo(10_000);
            awaitRegistered(registrar, 1);
        }
        assertThat(CALLS).containsExactly(List.of(NOON));
    }

    @Test
    void refusalsAreCounted() throws Exception {
        REFUSALS.set(1);
        try (OneInputStreamOperatorTestHarness<String, Void> registrar = registrar()) {
            registrar.open();
            commit(registrar, NOON, ONE);
            awaitRegistered(registrar, 2);
        }
        assertThat(counter("partitionRegistrationFailures")).isEqualTo(2);
    }

    private OneInputStreamOperatorTestHarness<String, Void> registrar() throws Exception {
        return harness(
                new PartitionRegistrar(
                        "readings", new Registration(new Asked(), Duration.ofSeconds(30))));
    }

    private OneInputStreamOperatorTestHarness<String, Void> harness(
            OneInputStreamOperator<String, Void> operator) throws Exception {
        metrics = new InterceptingOperatorMetricGroup();
        InterceptingOperatorMetricGroup group = metrics;
        MockEnvironment environment =
                new MockEnvironmentBuilder()
                        .setMetricGroup(
                                new InterceptingTaskMetricGroup() {
                                    @Override
                                    public InternalOperatorMetricGroup getOrAddOperator(
                                            OperatorID id,
                                            String name,
                                            Map<String, String> variables) {
                                        return group;
                                    }
                                })
                        .build();
        OneInputStreamOperatorTestHarness<String, Void> harness =
                new OneInputStreamOperatorTestHarness<>(
                        operator, StringSerializer.INSTANCE, environment);
        harness.setup();
        harness.setProcessingTime(clock);
        return harness;
    }

    private static void commit(
            OneInputStreamOperatorTestHarness<String, Void> registrar, String... partitions)
            throws Exception {
        for (String partition : partitions) {
            registrar.processElement(new StreamRecord<>(partition));
        }
    }

    /** Lets the registrar's timer come due once. */
    private void step(OneInputStreamOperatorTestHarness<String, Void> registrar) throws Exception {
        clock += 200;
        registrar.setProcessingTime(clock);
    }

    private void awaitRegistered(
            OneInputStreamOperatorTestHarness<String, Void> registrar, long partitions) {
        await("%d registered".formatted(partitions))
                .until(
                        () -> {
                            step(registrar);
                            return counter("partitionsRegistered") == partitions;
                        });
    }

    private long gauge(String name) {
        return ((Number) ((Gauge<?>) metrics.get(name)).getValue()).longValue();
    }

    private long counter(String name) {
        return ((Counter) metrics.get(name)).getCount();
    }

    /** A catalogue that notes what it is asked and answers when it may. */
    private static final class Asked implements Catalog.Factory {

        private static final long serialVersionUID = 1L;

        @Override
        public Catalog open() {
            return new Catalog() {
                @Override
                public List<Failure> register(String table, List<String> partitions) {
                    CALLS.add(partitions);
                    try {
                        answers.await();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException("Interrupted", e);
                    }
                    return REFUSALS.getAndUpdate(left -> Math.max(0, left - 1)) == 0
                            ? List.of()
                            : partitions.stream().map(p -> new Failure(p, "No")).toList();
                }

                @Override
                public void close() {
                    CLOSED.incrementAndGet();
                }
            };
        }
    }
}
