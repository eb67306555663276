package io.pythoflow.bench.memory;

import io.pythoflow.bench.ExitCodes;
import io.pythoflow.bench.load.Workload;
import io.pythoflow.bench.process.CpuClock;
import io.pythoflow.bench.process.Figures;
import io.pythoflow.job.PythoFlowJob;
import io.pythoflow.job.config.JobConfig;
import io.pythoflow.job.control.rules.SystemMessage;
import io.pythoflow.job.ingest.GatewayReport;
import io.pythoflow.job.ingest.ReadingDeserializer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.runtime.checkpoint.CheckpointStatsSnapshot;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.streaming.api.graph.StreamGraph;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench memory-job}: the job over bytes from memory, in a process of its own. */
@Command(
        name = "memory-job",
        hidden = true,
        header = "Run the job over bytes from memory; started by measurements.")
public final class MemoryJobCommand implements Callable<Integer> {

    @Spec private CommandSpec spec;

    @Option(names = "--messages", required = true, description = "In all.")
    private long messages;

    @Option(names = "--rate", defaultValue = "Infinity", description = "Messages per second.")
    private double rate;

    @Option(names = "--sensors", defaultValue = "1000", description = "In turn.")
    private int sensors;

    @Option(names = "--metrics", defaultValue = "5", description = "Of a reading.")
    private int metrics;

    @Option(names = "--per-message", defaultValue = "1", description = "Readings.")
    private int perMessage;

    @Option(names = "--step-nanos", required = true, description = "Event time of a reading.")
    private long stepNanos;

    @Option(names = "--late", defaultValue = "ONE_IN_A_THOUSAND", description = "Late readings.")
    private Workload.Late late = Workload.Late.NONE;

    @Option(names = "--window", defaultValue = "60 s", description = "Length.")
    private String window = "";

    @Option(names = "--parallelism", defaultValue = "2", description = "Subtasks.")
    private int parallelism;

    @Option(names = "--backend", defaultValue = "hashmap", description = "hashmap or rocksdb.")
    private String backend = "";

    @Option(names = "--interval", defaultValue = "1000", description = "Of checkpoints, ms.")
    private long intervalMillis;

    @Option(names = "--folder", required = true, description = "For lake and state.")
    private Path folder = Path.of("");

    @Override
    public Integer call() throws Exception {
        Configuration configuration = configuration();
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.getExecutionEnvironment(configuration);
        env.setParallelism(parallelism);
        JobConfig config = JobConfig.from(properties(), Map.of());
        long end = System.currentTimeMillis() - Duration.ofHours(1).toMillis();
        Workload workload =
                new Workload(
                        sensors,
                        metrics,
                        perMessage,
                        end - messages * perMessage * stepNanos / 1_000_000,
                        stepNanos,
                        late);
        PythoFlowJob.Sinks tables = PythoFlowJob.sinks(config, env);
        PythoFlowJob.defineTopology(
                env,
                config,
                new PythoFlowJob.Sources(
                        new MemorySource<>(
                                new MemorySource.Plan(
                                        workload, messages, rate, config.window().outOfOrderness()),
                                new ReadingDeserializer(config.ingest().limits())),
                        new EmptySource<>(GatewayReport.class),
                        new EmptySource<>(SystemMessage.class)),
                new PythoFlowJob.Sinks(
                        tables.readings(),
                        tables.sensorAggregates(),
                        tables.rejectedMessages(),
                        tables.gatewayEvents(),
                        tables.decisions(),
                        new DiscardingSink<>(),
                        new DiscardingSink<>()));
        StreamGraph graph = env.getStreamGraph();
        graph.setJobName("PythoFlow");
        try (MiniCluster cluster =
                new MiniCluster(
                        new MiniClusterConfiguration.Builder()
                                .setConfiguration(configuration)
                                .setNumTaskManagers(1)
                                .setNumSlotsPerTaskManager(parallelism)
                                .build())) {
            cluster.start();
            long start = System.nanoTime();
            long cpu = CpuClock.nanos();
            var job = cluster.submitJob(graph).get().getJobID();
            var result = cluster.requestJobResult(job).get();
            long nanos = System.nanoTime() - start;
            if (result.getSerializedThrowable().isPresent()) {
                result.getSerializedThrowable().get().printStackTrace(spec.commandLine().getErr());
                return ExitCodes.FAILED;
            }
            CheckpointStatsSnapshot stats =
                    cluster.getExecutionGraph(job).get().getCheckpointStatsSnapshot();
            Figures.of("messages", messages)
                    .with("readings", messages * perMessage)
                    .with("nanos", nanos)
                    .with("cpuNanos", CpuClock.nanos() - cpu)
                    .with("checkpoints", stats.getCounts().getNumberOfCompletedCheckpoints())
                    .with("failedCheckpoints", stats.getCounts().getNumberOfFailedCheckpoints())
                    .with(
                            "checkpointP95Millis",
                            (long)
                                    stats.getSummaryStats()
                                            .getEndToEndDurationStats()
                                            .getQuantile(0.95))
                    .print(spec.commandLine().getOut());
        }
        return ExitCodes.OK;
    }

    private Configuration configuration() {
        Configuration configuration = PythoFlowJob.settings();
        configuration.set(
                CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(intervalMillis));
        configuration.set(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                folder.resolve("state").toAbsolutePath().toUri().toString());
        configuration.set(StateBackendOptions.STATE_BACKEND, backend);
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
        configuration.set(RestOptions.BIND_PORT, "0");
        return configuration;
    }

    private Map<String, Properties> properties() {
        Properties lake = new Properties();
        lake.setProperty("lake.path", folder.resolve("lake").toAbsolutePath().toString());
        lake.setProperty("catalog", "none");
        lake.setProperty("lake.freshness", "0 s");
        Properties mqtt = new Properties();
        mqtt.setProperty("mqtt.broker", "mqtt://localhost:1");
        Properties windows = new Properties();
        windows.setProperty("window.length", window);
        windows.setProperty("window.out.of.orderness", "5 s");
        windows.setProperty("window.revision.interval", "10 s");
        Properties ingest = new Properties();
        ingest.setProperty("ingest.max.age", "0 s");
        ingest.setProperty("ingest.max.new.sensors.per.hour", "1000000");
        return Map.of("lake", lake, "mqtt", mqtt, "window", windows, "ingest", ingest);
    }
}
