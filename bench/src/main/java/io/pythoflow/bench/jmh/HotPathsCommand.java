package io.pythoflow.bench.jmh;

import io.pythoflow.bench.Limits;
import io.pythoflow.bench.process.RunFolder;
import io.pythoflow.bench.report.Reports;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench hot-paths}. */
@Command(
        name = "hot-paths",
        header = "What a reading costs in each step of its way, alone.",
        description = {
            "JMH runs each step in JVMs of its own, warm, on one thread: a packet taken apart, a"
                    + " message decoded, a reading through a serializer, its identity, its place in"
                    + " a window, the rows of a window, and a row of Parquet. Readings have five"
                    + " metrics. Beside the time stands the memory that a step allocates."
        },
        footer = {
            "  bin/bench hot-paths",
            "  # one step, measured well",
            "  bin/bench hot-paths --only Decode --forks 3 --iterations 5 --millis 1000",
            "  # where its time goes",
            "  bin/bench hot-paths --only Parquet --profiler stack:lines=5"
        })
public final class HotPathsCommand implements Callable<Integer> {

    @Spec private CommandSpec spec;

    @Option(
            names = "--only",
            paramLabel = "REGEX",
            defaultValue = "",
            description = "Steps whose class or method has this in its name.")
    private String only = "";

    @Option(names = "--forks", paramLabel = "N", defaultValue = "1", description = "JVMs.")
    private int forks;

    @Option(
            names = "--warm-ups",
            paramLabel = "N",
            defaultValue = "5",
            description = "Iterations in each JVM before those that count.")
    private int warmUps;

    @Option(
            names = "--iterations",
            paramLabel = "N",
            defaultValue = "3",
            description = "Iterations in each JVM that count.")
    private int iterations;

    @Option(
            names = "--millis",
            paramLabel = "MS",
            defaultValue = "500",
            description = "Length of an iteration.")
    private int millis;

    @Option(
            names = "--profiler",
            paramLabel = "NAME[:OPTIONS]",
            defaultValue = "",
            description =
                    "One of JMH's, such as stack, or async:libPath=FILE;output=flamegraph. What it"
                            + " says is in JMH's output.")
    private String profiler = "";

    @Override
    public Integer call() {
        Limits.within(spec, "--forks", forks, 1, 100);
        Limits.within(spec, "--warm-ups", warmUps, 0, 1_000);
        Limits.within(spec, "--iterations", iterations, 1, 1_000);
        Limits.within(spec, "--millis", millis, 10, 60_000);
        return Reports.publish(
                HotPaths.measure(
                        new HotPaths.Rounds(forks, warmUps, iterations, Duration.ofMillis(millis)),
                        only,
                        profiler,
                        RunFolder.create("hot-paths")),
                spec.commandLine().getOut());
    }
}
