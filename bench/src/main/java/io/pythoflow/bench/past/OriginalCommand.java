package io.pythoflow.bench.past;

import io.pythoflow.bench.BenchException;
import io.pythoflow.bench.process.ChildProcess;
import io.pythoflow.bench.process.Figures;
import io.pythoflow.bench.report.Column;
import io.pythoflow.bench.report.Machine;
import io.pythoflow.bench.report.Median;
import io.pythoflow.bench.report.Report;
import io.pythoflow.bench.suite.MeasurementCommand;
import io.pythoflow.bench.suite.Profile;
import io.pythoflow.bench.suite.Run;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code bench original}. */
@Command(
        name = "original",
        header = "Backfill of the original's raw files, beside the way of its Lambda.",
        description = {
            "Writes raw files as the original's rule did, with three nodes each, and aggregates"
                    + " them in half hours, twice: as make backfill does, and with Python as the"
                    + " Lambda did (bench/scripts/original_way.py: one file after the other, JSON,"
                    + " pandas, a Parquet file for each half hour). Both read the same files from"
                    + " this machine's memory, and must find the same number of nodes and the same"
                    + " means. The backfill also stores every reading, and computes the other"
                    + " statistics. Full: 100,000 files; short: 10,000, which take less time than"
                    + " the start of Flink.",
            "",
            "Criterion of the full profile: at least 20 times the Lambda's files/s."
        },
        footer = "  make bench BENCH=original")
public final class OriginalCommand extends MeasurementCommand {
    private static final int SHORT_FILES = 10_000;
    private static final int FULL_FILES = 100_000;
    private static final double LEAST_RATIO = 20;
    private static final Duration TIMEOUT = Duration.ofMinutes(30);
    private static final double NANOS_PER_MICRO = 1e3;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double MICROS_PER_SECOND = 1e6;

    @Override
    public String name() {
        return "original";
    }

    @Override
    public Report measure(Run run) throws InterruptedException {
        RawFiles raw = new RawFiles(run.profile() == Profile.SHORT ? SHORT_FILES : FULL_FILES);
        Path root = run.folder().resolve("raw");
        Report report =
                new Report(
                                name(),
                                "The original's raw files: backfill beside the way of its Lambda",
                                Machine.here(),
                                List.of(
                                        Column.whole("round", "round"),
                                        Column.whole("lambda_per_second", "Lambda files/s"),
                                        Column.whole("backfill_per_second", "backfill files/s"),
                                        Column.decimal("ratio", "ratio", 1),
                                        Column.decimal("lambda_cpu_micros", "Lambda CPU µs", 1),
                                        Column.decimal(
                                                "backfill_cpu_micros", "backfill CPU µs", 1)))
                        .setting("files", raw.files())
                        .setting("nodes_per_file", RawFiles.NODES)
                        .setting("heap", BackfillProcess.HEAP);
        prepare(run);
        run.say("  writing %,d raw files".formatted(raw.files()));
        raw.write(root);
        List<Double> ratios = new ArrayList<>();
        for (int round = 1; round <= run.rounds(); round++) {
            ratios.add(round(run, report, raw, root, round));
        }
        compare(run, report, Median.of(ratios));
        Folders.delete(root);
        return report.note(
                "The backfill's seconds count from where it starts its cluster, the Lambda's from"
                        + " its first file on. CPU is per file.");
    }

    private static double round(Run run, Report report, RawFiles raw, Path root, int round)
            throws InterruptedException {
        Path folder = run.folder().resolve("round-" + round);
        Path lake = folder.resolve("lake");
        Path means = folder.resolve("lambda");
        Figures lambda = lambda(folder, root, means);
        BackfillProcess.Outcome backfill =
                BackfillProcess.run(
                        folder,
                        lake,
                        PastRange.of(raw.length()),
                        "30 min",
                        List.of("--legacy-root", root.toString()));
        SameMeans.check(lake, means, raw.files() * (long) RawFiles.NODES);
        double lambdaRate = raw.files() * NANOS_PER_SECOND / lambda.value("nanos");
        double rate = raw.files() / backfill.seconds();
        report.row(
                round,
                lambdaRate,
                rate,
                rate / lambdaRate,
                lambda.value("cpuNanos") / NANOS_PER_MICRO / raw.files(),
                backfill.cpuSeconds() * MICROS_PER_SECOND / raw.files());
        run.say(
                "  round %d: %,.0f files/s, the Lambda's way %,.0f"
                        .formatted(round, rate, lambdaRate));
        Folders.delete(lake);
        return rate / lambdaRate;
    }

    private static void compare(Run run, Report report, double ratio) {
        String measured = "%.1f times".formatted(ratio);
        if (run.profile() == Profile.SHORT) {
            report.note(
                    "Target 4 is of 100,000 files; of these "
                            + measured
                            + ", most of it the start of Flink.");
        } else {
            run.target(
                    report,
                    "4b",
                    "backfill of the original's files at least 20 times as fast as the Lambda",
                    measured,
                    ratio >= LEAST_RATIO);
        }
    }

    /** Installs pandas where it is not there. */
    private static void prepare(Run run) throws InterruptedException {
        try (ChildProcess venv = ChildProcess.start(run.folder(), "venv", List.of("bin/venv"))) {
            if (venv.awaitExit(TIMEOUT) != 0) {
                throw new BenchException(
                        "No figure: the Lambda's way needs Python with pandas, and bin/venv failed:"
                                + System.lineSeparator()
                                + String.join(System.lineSeparator(), venv.lines()));
            }
        }
    }

    private static Figures lambda(Path folder, Path raw, Path means) throws InterruptedException {
        try (ChildProcess lambda =
                ChildProcess.start(
                        folder,
                        "lambda",
                        List.of(
                                ".venv/bin/python",
                                "bench/scripts/original_way.py",
                                raw.toString(),
                                means.toString()))) {
            return lambda.awaitFigures("files", TIMEOUT);
        }
    }
}
