package io.pythoflow.bench.cluster;

import io.pythoflow.bench.BenchException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.checkpoint.CheckpointStatsSnapshot;
import org.apache.flink.runtime.jobmaster.JobResult;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;

/** A job on a Flink cluster of one task manager in this process. */
public final class LocalJob implements AutoCloseable {
    private final MiniCluster cluster;
    private final JobID job;
    private final Path state;
    private final CompletableFuture<JobResult> result;

    private LocalJob(MiniCluster cluster, JobID job, Path state) {
        this.cluster = cluster;
        this.job = job;
        this.state = state;
        this.result = cluster.requestJobResult(job);
    }

    /**
     * How every job of a measurement runs, whatever it does.
     *
     * @param interval between the starts of checkpoints
     * @param state folder of checkpoints
     */
    public record Settings(Duration interval, Path state, int parallelism) {
        void addTo(Configuration configuration) {
            configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, interval);
            configuration.set(
                    CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                    state.toAbsolutePath().toUri().toString());
            // A failure must end the measurement, not hide in it.
            configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
            configuration.set(RestOptions.BIND_PORT, "0");
        }
    }

    /** Puts a job's operators into an environment. */
    public interface Topology {
        void define(StreamExecutionEnvironment env);
    }

    /**
     * Starts a cluster and the job in it.
     *
     * @param options of the job itself; these settings go over them
     */
    public static LocalJob start(
            String name, Configuration options, Settings settings, Topology topology)
            throws Exception {
        Configuration configuration = new Configuration(options);
        settings.addTo(configuration);
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.getExecutionEnvironment(configuration);
        env.setParallelism(settings.parallelism());
        topology.define(env);
        StreamGraph graph = env.getStreamGraph();
        graph.setJobName(name);
        MiniCluster cluster =
                new MiniCluster(
                        new MiniClusterConfiguration.Builder()
                                .setConfiguration(configuration)
                                .setNumTaskManagers(1)
                                .setNumSlotsPerTaskManager(settings.parallelism())
                                .build());
        try {
            cluster.start();
            return new LocalJob(
                    cluster, cluster.submitJob(graph).get().getJobID(), settings.state());
        } catch (Exception e) {
            cluster.close();
            throw e;
        }
    }

    /** Completes when the job has ended, for whatever reason. */
    public CompletableFuture<JobResult> result() {
        return result;
    }

    /**
     * Waits for the end of the job.
     *
     * @throws BenchException if it failed
     */
    public void awaitEnd() throws ExecutionException, InterruptedException {
        result.get()
                .getSerializedThrowable()
                .ifPresent(
                        failure -> {
                            throw new BenchException("The job failed", failure);
                        });
    }

    /**
     * Ends the job as if its sources had come to their end: windows come out, and a last checkpoint
     * makes every row visible.
     */
    public void drain(Duration timeout) throws InterruptedException {
        try {
            cluster.stopWithSavepoint(
                            job,
                            state.resolve("savepoints").toAbsolutePath().toUri().toString(),
                            true,
                            SavepointFormatType.NATIVE)
                    .get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            // Where the job has failed, that is the cause and not this.
            Throwable failure =
                    result.isDone() ? result.join().getSerializedThrowable().orElse(null) : null;
            throw new BenchException(
                    "The job could not be stopped in an orderly way",
                    failure == null ? e.getCause() : failure);
        } catch (TimeoutException e) {
            throw new BenchException(
                    "The job did not stop within " + timeout.toSeconds() + " s", e);
        }
    }

    /** Counts and durations of the checkpoints so far. */
    public CheckpointStatsSnapshot checkpoints() throws ExecutionException, InterruptedException {
        return cluster.getExecutionGraph(job).get().getCheckpointStatsSnapshot();
    }

    @Override
    public void close() throws Exception {
        if (!result.isDone()) {
            cluster.cancelJob(job).get();
        }
        cluster.close();
    }
}
