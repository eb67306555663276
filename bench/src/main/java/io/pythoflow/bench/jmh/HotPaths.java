package io.pythoflow.bench.jmh;

import io.pythoflow.bench.BenchException;
import io.pythoflow.bench.report.Column;
import io.pythoflow.bench.report.Machine;
import io.pythoflow.bench.report.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Runs the benchmarks of the hot paths, each in JVMs of its own. */
final class HotPaths {
    private static final String BENCHMARK = "Benchmark";
    private static final String ALLOCATED = "gc.alloc.rate.norm";
    private static final String HEAP = "-Xmx1g";

    /**
     * How long is measured.
     *
     * @param forks JVMs, one after another
     * @param warmUps iterations of each JVM that do not count
     * @param iterations of each JVM that count
     * @param length of an iteration
     */
    record Rounds(int forks, int warmUps, int iterations, Duration length) {}

    private HotPaths() {}

    /**
     * Measures.
     *
     * @param only regular expression, found in the names of what is measured
     * @param profiler one of JMH's, with its options behind a colon; empty for none
     * @param folder where JMH's own output goes
     */
    static Report measure(Rounds rounds, String only, String profiler, Path folder) {
        Path log = log(folder);
        TimeValue length = TimeValue.milliseconds(rounds.length().toMillis());
        ChainedOptionsBuilder options =
                new OptionsBuilder()
                        .include("^io\\.pythoflow\\.(?=.*(" + only + ")).*" + BENCHMARK + "\\.")
                        .forks(rounds.forks())
                        .warmupIterations(rounds.warmUps())
                        .warmupTime(length)
                        .measurementIterations(rounds.iterations())
                        .measurementTime(length)
                        .jvmArgs("@config/flink-java17.args", HEAP)
                        .shouldFailOnError(true)
                        .addProfiler(GCProfiler.class)
                        .output(log.toString());
        if (!profiler.isEmpty()) {
            String[] parts = profiler.split(":", 2);
            options.addProfiler(parts[0], parts.length == 1 ? "" : parts[1]);
        }
        Report report =
                new Report(
                                "hot-paths",
                                "What a step costs, alone",
                                Machine.here(),
                                List.of(
                                        Column.text("step", "step"),
                                        Column.decimal("nanos", "ns", 1),
                                        Column.decimal("error_nanos", "± ns (99.9 %)", 1),
                                        Column.decimal("allocated_bytes", "bytes allocated", 0)))
                        .setting("forks", rounds.forks())
                        .setting("warm_up_iterations", rounds.warmUps())
                        .setting("iterations", rounds.iterations())
                        .setting("iteration_millis", rounds.length().toMillis())
                        .setting("heap", HEAP)
                        .setting("jmh_output", log);
        results(options).stream()
                .sorted(Comparator.comparing(HotPaths::step))
                .forEach(
                        result ->
                                report.row(
                                        step(result),
                                        result.getPrimaryResult().getScore(),
                                        result.getPrimaryResult().getScoreError(),
                                        allocated(result)));
        return report.note(
                "One thread, caches and branch predictor to itself: a step costs more among others."
                        + " Allocated memory is exact.");
    }

    private static Path log(Path folder) {
        try {
            return Files.createDirectories(folder).resolve("jmh.log");
        } catch (IOException e) {
            throw new BenchException("Cannot create " + folder, e);
        }
    }

    private static Collection<RunResult> results(ChainedOptionsBuilder options) {
        try {
            return new Runner(options.build()).run();
        } catch (RunnerException e) {
            throw new BenchException("JMH gives no figures: " + e.getMessage(), e);
        }
    }

    /** "window: reading added" of {@code …WindowBenchmark.readingAdded}. */
    static String step(String benchmark) {
        String[] parts = benchmark.split("\\.", -1);
        String type = parts[parts.length - 2];
        return words(type.substring(0, type.length() - BENCHMARK.length()))
                + ": "
                + words(parts[parts.length - 1]);
    }

    private static String words(String camelCase) {
        return camelCase.replaceAll("(?<=.)(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
    }

    private static String step(RunResult result) {
        return step(result.getParams().getBenchmark());
    }

    private static double allocated(RunResult result) {
        Result<?> allocated = result.getSecondaryResults().get(ALLOCATED);
        if (allocated == null) {
            throw new BenchException(
                    "JMH says nothing of allocated memory, only of "
                            + result.getSecondaryResults().keySet());
        }
        return allocated.getScore();
    }
}
