package io.pythoflow.bench.source;

import io.pythoflow.bench.BenchException;
import io.pythoflow.bench.process.ChildProcess;
import io.pythoflow.bench.process.Figures;
import io.pythoflow.bench.process.JavaCommand;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

/** The source in a job, seen from the process that measures it. */
final class SourceJobProcess implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(90);
    private static final Duration SLACK = Duration.ofMinutes(1);

    private final ChildProcess process;
    private final Plan plan;
    private final Path folder;

    private SourceJobProcess(ChildProcess process, Plan plan, Path folder) {
        this.process = process;
        this.plan = plan;
        this.folder = folder;
    }

    /**
     * What to run.
     *
     * @param stallEvery messages; 0 for never
     * @param timeout for all messages to come
     * @param heap as the JVM's option has it, such as {@code 1g}
     */
    record Plan(
            long messages,
            int slots,
            int receiveMaximum,
            Duration interval,
            Duration pause,
            long stallEvery,
            Duration stall,
            Duration timeout,
            String heap) {}

    /** Starts the job and waits until every slot is subscribed. */
    static SourceJobProcess start(Path folder, URI broker, Plan plan) throws InterruptedException {
        ChildProcess process =
                ChildProcess.start(
                        folder,
                        "job",
                        JavaCommand.bench(
                                List.of("-Xms" + plan.heap(), "-Xmx" + plan.heap()),
                                arguments(folder, broker, plan)));
        try {
            process.awaitLines(" is subscribed to ", plan.slots(), START);
        } catch (BenchException | InterruptedException e) {
            process.close();
            throw e;
        }
        return new SourceJobProcess(process, plan, folder);
    }

    private static List<String> arguments(Path folder, URI broker, Plan plan) {
        return List.of(
                "source-job",
                "--broker",
                broker.toString(),
                "--messages",
                String.valueOf(plan.messages()),
                "--slots",
                String.valueOf(plan.slots()),
                "--receive-maximum",
                String.valueOf(plan.receiveMaximum()),
                "--interval-millis",
                String.valueOf(plan.interval().toMillis()),
                "--pause-millis",
                String.valueOf(plan.pause().toMillis()),
                "--checkpoints",
                folder.resolve("checkpoints").toString(),
                "--timeout-seconds",
                String.valueOf(plan.timeout().toSeconds()),
                "--stall-every",
                String.valueOf(plan.stallEvery()),
                "--stall-millis",
                String.valueOf(plan.stall().toMillis()));
    }

    /**
     * Waits for the end.
     *
     * @throws BenchException if not every message came
     */
    Figures awaitEnd() throws InterruptedException {
        Figures end = process.awaitFigures("complete", plan.timeout().plus(SLACK));
        if (end.value("complete") != 1) {
            throw new BenchException(
                    "No figure: of %,d messages %,d came within %d s; see %s"
                            .formatted(
                                    plan.messages(),
                                    end.value("distinct"),
                                    plan.timeout().toSeconds(),
                                    folder));
        }
        return end;
    }

    /** Waits for the n-th figures, counted from 1, that hold this name. */
    Figures awaitFigures(String name, int n) throws InterruptedException {
        return process.awaitFigures(name, n, plan.timeout());
    }

    /** Figures so far that hold this name. */
    List<Figures> figures(String name) {
        Predicate<Figures> holdsName = figures -> figures.values().containsKey(name);
        return process.figures().stream().filter(holdsName).toList();
    }

    @Override
    public void close() {
        process.close();
    }
}
