package io.pythoflow.bench.source;

import io.pythoflow.contract.topic.Topics;
import io.pythoflow.job.mqtt.MqttSource;
import io.pythoflow.job.mqtt.transport.BrokerAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.runtime.checkpoint.CheckpointStatsSnapshot;
import org.apache.flink.runtime.jobmaster.JobResult;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.streaming.api.graph.StreamGraph;

/**
 * The source in a job of one subtask on a cluster in this process: source, one function, and a sink
 * that keeps nothing.
 */
final class SourceJob implements AutoCloseable {
    private final MiniCluster cluster;
    private final JobID job;

    private SourceJob(MiniCluster cluster, JobID job) {
        this.cluster = cluster;
        this.job = job;
    }

    /**
     * How the source runs.
     *
     * @param receiveMaximum unacknowledged messages per slot
     * @param minimumPause between the end of a checkpoint and the start of the next
     * @param checkpoints folder
     */
    record Settings(
            URI broker,
            int slots,
            int receiveMaximum,
            Duration checkpointInterval,
            Duration minimumPause,
            Path checkpoints) {}

    /** How the function after the source runs. */
    enum Chaining {
        /** In the source's thread. */
        WITH_SOURCE,
        /** In a thread of its own, behind Flink's network buffers. */
        APART
    }

    static SourceJob start(
            Settings settings, ProcessFunction<Long, Void> function, Chaining chaining)
            throws Exception {
        Configuration configuration = configuration(settings);
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.getExecutionEnvironment(configuration);
        env.setParallelism(1);
        SingleOutputStreamOperator<Void> end =
                env.fromSource(source(settings), WatermarkStrategy.noWatermarks(), "Messages")
                        .uid("messages")
                        .process(function)
                        .returns(Types.VOID)
                        .uid("count");
        if (chaining == Chaining.APART) {
            end.startNewChain();
        }
        end.sinkTo(new DiscardingSink<>()).uid("nowhere");
        StreamGraph graph = env.getStreamGraph();
        MiniCluster cluster =
                new MiniCluster(
                        new MiniClusterConfiguration.Builder()
                                .setConfiguration(configuration)
                                .setNumTaskManagers(1)
                                .setNumSlotsPerTaskManager(1)
                                .build());
        try {
            cluster.start();
            return new SourceJob(cluster, cluster.submitJob(graph).get().getJobID());
        } catch (Exception e) {
            cluster.close();
            throw e;
        }
    }

    private static MqttSource<Long> source(Settings settings) {
        return MqttSource.<Long>builder()
                .broker(
                        BrokerAddress.plain(
                                settings.broker().getHost(), settings.broker().getPort()))
                .clientIdPrefix("bench")
                .sharedGroup("bench")
                .filters(List.of(Topics.SENSOR_DATA_FILTER))
                .slots(settings.slots())
                .receiveMaximum(settings.receiveMaximum())
                .deserializer(new NumberDeserializer())
                .build();
    }

    private static Configuration configuration(Settings settings) {
        Configuration configuration = new Configuration();
        configuration.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
        configuration.set(PipelineOptions.GENERIC_TYPES, false);
        configuration.set(PipelineOptions.OBJECT_REUSE, true);
        configuration.set(
                CheckpointingOptions.CHECKPOINTING_INTERVAL, settings.checkpointInterval());
        configuration.set(
                CheckpointingOptions.MIN_PAUSE_BETWEEN_CHECKPOINTS, settings.minimumPause());
        configuration.set(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                settings.checkpoints().toUri().toString());
        // A failure must end the measurement, not hide in it.
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
        configuration.set(RestOptions.BIND_PORT, "0");
        return configuration;
    }

    /** Completes when the job has ended, for whatever reason. */
    CompletableFuture<JobResult> result() {
        return cluster.requestJobResult(job);
    }

    /** Counts and durations of the checkpoints so far. */
    CheckpointStatsSnapshot checkpoints() throws ExecutionException, InterruptedException {
        return cluster.getExecutionGraph(job).get().getCheckpointStatsSnapshot();
    }

    @Override
    public void close() throws Exception {
        if (!result().isDone()) {
            cluster.cancelJob(job).get();
        }
        cluster.close();
    }
}
