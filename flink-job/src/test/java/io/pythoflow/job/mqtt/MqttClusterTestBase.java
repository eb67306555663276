package io.pythoflow.job.mqtt;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Metric;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.testutils.InMemoryReporter;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.test.junit5.InjectMiniCluster;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Runs the source in a real job, whatever broker it reads from. */
abstract class MqttClusterTestBase {
    static final Duration NEVER = Duration.ofHours(1);
    static final Duration SOON = Duration.ofMillis(300);
    static final Duration IDLE = Duration.ofSeconds(2);

    @RegisterExtension
    static final MiniClusterExtension CLUSTER =
            new MiniClusterExtension(MqttClusterTestBase::clusterConfiguration);

    /**
     * Of the running cluster: a reporter ends with its cluster, and each test class has its own.
     */
    private static InMemoryReporter reporter;

    @TempDir Path checkpoints;
    String test;
    JobProbe probe;

    private static MiniClusterResourceConfiguration clusterConfiguration() {
        reporter = InMemoryReporter.create();
        return new MiniClusterResourceConfiguration.Builder()
                .setConfiguration(reporter.addToConfiguration(new Configuration()))
                .setNumberTaskManagers(1)
                .setNumberSlotsPerTaskManager(4)
                .build();
    }

    @BeforeEach
    void name(TestInfo info) {
        test = getClass().getSimpleName() + "." + info.getDisplayName();
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

        disconnectFromBroker();
    }

    /** Ends what a subclass runs beside the cluster; no job runs any more. */
    abstract void disconnectFromBroker() throws Exception;

    JobClient submit(
            MqttSourceBuilder<String> source,
            Duration checkpointInterval,
            int parallelism,
            String restoreFrom)
            throws Exception {
        return submit(List.of(source), checkpointInterval, parallelism, restoreFrom);
    }

    /** Several sources whose records meet in the probe. */
    JobClient submit(
            List<MqttSourceBuilder<String>> sources,
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
        List<DataStream<String>> messages = new ArrayList<>();
        for (MqttSourceBuilder<String> source : sources) {
            String name = messages.isEmpty() ? "mqtt" : "mqtt-" + messages.size();
            messages.add(
                    env.fromSource(source.build(), WatermarkStrategy.noWatermarks(), name)
                            .uid(name)
                            .rebalance());
        }

        messages.stream()
                .reduce(DataStream::union)
                .orElseThrow()
                .transform("probe", Types.STRING, new JobProbe.Operator(test))
                .uid("probe")
                .setParallelism(1)
                .sinkTo(new DiscardingSink<>())
                .uid("nowhere")
                .setParallelism(1);
        return env.executeAsync();
    }

    static boolean isRunning(JobClient job) throws Exception {
        return job.getJobStatus().get() == JobStatus.RUNNING;
    }

    static List<String> texts(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "m" + i).toList();
    }

    long lastWatermark() {
        return probe.watermarks.get(probe.watermarks.size() - 1);
    }

    /** A metric of the job's source, summed over its subtasks. */
    static long metric(JobID job, String name) {
        return reporter.findMetrics(job, ".*Source: mqtt.*[.]" + name).values().stream()
                .mapToLong(MqttClusterTestBase::valueOf)
                .sum();
    }

    /** Records as Flink counts them. */
    static long recordsIn(JobID job) {
        return reporter.findOperatorMetricGroups(job, "Source: mqtt").stream()
                .mapToLong(group -> group.getIOMetricGroup().getNumRecordsInCounter().getCount())
                .sum();
    }

    private static long valueOf(Metric metric) {
        return metric instanceof Counter counter
                ? counter.getCount()
                : ((Number) ((Gauge<?>) metric).getValue()).longValue();
    }
}
