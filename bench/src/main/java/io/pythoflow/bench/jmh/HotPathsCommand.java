package io.pythoflow.bench.jmh;

import io.pythoflow.bench.report.Report;
import io.pythoflow.bench.suite.MeasurementCommand;
import io.pythoflow.bench.suite.Run;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bench hot-paths}. */
@Command(
        name = "hot-paths",
        header = "What a reading costs in each step of its way, alone.",
        description = {
            "JMH runs each step in JVMs of its own, warm, on one thread: a packet taken apart, a"
                    + " message decoded, a reading through a serializer, its identity, its place in"
                    + " a window, the rows of a window, and a row of Parquet. Readings have five"
                    + " metrics. Beside the time stands the memory that a step allocates. Short:"
                    + " one JVM for each, full: three."
        },
        footer = {
            "  make bench BENCH=hot-paths",
            "  # one step, measured well",
            "  bin/bench hot-paths --only Decode --profile full",
            "  # where its time goes",
            "  bin/bench hot-paths --only Parquet --jmh-profiler stack:lines=5"
        })
public final class HotPathsCommand extends MeasurementCommand {
    private static final HotPaths.Rounds SHORT =
            new HotPaths.Rounds(1, 4, 3, Duration.ofMillis(200));
    private static final HotPaths.Rounds FULL = new HotPaths.Rounds(3, 5, 5, Duration.ofSeconds(1));

    @Option(
            names = "--only",
            paramLabel = "REGEX",
            description = "Steps whose class or method has this in its name.")
    private String only = "";

    @Option(
            names = "--jmh-profiler",
            paramLabel = "NAME[:OPTIONS]",
            description =
                    "One of JMH's, such as stack, or async:libPath=FILE;output=flamegraph. What it"
                            + " says is in JMH's output.")
    private String profiler = "";

    @Override
    public String name() {
        return "hot-paths";
    }

    @Override
    public Report measure(Run run) {
        return HotPaths.measure(
                switch (run.profile()) {
                    case SHORT -> SHORT;
                    case FULL -> FULL;
                },
                only,
                profiler,
                run.folder());
    }
}
