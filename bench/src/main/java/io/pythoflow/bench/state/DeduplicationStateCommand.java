package io.pythoflow.bench.state;

import io.pythoflow.bench.ExitCodes;
import io.pythoflow.bench.process.Figures;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench deduplication-state}: hours of readings, in a process of its own. */
@Command(
        name = "deduplication-state",
        hidden = true,
        header = "Fill the deduplication state and weigh it; started by 'duplicates'.")
public final class DeduplicationStateCommand implements Callable<Integer> {
    /** Midnight, so that hours of readings are hours of the run. */
    private static final Instant START = Instant.parse("2025-06-01T00:00:00Z");

    @Spec private CommandSpec spec;

    @Option(names = "--rate", required = true, description = "Messages per second.")
    private int rate;

    @Option(names = "--period", required = true, description = "Seconds between readings.")
    private int periodSeconds;

    @Option(names = "--identity", required = true, description = "${COMPLETION-CANDIDATES}.")
    private IdentityKind identity = IdentityKind.MESSAGE_ID;

    @Option(names = "--hours", required = true, description = "Hours to pass.")
    private int hours;

    @Option(
            names = "--checkpoint-hours",
            required = true,
            split = ",",
            description = "Hours at which a checkpoint is made too.")
    private List<Integer> checkpointHours = List.of();

    @Option(names = "--time-to-live-minutes", required = true, description = "Of identities.")
    private long timeToLiveMinutes;

    @Option(names = "--horizon-seconds", required = true, description = "Of contents.")
    private long horizonSeconds;

    @Option(names = "--checkpoints", required = true, description = "Folder.")
    private Path checkpoints = Path.of("");

    @Override
    public Integer call() throws Exception {
        Senders senders = new Senders(rate, periodSeconds, identity);
        try (DeduplicationRun run =
                new DeduplicationRun(
                        senders,
                        Duration.ofMinutes(timeToLiveMinutes),
                        Duration.ofSeconds(horizonSeconds),
                        START.toEpochMilli(),
                        checkpoints)) {
            for (int hour = 1; hour <= hours; hour++) {
                run.advance(Duration.ofHours(1));
                Figures figures =
                        Figures.of("hour", hour)
                                .with("messages", run.messages())
                                .with("duplicates", run.duplicates())
                                .with("heapBytes", run.stateHeapBytes());
                (checkpointHours.contains(hour)
                                ? figures.with("checkpointBytes", run.checkpointBytes())
                                : figures)
                        .print(spec.commandLine().getOut());
            }
        }
        Figures.of("end", 1).print(spec.commandLine().getOut());
        return ExitCodes.OK;
    }
}
