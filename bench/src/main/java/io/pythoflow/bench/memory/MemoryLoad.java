package io.pythoflow.bench.memory;

import io.pythoflow.bench.cluster.LocalJob;
import io.pythoflow.bench.load.Workload;
import io.pythoflow.bench.process.CpuClock;
import io.pythoflow.bench.process.Figures;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.checkpoint.CheckpointStatsSnapshot;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import picocli.CommandLine.Option;

/**
 * What comes from memory and how the job runs that takes it: the options of every command that
 * {@link MemoryRun} starts.
 */
public final class MemoryLoad {
    @Option(names = "--messages", required = true, description = "In all.")
    private long messages;

    @Option(
            names = "--warm-up",
            defaultValue = "0",
            description = "Messages that a job of their own takes first, for the compiler's sake.")
    private long warmUp;

    @Option(names = "--rate", defaultValue = "Infinity", description = "Messages per second.")
    private double rate;

    @Option(names = "--sensors", defaultValue = "1000", description = "In turn.")
    private int sensors;

    @Option(names = "--metrics", defaultValue = "5", description = "Of a reading.")
    private int metrics;

    @Option(names = "--per-message", defaultValue = "1", description = "Readings.")
    private int perMessage;

    @Option(names = "--base", required = true, description = "Event time of reading 0, epoch ms.")
    private long base;

    @Option(names = "--step-nanos", required = true, description = "Event time of a reading.")
    private long stepNanos;

    @Option(names = "--late", defaultValue = "ONE_IN_A_THOUSAND", description = "Late readings.")
    private Workload.Late late = Workload.Late.NONE;

    @Option(names = "--window-seconds", defaultValue = "60", description = "Length.")
    private long windowSeconds;

    @Option(names = "--parallelism", defaultValue = "2", description = "Subtasks.")
    private int parallelism;

    @Option(names = "--interval-millis", defaultValue = "1000", description = "Of checkpoints.")
    private long intervalMillis;

    @Option(names = "--folder", required = true, description = "For lake and state.")
    private Path folder = Path.of("");

    /** Puts a job over messages from memory into an environment; its tables lie in the lake. */
    public interface Job {
        void define(
                StreamExecutionEnvironment env, MemorySource.Plan plan, Duration window, Path lake);
    }

    /**
     * Runs a job to its end, after a first one that only warms the virtual machine.
     *
     * @param options of the job
     * @return what the second one took
     */
    public Figures run(String name, Configuration options, Job job) throws Exception {
        if (warmUp > 0) {
            var unused = run(name, options, job, warmUp, folder.resolve("warm-up"));
        }
        return run(name, options, job, messages, folder);
    }

    private Figures run(String name, Configuration options, Job job, long count, Path where)
            throws Exception {
        MemorySource.Plan plan =
                new MemorySource.Plan(
                        new Workload(sensors, metrics, perMessage, base, stepNanos, late),
                        count,
                        rate,
                        Workload.OUT_OF_ORDERNESS);
        LocalJob.Settings settings =
                new LocalJob.Settings(
                        Duration.ofMillis(intervalMillis), where.resolve("state"), parallelism);
        long start = System.nanoTime();
        long cpu = CpuClock.nanos();
        try (LocalJob running =
                LocalJob.start(
                        name,
                        options,
                        settings,
                        env ->
                                job.define(
                                        env,
                                        plan,
                                        Duration.ofSeconds(windowSeconds),
                                        where.resolve("lake")))) {
            running.awaitEnd();
            long nanos = System.nanoTime() - start;
            CheckpointStatsSnapshot stats = running.checkpoints();
            return Figures.of("messages", count)
                    .with("readings", count * perMessage)
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
                    .with("stateBytes", stats.getSummaryStats().getStateSizeStats().getMaximum());
        }
    }
}
