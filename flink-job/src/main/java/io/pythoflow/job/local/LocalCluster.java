package io.pythoflow.job.local;

import io.pythoflow.job.PythoFlowJob;
import io.pythoflow.job.config.JobConfig;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.WebOptions;
import org.apache.flink.core.execution.RecoveryClaimMode;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.runtime.jobmaster.JobResult;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A Flink cluster in this process that runs the job once. */
final class LocalCluster implements AutoCloseable {

    static final int RETAINED = 3;

    private static final Logger LOG = LoggerFactory.getLogger(LocalCluster.class);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(30);

    private final MiniCluster cluster;
    private final JobID job;
    private final RetainedState state;

    private LocalCluster(MiniCluster cluster, JobID job, RetainedState state) {
        this.cluster = cluster;
        this.job = job;
        this.state = state;
    }

    /**
     * How the cluster runs, apart from what the job does.
     *
     * @param base settings that all others go over
     */
    record Options(
            int parallelism,
            int uiPort,
            Duration checkpointInterval,
            Duration checkpointPause,
            Configuration base) {}

    /** A checkpoint or savepoint to start from. */
    record Snapshot(Path folder, RecoveryClaimMode claim) {}

    /** Starts the cluster and submits the job, from a snapshot where one is given. */
    static LocalCluster start(
            JobConfig config, Options options, RetainedState state, Optional<Snapshot> snapshot)
            throws Exception {
        Configuration settings = settings(options, state);
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.getExecutionEnvironment(settings);
        env.setParallelism(options.parallelism());
        PythoFlowJob.defineTopology(
                env, config, PythoFlowJob.sources(config), PythoFlowJob.sinks(config, env));
        StreamGraph graph = env.getStreamGraph();
        graph.setJobName("PythoFlow");
        snapshot.ifPresent(
                from ->
                        graph.setSavepointRestoreSettings(
                                SavepointRestoreSettings.forPath(
                                        from.folder().toUri().toString(), false, from.claim())));
        MiniCluster cluster =
                new MiniCluster(
                        new MiniClusterConfiguration.Builder()
                                .setConfiguration(settings)
                                .setNumTaskManagers(1)
                                .setNumSlotsPerTaskManager(options.parallelism())
                                .build());
        try {
            cluster.start();
            return new LocalCluster(cluster, cluster.submitJob(graph).get().getJobID(), state);
        } catch (Exception e) {
            cluster.close();
            throw e;
        }
    }

    private static Configuration settings(Options options, RetainedState state) {
        Configuration settings = new Configuration(options.base());
        settings.addAll(PythoFlowJob.settings());
        settings.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, options.checkpointInterval());
        settings.set(CheckpointingOptions.MIN_PAUSE_BETWEEN_CHECKPOINTS, options.checkpointPause());
        settings.set(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY, state.checkpoints().toUri().toString());
        settings.set(
                CheckpointingOptions.SAVEPOINT_DIRECTORY, state.savepoints().toUri().toString());
        settings.set(CheckpointingOptions.MAX_RETAINED_CHECKPOINTS, RETAINED);
        // A valve that has to be closed cannot wait for storage to come back.
        settings.set(CheckpointingOptions.TOLERABLE_FAILURE_NUMBER, Integer.MAX_VALUE);
        settings.set(
                CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
                ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
        settings.set(RestOptions.BIND_PORT, String.valueOf(options.uiPort()));
        settings.set(WebOptions.SUBMIT_ENABLE, false);
        settings.set(CoreOptions.DEFAULT_PARALLELISM, options.parallelism());
        settings.setString(
                "metrics.reporter." + Progress.REPORTER + ".factory.class",
                Progress.class.getName());
        return settings;
    }

    URI webUi() throws ExecutionException, InterruptedException {
        return cluster.getRestAddress().get();
    }

    /** Completes when the job has ended, for whatever reason. */
    CompletableFuture<JobResult> result() {
        return cluster.requestJobResult(job);
    }

    /**
     * Stops the job and leaves a savepoint to resume from: open windows stay open in it, nothing is
     * drained.
     *
     * @return where it is; empty if it could not be taken in time, and the newest checkpoint is
     *     what there is
     */
    Optional<Path> stop(Duration timeout) throws InterruptedException {
        try {
            String savepoint =
                    cluster.stopWithSavepoint(
                                    job,
                                    state.savepoints().toUri().toString(),
                                    false,
                                    SavepointFormatType.NATIVE)
                            .get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            return Optional.of(Path.of(URI.create(savepoint)));
        } catch (ExecutionException | TimeoutException e) {
            cluster.cancelJob(job).join();
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        try {
            cluster.closeAsync().get(CLOSE_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("The cluster has not closed in an orderly way; the process ends it.", e);
        }
    }
}
