package io.pythoflow.job.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.pythoflow.job.mqtt.transport.FakeBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.test.junit5.InjectMiniCluster;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The source inside a real job, beside a broker that does as it is told. */
class MqttSourceTest {
    private static final Duration NEVER = Duration.ofHours(1);
    private static final Duration SOON = Duration.ofMillis(300);
    private static final Duration IDLE = Duration.ofSeconds(2);

    @RegisterExtension
    static final MiniClusterExtension CLUSTER =
            new MiniClusterExtension(
                    new MiniClusterResourceConfiguration.Builder()
                            .setNumberTaskManagers(1)
                            .setNumberSlotsPerTaskManager(4)
                            .build());

    private final FakeBroker broker = FakeBroker.start();
    private @TempDir Path checkpoints;
    private String test;
    private JobProbe probe;

    @BeforeEach
    void name(TestInfo info) {
        test = info.getDisplayName();
        probe = JobProbe.of(test);
    }

    @AfterEach
    void stop(@InjectMiniCluster MiniCluster cluster) throws Exception {
        probe.permits.release(1_000_000);
        for (var job : cluster.listJobs().get()) {
            if (!job.getJobState().isGloballyTerminalState()) {
                cluster.cancelJob(job.getJobId()).get();
            }
        }

        broker.close();
    }

    @Test
    void acknowledgesOnlyWhenTheCheckpointCompletes(@InjectMiniCluster MiniCluster cluster)
            throws Exception {
        JobID job = submit(aSource(), NEVER, 1, null).getJobID();
        awaitSubscriptions(2);
        publish(0, 20);
        await().until(() -> probe.records.size() == 20);
        assertThat(broker.acknowledged()).isZero();
        assertThat(broker.unacknowledged()).isEqualTo(20);

        cluster.triggerCheckpoint(job).get();
        await().until(() -> broker.acknowledged() == 20);
        assertThat(broker.unacknowledged()).isZero();
    }

    @Test
    void acknowledgesAtOnceIfToldTo() throws Exception {
        submit(aSource().acknowledge(Acknowledge.RECEIPT), NEVER, 1, null);
        awaitSubscriptions(2);
        publish(0, 500);
        await().until(() -> broker.acknowledged() == 500);

        assertThat(probe.records).containsExactlyInAnyOrderElementsOf(texts(0, 500));
    }

    @Test
    void emitsEveryMessageOnceAndEndsWithEverythingAcknowledged() throws Exception {
        JobClient job = submit(aSource().slots(4).endAfterIdle(IDLE), SOON, 2, null);
        awaitSubscriptions(4);
        publish(0, 3000);
        job.getJobExecutionResult().get(60, TimeUnit.SECONDS);

        assertThat(probe.records).containsExactlyInAnyOrderElementsOf(texts(0, 3000));
        assertThat(broker.acknowledged()).isEqualTo(3000);
        assertThat(broker.unacknowledged()).isZero();
        assertThat(broker.mostUnacknowledged()).isLessThanOrEqualTo(100);
        assertThat(probe.watermarks).endsWith(Long.MAX_VALUE);
        assertThat(broker.disconnectCodes()).containsExactly(0, 0, 0, 0);
    }

    @Test
    void aFullWindowThatWaitsForACheckpointIsNotIdle(@InjectMiniCluster MiniCluster cluster)
            throws Exception {
        JobClient job = submit(aSource().slots(1).endAfterIdle(IDLE), NEVER, 1, null);
        awaitSubscriptions(1);
        publish(0, 250);
        await().until(() -> probe.records.size() == 100);
        await().during(Duration.ofSeconds(4))
                .atMost(Duration.ofSeconds(5))
                .until(() -> isRunning(job));
        assertThat(broker.queued()).isEqualTo(150);

        cluster.triggerCheckpoint(job.getJobID()).get();
        await().until(() -> probe.records.size() == 200);
        cluster.triggerCheckpoint(job.getJobID()).get();
        await().until(() -> probe.records.size() == 250);
        cluster.triggerCheckpoint(job.getJobID()).get();

        job.getJobExecutionResult().get(60, TimeUnit.SECONDS);
        assertThat(probe.records).containsExactlyElementsOf(texts(0, 250));
        assertThat(broker.acknowledged()).isEqualTo(250);
    }

    @Test
    void qosZeroKeepsTheSourceFromEnding() throws Exception {
        JobClient job = submit(aSource().slots(1).endAfterIdle(IDLE), SOON, 1, null);
        awaitSubscriptions(1);
        await().pollInterval(Duration.ofMillis(500))
                .during(Duration.ofSeconds(5))
                .atMost(Duration.ofSeconds(7))
                .until(
                        () -> {
                            broker.publish("sensors/s/data", "zero".getBytes(UTF_8), 0);
                            return isRunning(job);
                        });
        job.getJobExecutionResult().get(60, TimeUnit.SECONDS);

        assertThat(probe.records).hasSizeGreaterThan(5).containsOnly("zero");
    }

    @Test
    void aRestoredJobReceivesWhatWasUnacknowledgedUnderAnyParallelism(
            @InjectMiniCluster MiniCluster cluster) throws Exception {
        // 1. Twenty messages in a completed checkpoint, twenty after it.
        JobClient before = submit(aSource(), NEVER, 1, null);
        awaitSubscriptions(2);
        publish(0, 20);
        await().until(() -> probe.records.size() == 20);
        String checkpoint = cluster.triggerCheckpoint(before.getJobID()).get();
        await().until(() -> broker.acknowledged() == 20);
        publish(20, 40);
        await().until(() -> probe.records.size() == 40);

        // 2. The job ends without another checkpoint, and messages arrive while it is away.
        before.cancel().get();
        await().until(() -> broker.connections() == 0);
        publish(40, 50);

        // 3. It comes back with another parallelism.
        probe.records.clear();
        JobClient after = submit(aSource(), NEVER, 2, checkpoint);
        await().until(() -> probe.records.size() == 30);
        cluster.triggerCheckpoint(after.getJobID()).get();
        await().until(() -> broker.acknowledged() == 50);

        assertThat(probe.records).containsExactlyInAnyOrderElementsOf(texts(20, 50));
        assertThat(broker.sessions()).containsExactly("test-slot-0", "test-slot-1");
    }

    @Test
    void stoppingWithASavepointAcknowledgesBeforeTheConnectionsClose(
            @InjectMiniCluster MiniCluster cluster) throws Exception {
        JobID job = submit(aSource(), NEVER, 1, null).getJobID();
        awaitSubscriptions(2);
        publish(0, 100);
        await().until(() -> probe.records.size() == 100);
        cluster.stopWithSavepoint(
                        job,
                        checkpoints.toUri().toString(),
                        false /* do not drain */,
                        SavepointFormatType.CANONICAL)
                .get();
        await().until(() -> broker.connections() == 0);

        assertThat(broker.acknowledged()).isEqualTo(100);
        assertThat(broker.unacknowledged()).isZero();
    }

    @Test
    void aFailureLosesNothing() throws Exception {
        probe.failAfter.set(150);
        JobClient job = submit(aSource().endAfterIdle(IDLE), SOON, 1, null);
        awaitSubscriptions(2);
        publish(0, 300);
        job.getJobExecutionResult().get(60, TimeUnit.SECONDS);

        assertThat(probe.failAfter).hasValue(-1);
        assertThat(new TreeSet<>(probe.records)).isEqualTo(new TreeSet<>(texts(0, 300)));
        assertThat(broker.unacknowledged()).isZero();
        assertThat(broker.queued()).isZero();
    }

    @Test
    void aCutConnectionLosesNothing() throws Exception {
        JobClient job = submit(aSource().endAfterIdle(IDLE), SOON, 1, null);
        awaitSubscriptions(2);
        publish(0, 100);
        broker.cutConnections();
        publish(100, 200);
        job.getJobExecutionResult().get(60, TimeUnit.SECONDS);

        assertThat(new TreeSet<>(probe.records)).isEqualTo(new TreeSet<>(texts(0, 200)));
        assertThat(broker.unacknowledged()).isZero();
    }

    @Test
    void aResendOnTheSameConnectionIsEmittedOnce(@InjectMiniCluster MiniCluster cluster)
            throws Exception {
        JobID job = submit(aSource(), NEVER, 1, null).getJobID();
        awaitSubscriptions(2);
        publish(0, 50);
        await().until(() -> probe.records.size() == 50);
        broker.resend();
        publish(50, 51);
        await().until(() -> probe.records.contains("m50"));
        broker.resend();
        cluster.triggerCheckpoint(job).get();
        await().until(() -> broker.acknowledged() >= 51);

        assertThat(probe.records).containsExactlyInAnyOrderElementsOf(texts(0, 51));
        assertThat(broker.acknowledged()).isEqualTo(51);
    }

    @Test
    void aSessionTakenOverFailsTheJobWithAdvice() throws Exception {
        JobClient job = submit(aSource(), NEVER, 1, null);
        awaitSubscriptions(2);
        broker.disconnect(0x8e);

        assertThatThrownBy(() -> job.getJobExecutionResult().get(60, TimeUnit.SECONDS))
                .hasStackTraceContaining("session taken over (0x8E)")
                .hasStackTraceContaining("give this one a client id prefix of its own");
    }

    @Test
    void aStalledJobHoldsTheBrokerBack() throws Exception {
        probe.permits.drainPermits();
        submit(aSource().slots(1), NEVER, 1, null);
        awaitSubscriptions(1);
        String kilobyte = "x".repeat(1024);
        for (int i = 0; i < 40_000; i++) {
            broker.publish("sensors/s/data", kilobyte.getBytes(UTF_8), 0);
        }

        await().during(Duration.ofSeconds(1)).until(() -> !broker.isWritable());
        probe.permits.release(40_000);
        await().atMost(Duration.ofSeconds(30)).until(() -> probe.records.size() == 40_000);
    }

    @Test
    void windowsCloseWhenLiveSendersFallSilent() throws Exception {
        submit(aSource().outOfOrderness(Duration.ofSeconds(3)), SOON, 1, null);
        awaitSubscriptions(2);
        long sentAt = System.currentTimeMillis();
        broker.publish("sensors/s/data", ("live@" + sentAt).getBytes(UTF_8), 1);

        await().atMost(Duration.ofSeconds(20))
                .until(() -> !probe.watermarks.isEmpty() && lastWatermark() > sentAt);
        assertThat(lastWatermark()).isLessThan(System.currentTimeMillis() - 2999);
    }

    @Test
    void aReplayedRecordingDoesNotJumpToToday() throws Exception {
        submit(aSource(), SOON, 1, null);
        awaitSubscriptions(2);
        broker.publish("sensors/s/data", "old@1500000000000".getBytes(UTF_8), 1);
        await().until(() -> !probe.statuses.isEmpty());

        assertThat(probe.statuses.get(0).isIdle()).isTrue();
        assertThat(probe.watermarks).containsExactly(1_500_000_000_000L - 10_000 - 1);

        broker.publish("sensors/s/data", "old@1500000060000".getBytes(UTF_8), 1);
        await().until(() -> probe.statuses.size() >= 2 && probe.watermarks.size() == 2);
        assertThat(probe.statuses.get(1).isActive()).isTrue();
        assertThat(lastWatermark()).isEqualTo(1_500_000_060_000L - 10_000 - 1);
    }

    @Test
    void aReaderWithoutSlotsHoldsNobodyUp() throws Exception {
        submit(aSource().slots(1), SOON, 3, null);
        awaitSubscriptions(1);
        broker.publish("sensors/s/data", "old@1500000000000".getBytes(UTF_8), 1);
        await().until(() -> !probe.watermarks.isEmpty());

        assertThat(lastWatermark()).isEqualTo(1_500_000_000_000L - 10_000 - 1);
    }

    @Test
    void aDisconnectedSlotHoldsTheWatermark() throws Exception {
        submit(aSource().slots(1).outOfOrderness(Duration.ofSeconds(1)), SOON, 1, null);
        awaitSubscriptions(1);
        broker.publish("sensors/s/data", ("live@" + System.currentTimeMillis()).getBytes(UTF_8), 1);
        await().until(() -> probe.watermarks.size() > 5);
        broker.answerConnect(0x88);
        broker.cutConnections();
        await().until(() -> broker.connectTimes().size() >= 2);
        int emitted = probe.watermarks.size();

        await().during(Duration.ofSeconds(1)).until(() -> probe.watermarks.size() == emitted);
        assertThat(probe.statuses).isEmpty();
    }

    private MqttSourceBuilder<String> aSource() {
        return SourceFixtures.aSource(broker.address());
    }

    private JobClient submit(
            MqttSourceBuilder<String> source,
            Duration checkpointInterval,
            int parallelism,
            String restoreFrom)
            throws Exception {
        Configuration configuration = new Configuration();
        configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, checkpointInterval);
        configuration.set(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY, checkpoints.toUri().toString());
        configuration.set(
                CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
                ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
        configuration.set(
                RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS,
                probe.failAfter.get() < 0 ? 0 : 1);
        configuration.set(
                RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(100));
        if (restoreFrom != null) {
            configuration.set(StateRecoveryOptions.SAVEPOINT_PATH, restoreFrom);
        }

        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.getExecutionEnvironment(configuration);
        env.setParallelism(parallelism);
        DataStream<String> messages =
                env.fromSource(source.build(), WatermarkStrategy.noWatermarks(), "mqtt")
                        .uid("mqtt");
        messages.rebalance()
                .transform("probe", Types.STRING, new JobProbe.Operator(test))
                .uid("probe")
                .setParallelism(1)
                .sinkTo(new DiscardingSink<>())
                .uid("nowhere")
                .setParallelism(1);
        return env.executeAsync();
    }

    private static boolean isRunning(JobClient job) throws Exception {
        return job.getJobStatus().get() == JobStatus.RUNNING;
    }

    private void awaitSubscriptions(int slots) {
        await().atMost(Duration.ofSeconds(20)).until(() -> broker.subscriptions().size() >= slots);
    }

    private void publish(int from, int to) {
        texts(from, to).forEach(text -> broker.publish("sensors/s/data", text.getBytes(UTF_8), 1));
    }

    private static List<String> texts(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "m" + i).toList();
    }

    private long lastWatermark() {
        return probe.watermarks.get(probe.watermarks.size() - 1);
    }
}
