package io.pythoflow.job.local;

import io.pythoflow.job.BackfillJob;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.HeartbeatManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.configuration.WebOptions;
import org.apache.flink.runtime.jobmaster.JobResult;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.util.OptionalFailure;
import org.apache.flink.util.SerializedValue;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** How a command runs a job over the past to its end, on a mini cluster of this process. */
final class BatchOptions {

    private static final int FAILED = 1;

    /** Sorting spills what does not fit into this, for all tasks of the process together. */
    private static final MemorySize SORT_MEMORY = MemorySize.ofMebiBytes(256);

    private static final int NETWORK_MEBIBYTES_PER_SLOT = 32;

    @Option(
            names = "--parallelism",
            paramLabel = "N",
            description = "Default: one task a processor.")
    private int parallelism = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--progress-seconds",
            paramLabel = "N",
            defaultValue = "5",
            description = "A line of progress every N seconds. Default: ${DEFAULT-VALUE}.")
    private int progressSeconds;

    /**
     * What is said of a run.
     *
     * @param line of progress, from the job's accumulators
     * @param summary at the end, from the same
     * @param failure what precedes the cause
     */
    record Words(
            Function<Map<String, Object>, String> line,
            Function<Map<String, Object>, String> summary,
            String failure) {}

    /** Runs the job; the exit code. */
    int run(
            String name,
            FileSystemSettings fileSystems,
            Consumer<StreamExecutionEnvironment> topology,
            Words words,
            CommandLine command)
            throws Exception {
        PrintWriter out = command.getOut();
        PrintWriter err = command.getErr();
        Configuration settings = settings(fileSystems);
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.getExecutionEnvironment(settings);
        env.setParallelism(parallelism);
        topology.accept(env);
        StreamGraph graph = env.getStreamGraph();
        graph.setJobName(name);
        try (MiniCluster cluster =
                new MiniCluster(
                        new MiniClusterConfiguration.Builder()
                                .setConfiguration(settings)
                                .setNumTaskManagers(1)
                                .setNumSlotsPerTaskManager(parallelism)
                                .build())) {
            cluster.start();
            CompletableFuture<JobResult> result =
                    cluster.submitJob(graph)
                            .thenCompose(
                                    submitted -> cluster.requestJobResult(submitted.getJobID()));
            JobResult outcome = await(result, cluster, graph, words, out);
            if (outcome.getSerializedThrowable().isPresent()) {
                err.println(words.failure());
                outcome.getSerializedThrowable().get().printStackTrace(err);
                err.flush();
                return FAILED;
            }
            out.println(words.summary().apply(values(outcome.getAccumulatorResults())));
            out.flush();
            return 0;
        }
    }

    private JobResult await(
            CompletableFuture<JobResult> result,
            MiniCluster cluster,
            StreamGraph graph,
            Words words,
            PrintWriter out)
            throws Exception {
        while (true) {
            try {
                return result.get(progressSeconds, TimeUnit.SECONDS);
            } catch (TimeoutException stillRunning) {
                out.println(
                        words.line()
                                .apply(
                                        values(
                                                cluster.getExecutionGraph(graph.getJobID())
                                                        .get()
                                                        .getAccumulatorsSerialized())));
                out.flush();
            }
        }
    }

    private static Map<String, Object> values(
            Map<String, SerializedValue<OptionalFailure<Object>>> serialized)
            throws IOException, ClassNotFoundException {
        Map<String, Object> values = new HashMap<>();
        for (Map.Entry<String, SerializedValue<OptionalFailure<Object>>> entry :
                serialized.entrySet()) {
            OptionalFailure<Object> value =
                    entry.getValue().deserializeValue(BatchOptions.class.getClassLoader());
            if (!value.isFailure()) {
                values.put(entry.getKey(), value.getUnchecked());
            }
        }
        return values;
    }

    private Configuration settings(FileSystemSettings fileSystems) {
        Configuration settings = fileSystems.forCluster();
        settings.addAll(BackfillJob.settings());
        MemorySize network =
                MemorySize.ofMebiBytes(NETWORK_MEBIBYTES_PER_SLOT * (1L + parallelism));
        settings.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, SORT_MEMORY);
        settings.set(TaskManagerOptions.NETWORK_MEMORY_MIN, network);
        settings.set(TaskManagerOptions.NETWORK_MEMORY_MAX, network);
        // Accumulators travel with heartbeats, and progress is made of them.
        settings.set(HeartbeatManagerOptions.HEARTBEAT_INTERVAL, Duration.ofSeconds(1));
        settings.set(RestOptions.BIND_PORT, "0");
        settings.set(WebOptions.SUBMIT_ENABLE, false);
        settings.set(CoreOptions.DEFAULT_PARALLELISM, parallelism);
        return settings;
    }
}
