package io.pythoflow.bench.memory;

import io.pythoflow.bench.load.Workload.Late;
import io.pythoflow.bench.memory.MemoryRun.Job;
import io.pythoflow.bench.memory.MemoryRun.Outcome;
import io.pythoflow.bench.report.Column;
import io.pythoflow.bench.report.Machine;
import io.pythoflow.bench.report.Report;
import io.pythoflow.bench.suite.MeasurementCommand;
import io.pythoflow.bench.suite.Profile;
import io.pythoflow.bench.suite.Run;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code bench scaling}: what a reading costs as one thing after the other grows. */
@Command(
        name = "scaling",
        header = "How cost grows with sensors, metrics, arrays, windows, late readings and slots.",
        description = {
            "The job takes bytes from memory as fast as it can. Each row differs in one thing from"
                    + " the usual: 1,000 sensors, five metrics, a reading per message, windows of a"
                    + " minute, one reading in a thousand late, parallelism 2, state on the heap.",
            "",
            "The short profile measures the usual and three extremes, and only if it is named."
        },
        footer = "  make bench BENCH=scaling ARGS='--profile full'")
public final class ScalingCommand extends MeasurementCommand {
    private static final int PARALLELISM = 2;
    private static final Duration INTERVAL = Duration.ofSeconds(10);
    private static final String HEAP = "3g";

    /** What differs from the usual, and how. */
    private record Variant(String what, String value, Job job, Shape shape, int parallelism) {
        static Variant of(String what, String value, Shape shape) {
            return new Variant(what, value, Job.OURS, shape, PARALLELISM);
        }
    }

    private static final Variant USUAL = Variant.of("usual", "", Shape.USUAL);
    private static final Variant SENSORS =
            // Their open windows are more than the heap holds.
            new Variant(
                    "sensors",
                    "100,000, state in RocksDB",
                    Job.OURS_ON_ROCKSDB,
                    Shape.USUAL.withSensors(100_000),
                    PARALLELISM);
    private static final Variant ARRAYS =
            Variant.of("readings per message", "100", Shape.USUAL.withReadingsPerMessage(100));
    private static final Variant ROCKSDB =
            new Variant("state", "RocksDB", Job.OURS_ON_ROCKSDB, Shape.USUAL, PARALLELISM);

    private static final List<Variant> ALL =
            List.of(
                    USUAL,
                    Variant.of("sensors", "10,000", Shape.USUAL.withSensors(10_000)),
                    SENSORS,
                    Variant.of("metrics", "1", Shape.USUAL.withMetrics(1)),
                    Variant.of("metrics", "10", Shape.USUAL.withMetrics(10)),
                    Variant.of(
                            "readings per message", "10", Shape.USUAL.withReadingsPerMessage(10)),
                    ARRAYS,
                    Variant.of("window", "10 s", Shape.USUAL.withWindow(Duration.ofSeconds(10))),
                    Variant.of("window", "5 min", Shape.USUAL.withWindow(Duration.ofMinutes(5))),
                    Variant.of("window", "30 min", Shape.USUAL.withWindow(Duration.ofMinutes(30))),
                    Variant.of("late", "none", Shape.USUAL.withLate(Late.NONE)),
                    Variant.of("late", "1 %", Shape.USUAL.withLate(Late.ONE_IN_A_HUNDRED)),
                    Variant.of("late", "10 %", Shape.USUAL.withLate(Late.ONE_IN_TEN)),
                    new Variant("parallelism", "1", Job.OURS, Shape.USUAL, 1),
                    ROCKSDB);

    @Override
    public String name() {
        return "scaling";
    }

    @Override
    public boolean isPartOf(Profile profile) {
        return profile == Profile.FULL;
    }

    @Override
    public Report measure(Run run) throws InterruptedException {
        Machine machine = Machine.here();
        boolean brief = run.profile() == Profile.SHORT;
        long readings = brief ? 500_000 : 4_000_000;
        long warmUp = brief ? 100_000 : 1_000_000;
        Report report =
                new Report(
                                name(),
                                "What a reading costs",
                                machine,
                                List.of(
                                        Column.text("what", "differs in"),
                                        Column.text("value", "value"),
                                        Column.whole("readings_per_second", "readings/s"),
                                        Column.decimal("cpu_us_per_reading", "CPU µs/reading", 2),
                                        Column.decimal("rows_per_reading", "aggregates/reading", 3),
                                        Column.decimal("state_mib", "state MiB", 0),
                                        Column.whole("checkpoint_p95_ms", "checkpoint p95 ms")))
                        .setting("readings", readings)
                        .setting("warm-up", warmUp)
                        .setting("checkpoints", "every " + INTERVAL.toSeconds() + " s")
                        .setting("heap", HEAP);
        List<Variant> variants = brief ? List.of(USUAL, SENSORS, ARRAYS, ROCKSDB) : ALL;
        for (int i = 0; i < variants.size(); i++) {
            Variant variant = variants.get(i);
            int perMessage = variant.shape().readingsPerMessage();
            Outcome outcome =
                    new MemoryRun(
                                    variant.job(),
                                    variant.shape(),
                                    readings / perMessage,
                                    warmUp / perMessage,
                                    variant.parallelism(),
                                    INTERVAL,
                                    HEAP,
                                    MemoryRun.AS_FAST_AS_IT_CAN)
                            .run(run.folder().resolve(String.valueOf(i)));
            run.say(
                    "  %s %s: %,.0f readings/s, %.2f µs of processor time each"
                            .formatted(
                                    variant.what(),
                                    variant.value(),
                                    outcome.readingsPerSecond(),
                                    outcome.cpuMicrosPerReading()));
            report.row(
                    variant.what(),
                    variant.value(),
                    outcome.readingsPerSecond(),
                    outcome.cpuMicrosPerReading(),
                    outcome.found().aggregateRows() / (double) readings,
                    outcome.figures().value("stateBytes") / (double) (1 << 20),
                    outcome.checkpointP95Millis());
        }
        return report;
    }
}
