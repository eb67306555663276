package io.pythoflow.bench.memory;

import io.pythoflow.bench.load.Workload.Late;
import io.pythoflow.bench.memory.MemoryRun.Job;
import io.pythoflow.bench.memory.MemoryRun.Outcome;
import io.pythoflow.bench.report.Column;
import io.pythoflow.bench.report.Machine;
import io.pythoflow.bench.report.Report;
import io.pythoflow.bench.suite.MeasurementCommand;
import io.pythoflow.bench.suite.Profile;
import io.pythoflow.bench.suite.Results;
import io.pythoflow.bench.suite.Run;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import picocli.CommandLine.Command;

/** {@code bench many-sensors}: target 5. */
@Command(
        name = "many-sensors",
        header = "100,000 sensors, windows open for 24 hours, state in RocksDB, little heap.",
        description = {
            "The job takes bytes from memory, with 100,000 sensors of five metrics,"
                    + " windows of five minutes that take late readings for 24 hours, RocksDB with"
                    + " incremental checkpoints, and a heap of 2 GiB.",
            "",
            "A first short run takes them as fast as it can. The second one takes a little more than"
                    + " a fifth of what 'job-only' found in the same run of the suite, else half of"
                    + " what the first one took, for ten minutes (30 s in the short profile), with"
                    + " event time five times as fast as the clock."
        },
        footer = "  make bench BENCH=many-sensors ARGS='--profile full'")
public final class ManySensorsCommand extends MeasurementCommand {
    private static final int SENSORS = 100_000;
    private static final int METRICS = 5;
    private static final int PARALLELISM = 2;
    private static final String HEAP = "2g";
    private static final Duration WINDOW = Duration.ofMinutes(5);
    private static final Duration INTERVAL = Duration.ofSeconds(5);
    private static final double TIME_LAPSE = 5;
    private static final double NANOS_PER_SECOND = 1e9;

    /** For the first run, before anything is known. */
    private static final double GUESSED_RATE = 50_000;

    /** Messages that warm the virtual machine before each run. */
    private static final long WARM_UP = 200_000;

    private static final double SHARE = 0.2;

    /** So that the start of the job does not make it less than what is asked. */
    private static final double MORE = 1.03;

    private static final Duration LONGEST_CHECKPOINT = Duration.ofSeconds(2);

    @Override
    public String name() {
        return "many-sensors";
    }

    @Override
    public Report measure(Run run) throws InterruptedException {
        Machine machine = Machine.here();
        boolean brief = run.profile() == Profile.SHORT;
        Duration planned = brief ? Duration.ofSeconds(30) : Duration.ofMinutes(10);
        Outcome first =
                run(shape(GUESSED_RATE), brief ? 500_000 : 3_000_000)
                        .run(run.folder().resolve("first"));
        run.say("  as fast as it can: %,.0f readings/s".formatted(first.readingsPerSecond()));
        OptionalDouble memory = run.results().find(Results.MEMORY_READINGS_PER_SECOND);
        double rate =
                memory.isPresent()
                        ? memory.getAsDouble() * SHARE * MORE
                        : first.readingsPerSecond() / 2;
        Shape shape = shape(rate);
        long messages = (long) (rate * planned.toSeconds());
        Outcome outcome = run(shape, messages).at(rate).run(run.folder().resolve("measured"));
        double timeLapse =
                shape.stepNanos() * (double) messages / NANOS_PER_SECOND / outcome.seconds();
        Report report =
                new Report(
                                name(),
                                "100,000 sensors on RocksDB",
                                machine,
                                List.of(
                                        Column.whole("readings_per_second", "readings/s"),
                                        Column.decimal("cpu_us_per_reading", "CPU µs/reading", 2),
                                        Column.whole("seconds", "seconds"),
                                        Column.decimal("time_lapse", "event time ×", 1),
                                        Column.whole("checkpoints", "checkpoints"),
                                        Column.whole("checkpoint_p95_ms", "p95 ms"),
                                        Column.decimal("state_mib", "state MiB", 0)))
                        .setting("readings", messages)
                        .setting("heap", HEAP)
                        .setting(
                                "RocksDB",
                                "incremental checkpoints every %d s, %d MiB for both slots"
                                        .formatted(
                                                INTERVAL.toSeconds(),
                                                Backend.MANAGED_MEMORY.getMebiBytes()))
                        .setting("windows", WINDOW.toMinutes() + " min, open for 24 h more")
                        .setting(
                                "as fast as it can, readings/s",
                                Math.round(first.readingsPerSecond()))
                        .row(
                                outcome.readingsPerSecond(),
                                outcome.cpuMicrosPerReading(),
                                outcome.seconds(),
                                timeLapse,
                                outcome.figures().value("checkpoints"),
                                outcome.checkpointP95Millis(),
                                outcome.figures().value("stateBytes") / (double) (1 << 20));
        judge(run, report, outcome);
        return report;
    }

    private static Shape shape(double rate) {
        return new Shape(
                SENSORS,
                METRICS,
                1,
                (long) (TIME_LAPSE * NANOS_PER_SECOND / rate),
                Late.ONE_IN_A_THOUSAND,
                WINDOW);
    }

    private static MemoryRun run(Shape shape, long messages) {
        return new MemoryRun(
                Job.OURS_ON_ROCKSDB, shape, messages, WARM_UP, PARALLELISM, INTERVAL, HEAP);
    }

    private static void judge(Run run, Report report, Outcome outcome) {
        run.target(
                report,
                "5",
                "checkpoints of 100,000 sensors on RocksDB below %d s, 95th percentile"
                        .formatted(LONGEST_CHECKPOINT.toSeconds()),
                "%,d ms, in a heap of %s".formatted(outcome.checkpointP95Millis(), HEAP),
                outcome.checkpointP95Millis() < LONGEST_CHECKPOINT.toMillis());
        OptionalDouble memory = run.results().find(Results.MEMORY_READINGS_PER_SECOND);
        if (memory.isEmpty()) {
            report.note(
                    "What it is beside few sensors on the heap is said where 'job-only' is"
                            + " measured, too.");
            return;
        }
        double share = outcome.readingsPerSecond() / memory.getAsDouble();
        run.target(
                report,
                "5",
                "100,000 sensors on RocksDB at least a fifth of target 3's rate",
                "%.2f of it (%,.0f of %,.0f readings/s)"
                        .formatted(share, outcome.readingsPerSecond(), memory.getAsDouble()),
                share >= SHARE);
    }
}
