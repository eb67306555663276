package io.pythoflow.bench.past;

import io.pythoflow.bench.BenchException;
import io.pythoflow.bench.load.Gate;
import io.pythoflow.bench.load.Workload;
import io.pythoflow.bench.process.ChildProcess;
import io.pythoflow.bench.process.JavaCommand;
import io.pythoflow.bench.report.Column;
import io.pythoflow.bench.report.Machine;
import io.pythoflow.bench.report.Median;
import io.pythoflow.bench.report.Report;
import io.pythoflow.bench.suite.MeasurementCommand;
import io.pythoflow.bench.suite.Profile;
import io.pythoflow.bench.suite.Results;
import io.pythoflow.bench.suite.Run;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code bench backfill}. */
@Command(
        name = "backfill",
        header = "Backfill of ten million readings from the job's own table.",
        description = {
            "Fills a table readings through the job's sink, with the readings of 1,000 sensors of"
                    + " five metrics, three a second each, then aggregates it as make backfill does,"
                    + " in windows of a minute. What comes of it is compared with what must be"
                    + " there, window by window. The short profile has a million readings, of which"
                    + " the start of Flink takes a good part.",
            "",
            "Criterion: at least the readings/s of the streaming job over bytes from memory,"
                    + " measured before in the same run of the suite."
        },
        footer = {"  make bench BENCH=backfill", "  make bench ONLY=job-only,backfill"})
public final class BackfillCommand extends MeasurementCommand {
    private static final long SHORT_MESSAGES = 1_000_000;
    private static final long FULL_MESSAGES = 10_000_000;
    private static final Duration WINDOW = Duration.ofMinutes(1);
    private static final Duration TABLE_TIMEOUT = Duration.ofMinutes(20);
    private static final double MICROS_PER_SECOND = 1e6;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final List<Double> rates = new ArrayList<>();

    @Override
    public String name() {
        return "backfill";
    }

    @Override
    public Report measure(Run run) throws InterruptedException {
        long messages = run.profile() == Profile.SHORT ? SHORT_MESSAGES : FULL_MESSAGES;
        Workload workload = PastTableCommand.workload();
        Path lake = run.folder().resolve("lake");
        Report report =
                new Report(
                                name(),
                                "Backfill from the job's own table",
                                Machine.here(),
                                List.of(
                                        Column.whole("round", "round"),
                                        Column.whole("readings", "readings"),
                                        Column.decimal("seconds", "seconds", 1),
                                        Column.whole("readings_per_second", "readings/s"),
                                        Column.decimal("cpu_micros", "CPU µs/reading", 2),
                                        Column.decimal("start_seconds", "JVM's start s", 1)))
                        .setting("sensors", workload.sensors())
                        .setting("metrics", workload.metrics())
                        .setting("window_seconds", WINDOW.toSeconds())
                        .setting("heap", BackfillProcess.HEAP);
        run.say("  writing a table of %,d readings".formatted(messages));
        writeTable(run.folder(), lake, messages);
        Gate gate = new Gate(workload, messages, WINDOW);
        PastRange range =
                PastRange.of(Duration.ofMillis(messages * workload.stepNanos() / NANOS_PER_MILLI));
        rates.clear();
        for (int round = 1; round <= run.rounds(); round++) {
            Folders.delete(lake.resolve("aggregated"));
            BackfillProcess.Outcome outcome =
                    BackfillProcess.run(
                            run.folder().resolve("round-" + round),
                            lake,
                            range,
                            WINDOW.toSeconds() + " s",
                            List.of());
            long readings = gate.checkBackfilled(lake).readings();
            rates.add(readings / outcome.seconds());
            report.row(
                    round,
                    readings,
                    outcome.seconds(),
                    readings / outcome.seconds(),
                    outcome.cpuSeconds() * MICROS_PER_SECOND / readings,
                    outcome.startSeconds());
            run.say("  round %d: %,.0f readings/s".formatted(round, readings / outcome.seconds()));
        }
        compare(run, report);
        Folders.delete(lake);
        return report.note(
                "Seconds count from where the backfill starts its cluster, cold; those of the job without"
                        + " MQTT begin when it is warm. CPU has the start of the JVM in it.");
    }

    private void compare(Run run, Report report) {
        double median = Median.of(rates);
        run.results()
                .find(Results.MEMORY_READINGS_PER_SECOND)
                .ifPresent(
                        streamed ->
                                run.targetOfWarmJob(
                                        report,
                                        "4a",
                                        "backfill of our table at least as fast as the job without"
                                                + " MQTT",
                                        "%,.0f of %,.0f readings/s".formatted(median, streamed),
                                        median >= streamed));
    }

    private static void writeTable(Path folder, Path lake, long messages)
            throws InterruptedException {
        try (ChildProcess table =
                ChildProcess.start(
                        folder,
                        "past-table",
                        JavaCommand.bench(
                                List.of(BackfillProcess.HEAP),
                                List.of(
                                        "past-table",
                                        "--messages",
                                        String.valueOf(messages),
                                        "--lake",
                                        lake.toString())))) {
            int exitCode = table.awaitExit(TABLE_TIMEOUT);
            if (exitCode != 0) {
                throw new BenchException(
                        "No figure: the table was not written (exit code %d); the output is in %s"
                                .formatted(exitCode, folder));
            }
        }
    }
}
