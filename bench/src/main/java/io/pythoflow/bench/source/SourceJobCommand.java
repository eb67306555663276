package io.pythoflow.bench.source;

import io.pythoflow.bench.ExitCodes;
import io.pythoflow.bench.process.Figures;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.runtime.checkpoint.CheckpointStatsSnapshot;
import org.apache.flink.runtime.jobmaster.JobResult;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench source-job}: the source in a job, in a process of its own. */
@Command(
        name = "source-job",
        hidden = true,
        header = "Run the MQTT source until every message has come; started by measurements.")
public final class SourceJobCommand implements Callable<Integer> {

    @Spec private CommandSpec spec;

    @Option(names = "--broker", required = true, description = "mqtt://host:port")
    private URI broker = URI.create("mqtt://localhost");

    @Option(names = "--messages", required = true, description = "Messages that will come.")
    private long messages;

    @Option(names = "--slots", required = true, description = "Sessions.")
    private int slots;

    @Option(names = "--receive-maximum", required = true, description = "Per slot.")
    private int receiveMaximum;

    @Option(names = "--interval-millis", required = true, description = "Between checkpoints.")
    private long intervalMillis;

    @Option(names = "--pause-millis", required = true, description = "Minimum between them.")
    private long pauseMillis;

    @Option(names = "--checkpoints", required = true, description = "Folder.")
    private Path checkpoints = Path.of("");

    @Option(names = "--timeout-seconds", required = true, description = "Give up after.")
    private long timeoutSeconds;

    @Option(
            names = "--stall-every",
            defaultValue = "0",
            description = "Stall and sample the heap once in so many messages; 0 never.")
    private long stallEvery;

    @Option(names = "--stall-millis", defaultValue = "0", description = "So long.")
    private long stallMillis;

    @Override
    public Integer call() throws Exception {
        JobProcess process = JobProcess.begin(messages, spec.commandLine().getOut());
        SourceJob.Settings settings =
                new SourceJob.Settings(
                        broker,
                        slots,
                        receiveMaximum,
                        Duration.ofMillis(intervalMillis),
                        Duration.ofMillis(pauseMillis),
                        checkpoints);
        ProcessFunction<Long, Void> function =
                stallEvery == 0
                        ? new MarkCheckpoints()
                        : new StallAndSample(stallEvery, Duration.ofMillis(stallMillis));
        SourceJob.Chaining chaining =
                stallEvery == 0 ? SourceJob.Chaining.WITH_SOURCE : SourceJob.Chaining.APART;
        try (SourceJob job = SourceJob.start(settings, function, chaining)) {
            CompletableFuture<?> unused =
                    job.result().whenComplete((result, failure) -> end(process, result));
            boolean complete = process.awaitComplete(Duration.ofSeconds(timeoutSeconds));
            CheckpointStatsSnapshot stats = job.checkpoints();
            process.print(
                    Figures.of("complete", complete ? 1 : 0)
                            .with("distinct", process.distinct())
                            .with("copies", process.copies())
                            .with(
                                    "checkpointsCompleted",
                                    stats.getCounts().getNumberOfCompletedCheckpoints())
                            .with(
                                    "checkpointsFailed",
                                    stats.getCounts().getNumberOfFailedCheckpoints())
                            .with(
                                    "checkpointMillis",
                                    stats.getSummaryStats()
                                            .getEndToEndDurationStats()
                                            .getAverage()));
        }
        return ExitCodes.OK;
    }

    private void end(JobProcess process, @Nullable JobResult result) {
        if (result != null && result.getSerializedThrowable().isPresent()) {
            result.getSerializedThrowable().get().printStackTrace(spec.commandLine().getErr());
        }
        process.jobEnded();
    }
}
