package io.pythoflow.job.local;

import io.pythoflow.job.BackfillJob;
import io.pythoflow.job.config.BackfillConfig;
import io.pythoflow.job.config.BackfillOptions;
import io.pythoflow.job.config.ConfigurationException;
import io.pythoflow.job.lake.backfill.Report;
import io.pythoflow.job.lake.catalog.CatalogException;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs a backfill on a mini cluster. */
@Command(
        name = "backfill",
        mixinStandardHelpOptions = true,
        version = "flink-job 0.1.0",
        sortOptions = false,
        description =
                "Aggregates what is kept of the past, and stores readings that the table lacks. Nothing of a table is visible before all its rows are written.",
        footer = {
            "",
            "Exit codes: 0 done, 1 the job failed, 2 the options or the configuration cannot be used.",
            "What it does: docs/backfill.md. Settings of the job: docs/configuration.md."
        })
public final class LocalBackfill implements Callable<Integer> {

    private static final int FAILED = 1;
    private static final int UNUSABLE = 2;

    /** Sorting spills what does not fit into this, for all tasks of the process together. */
    private static final MemorySize SORT_MEMORY = MemorySize.ofMebiBytes(256);

    private static final int NETWORK_MEBIBYTES_PER_SLOT = 32;

    @Spec private CommandSpec spec;

    @Mixin private LakeOptions lakeOptions = new LakeOptions();

    @Option(
            names = "--from",
            paramLabel = "INSTANT",
            description = "Start of the first window, such as 2026-01-31T00:00:00Z.")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "INSTANT", description = "End of the last window.")
    private @Nullable String to;

    @Option(
            names = "--legacy-root",
            paramLabel = "URI",
            description =
                    "Read the original's raw files, too: the folder above irrigation/, local or s3://.")
    private @Nullable String legacyRoot;

    @Option(
            names = "--archive-root",
            paramLabel = "URI",
            description = "Read the raw archive, too: the folder above dt=…, local or s3://.")
    private @Nullable String archiveRoot;

    @Option(names = "--force", description = "Also windows that the live job may still revise.")
    private boolean force;

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

    private LocalBackfill() {}

    public static void main(String[] args) {
        // Before anything may stop the process: logging cannot start while a JVM shuts down.
        LoggerFactory.getLogger(LocalBackfill.class).debug("Starting");
        System.exit(new CommandLine(new LocalBackfill()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        BackfillConfig config;
        FileSystemSettings fileSystems;
        try {
            fileSystems = lakeOptions.fileSystems();
            config = configuration(fileSystems);
            LakeOptions.open(config.lake(), fileSystems);
        } catch (ConfigurationException | CatalogException | IOException e) {
            err.println(e.getMessage());
            return UNUSABLE;
        }
        out.printf(
                "Filling %s to %s%n",
                Instant.ofEpochMilli(config.from()), Instant.ofEpochMilli(config.to()));
        LakeOptions.print(config.lake(), out);
        out.flush();
        return run(config, settings(fileSystems), out, err);
    }

    private BackfillConfig configuration(FileSystemSettings fileSystems) throws IOException {
        return BackfillConfig.from(
                lakeOptions.groups(),
                System.getenv(),
                new BackfillOptions(
                        Optional.ofNullable(from),
                        Optional.ofNullable(to),
                        Optional.ofNullable(legacyRoot),
                        Optional.ofNullable(archiveRoot),
                        force),
                Instant.now(),
                folder -> complaint(folder, fileSystems));
    }

    private static Optional<String> complaint(URI folder, FileSystemSettings fileSystems) {
        try {
            fileSystems.check(List.of(folder));
        } catch (IOException e) {
            return Optional.of(e.getMessage());
        }
        return BackfillJob.complaint(folder);
    }

    private int run(BackfillConfig config, Configuration settings, PrintWriter out, PrintWriter err)
            throws Exception {
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.getExecutionEnvironment(settings);
        env.setParallelism(parallelism);
        BackfillJob.defineTopology(env, config, BackfillJob.sinks(config));
        StreamGraph graph = env.getStreamGraph();
        graph.setJobName("PythoFlow backfill");
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
            JobResult outcome = await(result, cluster, graph, out);
            if (outcome.getSerializedThrowable().isPresent()) {
                err.println(
                        "The backfill failed. Run it again once the cause is mended; no reading is stored twice:");
                outcome.getSerializedThrowable().get().printStackTrace(err);
                err.flush();
                return FAILED;
            }
            out.println(new Report(values(outcome.getAccumulatorResults())).summary());
            out.flush();
            return 0;
        }
    }

    private JobResult await(
            CompletableFuture<JobResult> result,
            MiniCluster cluster,
            StreamGraph graph,
            PrintWriter out)
            throws Exception {
        while (true) {
            try {
                return result.get(progressSeconds, TimeUnit.SECONDS);
            } catch (TimeoutException stillRunning) {
                out.println(
                        new Report(
                                        values(
                                                cluster.getExecutionGraph(graph.getJobID())
                                                        .get()
                                                        .getAccumulatorsSerialized()))
                                .line());
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
                    entry.getValue().deserializeValue(LocalBackfill.class.getClassLoader());
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
