package io.pythoflow.job.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.pythoflow.job.mqtt.quirks.BrokerProxy;
import io.pythoflow.job.mqtt.quirks.BrokerProxy.Cut;
import io.pythoflow.job.mqtt.quirks.BrokerProxy.Direction;
import io.pythoflow.job.mqtt.quirks.Exchange;
import io.pythoflow.job.mqtt.transport.BrokerAddress;
import io.pythoflow.job.testing.Checkpoints;
import io.pythoflow.job.testing.RawPublisher;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobID;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.test.junit5.InjectMiniCluster;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/**
 * What the source promises of messages, at any MQTT 5 broker with shared subscriptions. The tests
 * take no broker's window, batches, choice of members or timing for granted: some send up to the
 * receive maximum, some the next message only after an acknowledgement, some ten a second. So a
 * test that needs messages takes checkpoints until they have come.
 *
 * <p>Between source and broker stands a proxy that sees what is acknowledged.
 */
abstract class MqttSourceContract extends MqttClusterTestBase {
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final long SEED = 1883;

    /** Longer than CONNECT, SUBSCRIBE, their answers and a few messages with either broker. */
    private static final int BYTES_TO_CUT_WITHIN = 250;

    /** Of this test alone, since sessions outlive it at a broker that many tests share. */
    private String name;

    private BrokerProxy proxy;
    private RawPublisher publisher;

    /** Where the broker under test listens. */
    abstract BrokerAddress broker();

    @BeforeEach
    void connectToBroker(TestInfo info) throws IOException {
        name = info.getTestMethod().orElseThrow().getName();
        proxy = BrokerProxy.before(broker());
        publisher = new RawPublisher(broker().toString(), name + "-publisher");
    }

    @Override
    void disconnectFromBroker() throws IOException {
        publisher.close();
        proxy.close();
    }

    MqttSourceBuilder<String> aSource() {
        return SourceFixtures.aSource(proxy.address())
                .clientIdPrefix(name)
                .sharedGroup(name)
                .filters(List.of(name + "/+/data"));
    }

    @Test
    void emitsEveryMessageOnceAndEndsWithEverythingAcknowledged() throws Exception {
        JobClient job = submit(aSource().slots(4).endAfterIdle(IDLE), SOON, 2, null);
        awaitSubscribed(4);
        publish(texts(0, 1000));
        awaitEnd(job);

        assertThat(probe.records).containsExactlyInAnyOrderElementsOf(texts(0, 1000));
        assertThat(probe.watermarks).endsWith(Long.MAX_VALUE);
        assertEverythingAcknowledgedInOrder();
    }

    @Test
    void acknowledgesOnlyWhenTheCheckpointCompletes(@InjectMiniCluster MiniCluster cluster)
            throws Exception {
        JobID job = submit(aSource(), NEVER, 1, null).getJobID();
        awaitSubscribed(2);

        // 1. The first record is held up behind the source, and the checkpoint behind the record.
        probe.permits.drainPermits();
        publish(texts(0, 20));
        await().until(() -> probe.permits.hasQueuedThreads());
        CompletableFuture<String> held = Checkpoints.begin(cluster, job);
        await().during(Duration.ofSeconds(1)).until(() -> proxy.acknowledged() == 0);
        assertThat(held).isNotDone();

        // 2. The checkpoint completes, and others bring what the broker held back.
        probe.permits.release(1_000_000);
        held.get();
        await().until(() -> proxy.acknowledged() > 0);
        checkpointUntilReceived(cluster, job, 20);
        Checkpoints.take(cluster, job);

        assertThat(probe.records).containsExactlyInAnyOrderElementsOf(texts(0, 20));
        assertEverythingAcknowledgedInOrder();
    }

    @Test
    void sessionsOutliveRestartsAndChangesOfParallelism(@InjectMiniCluster MiniCluster cluster)
            throws Exception {
        // 1. Twenty messages in a completed checkpoint, twenty after it.
        JobClient first = submit(aSource(), NEVER, 1, null);
        awaitSubscribed(2);
        publish(texts(0, 20));
        checkpointUntilReceived(cluster, first.getJobID(), 20);
        await().until(() -> proxy.acknowledged() == 20);
        String checkpoint = Checkpoints.take(cluster, first.getJobID());
        publish(texts(20, 40));
        await().until(() -> probe.records.size() > 20);

        // 2. It ends without another checkpoint. What it had received comes again, to two readers.
        cancel(first);
        probe.records.clear();
        publish(texts(40, 50));
        JobClient second = submit(aSource(), NEVER, 2, checkpoint);
        checkpointUntilReceived(cluster, second.getJobID(), 30);
        await().until(() -> proxy.acknowledged() == 50);
        assertThat(probe.records).containsExactlyInAnyOrderElementsOf(texts(20, 50));
        checkpoint = Checkpoints.take(cluster, second.getJobID());

        // 3. Back to one reader.
        cancel(second);
        probe.records.clear();
        publish(texts(50, 60));
        JobClient third = submit(aSource(), NEVER, 1, checkpoint);
        checkpointUntilReceived(cluster, third.getJobID(), 10);

        assertThat(probe.records).containsExactlyInAnyOrderElementsOf(texts(50, 60));
        assertThat(proxy.exchanges())
                .extracting(Exchange::sessionPresent)
                .containsExactly(false, false, true, true, true, true);
        assertThat(metric(third.getJobID(), "mqtt.sessionsLost")).isZero();
    }

    @Test
    void stoppingWithASavepointAcknowledgesBeforeTheConnectionsClose(
            @InjectMiniCluster MiniCluster cluster) throws Exception {
        JobID job = submit(aSource(), NEVER, 1, null).getJobID();
        awaitSubscribed(2);
        publish(texts(0, 50));
        await().until(() -> !probe.records.isEmpty());
        Checkpoints.awaitEveryTask(cluster, job);
        cluster.stopWithSavepoint(
                        job,
                        checkpoints.toUri().toString(),
                        false /* do not drain */,
                        SavepointFormatType.CANONICAL)
                .get();
        await().until(() -> proxy.openExchanges().isEmpty());

        assertThat(proxy.acknowledged()).isEqualTo(probe.records.size());
        assertThat(probe.records).doesNotHaveDuplicates();
    }

    @Test
    void aFailureLosesNothing() throws Exception {
        probe.failAfter.set(30);
        JobClient job = submit(aSource().endAfterIdle(IDLE), SOON, 1, null);
        awaitSubscribed(2);
        publish(texts(0, 60));
        awaitEnd(job);

        assertThat(probe.failAfter).hasValue(-1);
        assertThat(new TreeSet<>(probe.records)).isEqualTo(new TreeSet<>(texts(0, 60)));
    }

    @Test
    void connectionsCutAtAnyByteLoseNothing() throws Exception {
        // 1. Half of the slots lose their first connection, at a byte each.
        int slots = 16;
        Random random = new Random(SEED);
        proxy.cutNext(Collections.nCopies(slots / 2, Cut.NONE));
        proxy.cutNext(cuts(slots / 2, random));
        JobClient job = submit(aSource().slots(slots).endAfterIdle(IDLE), SOON, 2, null);
        awaitSubscribed(slots / 2);
        publish(texts(0, 100));

        // 2. All lose theirs, and the next one at another byte, while messages go on.
        proxy.cutNext(cuts(slots, random));
        proxy.cutAll();
        List<String> published = new ArrayList<>(texts(0, 100));
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(
                        () -> {
                            publish(List.of("m" + published.size()));
                            published.add("m" + published.size());
                            return proxy.cutsLeft() == 0;
                        });
        awaitEnd(job);

        assertThat(new TreeSet<>(probe.records)).isEqualTo(new TreeSet<>(published));
    }

    private static List<Cut> cuts(int count, Random random) {
        return Stream.generate(
                        () ->
                                new Cut(
                                        random.nextBoolean()
                                                ? Direction.TO_BROKER
                                                : Direction.TO_CLIENT,
                                        random.nextInt(BYTES_TO_CUT_WITHIN)))
                .limit(count)
                .toList();
    }

    @Test
    void twoSlotsShareTheLoad() throws Exception {
        submit(aSource().acknowledge(Acknowledge.RECEIPT), NEVER, 1, null);
        awaitSubscribed(2);

        // One by one: some brokers give all that waits to whom they ask first.
        List<String> published = new ArrayList<>();
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(5))
                .until(
                        () -> {
                            if (proxy.acknowledged() == published.size()) {
                                publish(List.of("m" + published.size()));
                                published.add("m" + published.size());
                            }

                            return proxy.exchanges().stream()
                                    .noneMatch(exchange -> exchange.received().isEmpty());
                        });
        await().until(() -> proxy.acknowledged() == published.size());
        // An acknowledgement on receipt may be there before its record.
        await().until(() -> probe.records.size() >= published.size());

        assertThat(probe.records).containsExactlyInAnyOrderElementsOf(published);
        assertThat(proxy.received()).isEqualTo(published.size());
    }

    @Test
    void aSessionTakenOverFailsTheJobWithAdvice() throws Exception {
        JobClient job = submit(aSource(), NEVER, 1, null);
        awaitSubscribed(2);

        try (RawPublisher thief = new RawPublisher(broker().toString(), name + "-slot-0")) {
            assertThatThrownBy(() -> awaitEnd(job))
                    .hasStackTraceContaining("session taken over (0x8E)")
                    .hasStackTraceContaining("give this one a client id, or a client id prefix");
        }
    }

    @Test
    void whatCannotBeReadIsAcknowledgedWithItsCheckpoint(@InjectMiniCluster MiniCluster cluster)
            throws Exception {
        JobID job = submit(aSource().slots(1), NEVER, 1, null).getJobID();
        awaitSubscribed(1);
        publish(List.of(TextDeserializer.POISON, "good", TextDeserializer.POISON));
        await().until(() -> proxy.received() > 0);
        await().during(Duration.ofSeconds(1)).until(() -> proxy.acknowledged() == 0);
        await().atMost(PATIENCE)
                .until(
                        () -> {
                            Checkpoints.take(cluster, job);
                            return proxy.acknowledged() == 3;
                        });

        assertThat(probe.records).containsExactly("good");
        assertEverythingAcknowledgedInOrder();
    }

    @Test
    void aStalledJobHoldsTheBrokerBack() throws Exception {
        probe.permits.drainPermits();
        JobClient job = submit(aSource().endAfterIdle(IDLE), SOON, 1, null);
        awaitSubscribed(2);
        String tail = "x".repeat(10_000);
        List<String> large = texts(0, 400).stream().map(text -> text + tail).toList();
        publish(large);

        await().during(Duration.ofSeconds(1))
                .until(
                        () ->
                                proxy.exchanges().stream()
                                        .allMatch(exchange -> exchange.unacknowledged() <= 100));
        assertThat(probe.records).isEmpty();
        probe.permits.release(1_000_000);
        awaitEnd(job);
        assertThat(probe.records).containsExactlyInAnyOrderElementsOf(large);
    }

    @Test
    void doesNotCountOnRetainedMessages() throws Exception {
        publisher.publishRetained(name + "/s/data", "kept".getBytes(UTF_8));
        JobClient job = submit(aSource().endAfterIdle(IDLE), SOON, 1, null);
        awaitSubscribed(2);
        publish(texts(0, 10));
        awaitEnd(job);
        publisher.publishRetained(name + "/s/data", new byte[0]);

        assertThat(probe.records).doesNotHaveDuplicates().containsAll(texts(0, 10));
        assertThat(probe.records).isSubsetOf(withKept(texts(0, 10)));
    }

    private static List<String> withKept(List<String> texts) {
        return Stream.concat(texts.stream(), Stream.of("kept")).toList();
    }

    @Test
    void anExpiredSessionIsReportedAsLost() throws Exception {
        JobID job =
                submit(aSource().slots(1).sessionExpiry(Duration.ofSeconds(1)), SOON, 1, null)
                        .getJobID();
        awaitSubscribed(1);

        // The second attempt comes two seconds after the first.
        int before = proxy.attempts();
        proxy.refuse();
        proxy.cutAll();
        await().atMost(PATIENCE).until(() -> proxy.attempts() > before);
        proxy.admit();
        await().atMost(PATIENCE).until(() -> metric(job, "mqtt.sessionsLost") == 1);
        await().until(() -> proxy.openExchanges().stream().anyMatch(Exchange::subscribed));
        publish(texts(0, 10));

        await().atMost(PATIENCE).until(() -> probe.records.size() >= 10);
        assertThat(probe.records).containsExactlyInAnyOrderElementsOf(texts(0, 10));
    }

    void awaitSubscribed(int slots) {
        await().atMost(PATIENCE)
                .until(
                        () ->
                                proxy.openExchanges().stream().filter(Exchange::subscribed).count()
                                        >= slots);
    }

    /** Returns when the broker has taken all of them. */
    void publish(List<String> texts) throws IOException {
        publisher.publish(
                name + "/s/data", texts.stream().map(text -> text.getBytes(UTF_8)).toList());
    }

    private void checkpointUntilReceived(MiniCluster cluster, JobID job, int records) {
        await().atMost(PATIENCE)
                .until(
                        () -> {
                            Checkpoints.take(cluster, job);
                            return probe.records.size() >= records;
                        });
    }

    static void awaitEnd(JobClient job) throws Exception {
        job.getJobExecutionResult().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    private void cancel(JobClient job) throws Exception {
        job.cancel().get();
        await().atMost(PATIENCE)
                .until(
                        () ->
                                proxy.openExchanges().isEmpty()
                                        && job.getJobStatus().get().isGloballyTerminalState());
    }

    private void assertEverythingAcknowledgedInOrder() {
        await().untilAsserted(
                        () ->
                                assertThat(proxy.exchanges())
                                        .isNotEmpty()
                                        .allSatisfy(
                                                exchange ->
                                                        assertThat(exchange.acknowledged())
                                                                .isEqualTo(exchange.received())));
    }
}
