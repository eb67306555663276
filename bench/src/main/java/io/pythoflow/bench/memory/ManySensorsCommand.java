package io.pythoflow.bench.memory;

import io.pythoflow.bench.Limits;
import io.pythoflow.bench.load.Workload.Late;
import io.pythoflow.bench.memory.MemoryRun.Job;
import io.pythoflow.bench.memory.MemoryRun.Outcome;
import io.pythoflow.bench.report.Column;
import io.pythoflow.bench.report.Machine;
import io.pythoflow.bench.report.Report;
import io.pythoflow.bench.report.Spread;
import io.pythoflow.bench.suite.MeasurementCommand;
import io.pythoflow.bench.suite.Profile;
import io.pythoflow.bench.suite.Results;
import io.pythoflow.bench.suite.Run;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench many-sensors}: target 5. */
@Command(
        name = "many-sensors",
        header = "100,000 sensors, windows open for 24 hours, state in RocksDB, little heap.",
        description = {
            "The job takes bytes from memory, with 100,000 sensors of five metrics,"
                    + " windows of five minutes that take late readings for 24 hours, RocksDB with"
                    + " incremental checkpoints, and a heap of 2 GiB.",
            "",
            "It takes a little more than a fifth of what 'job-only' found in the same run of the"
                    + " suite, for ten minutes, with event time five times as fast as the clock;"
                    + " the short profile measures 20 s, and only if it is named. Alone it takes"
                    + " --rate, else half of what it took in a first run, as fast as it could."
        },
        footer = {
            "  make bench ONLY=job-only,many-sensors",
            "  bin/bench many-sensors --profile full --rate 140000"
        })
public final class ManySensorsCommand extends MeasurementCommand {
    private static final int SENSORS = 100_000;
    private static final int METRICS = 5;
    private static final int PARALLELISM = 2;
    private static final String HEAP = "2g";
    private static final Duration WINDOW = Duration.ofMinutes(5);
    private static final Duration INTERVAL = Duration.ofSeconds(5);
    private static final double TIME_LAPSE = 5;
    private static final double NANOS_PER_SECOND = 1e9;

    /** For the run that is as fast as it can, before anything is known. */
    private static final double GUESSED_RATE = 50_000;

    private static final long FASTEST_MESSAGES = 1_000_000;

    /** Messages that warm the virtual machine before each run. */
    private static final long WARM_UP = 200_000;

    private static final double SHARE = 0.2;

    /** So that start and end of the job, 19 s of 619, do not make it less than what is asked. */
    private static final double MORE = 1.05;

    private static final Duration LONGEST_CHECKPOINT = Duration.ofSeconds(2);

    /** Null in the suite, which has no options of single measurements. */
    @Spec private @Nullable CommandSpec spec;

    @Option(
            names = "--rate",
            paramLabel = "N",
            description =
                    "Readings/s offered; in the suite a little more than a fifth of job-only's.")
    private @Nullable Double givenRate;

    @Override
    public String name() {
        return "many-sensors";
    }

    @Override
    public boolean isPartOf(Profile profile) {
        return profile == Profile.FULL;
    }

    @Override
    public Report measure(Run run) throws InterruptedException {
        if (spec != null && givenRate != null) {
            Limits.above(spec, "--rate", givenRate, 0);
        }
        Machine machine = Machine.here();
        Duration planned =
                switch (run.profile()) {
                    case SHORT -> Duration.ofSeconds(20);
                    case FULL -> Duration.ofMinutes(10);
                };
        OptionalDouble few = run.results().find(Results.MEMORY_READINGS_PER_SECOND);
        double rate = rate(run, few);
        Shape shape = shape(rate);
        long messages = (long) (rate * planned.toSeconds());
        Report report =
                new Report(
                                name(),
                                "100,000 sensors on RocksDB",
                                machine,
                                List.of(
                                        Column.whole("round", "round"),
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
                        .setting("windows", WINDOW.toMinutes() + " min, open for 24 h more");
        List<Outcome> rounds = new ArrayList<>();
        for (int round = 1; round <= run.rounds(); round++) {
            Outcome outcome =
                    run(shape, messages, rate).run(run.folder().resolve("round-" + round));
            rounds.add(outcome);
            report.row(
                    round,
                    outcome.readingsPerSecond(),
                    outcome.cpuMicrosPerReading(),
                    outcome.seconds(),
                    shape.stepNanos() * (double) messages / NANOS_PER_SECOND / outcome.seconds(),
                    outcome.figures().value("checkpoints"),
                    outcome.checkpointP95Millis(),
                    outcome.figures().value("stateBytes") / (double) (1 << 20));
            run.say(
                    "  round %d: %,.0f readings/s, checkpoints %,d ms"
                            .formatted(
                                    round,
                                    outcome.readingsPerSecond(),
                                    outcome.checkpointP95Millis()));
        }
        judge(run, report, rounds, few);
        return report;
    }

    private double rate(Run run, OptionalDouble fewSensors) throws InterruptedException {
        if (givenRate != null) {
            return givenRate;
        }
        return fewSensors.isPresent()
                ? fewSensors.getAsDouble() * SHARE * MORE
                : halfOfFastest(run);
    }

    private static double halfOfFastest(Run run) throws InterruptedException {
        Outcome fastest =
                run(shape(GUESSED_RATE), FASTEST_MESSAGES, MemoryRun.AS_FAST_AS_IT_CAN)
                        .run(run.folder().resolve("fastest"));
        run.say("  as fast as it can: %,.0f readings/s".formatted(fastest.readingsPerSecond()));
        return fastest.readingsPerSecond() / 2;
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

    private static MemoryRun run(Shape shape, long messages, double rate) {
        return new MemoryRun(
                Job.OURS_ON_ROCKSDB, shape, messages, WARM_UP, PARALLELISM, INTERVAL, HEAP, rate);
    }

    private static void judge(
            Run run, Report report, List<Outcome> rounds, OptionalDouble fewSensors) {
        Spread checkpoints = Spread.of(rounds, Outcome::checkpointP95Millis);
        run.target(
                report,
                "5",
                "checkpoints of 100,000 sensors on RocksDB below %d s, 95th percentile"
                        .formatted(LONGEST_CHECKPOINT.toSeconds()),
                "%s ms, in a heap of %s".formatted(checkpoints.text("%,.0f"), HEAP),
                checkpoints.median() < LONGEST_CHECKPOINT.toMillis());
        if (fewSensors.isEmpty()) {
            report.note(
                    "What it is beside few sensors on the heap is said where 'job-only' is"
                            + " measured, too.");
            return;
        }
        Spread rate = Spread.of(rounds, Outcome::readingsPerSecond);
        double share = rate.median() / fewSensors.getAsDouble();
        run.targetOfWarmJob(
                report,
                "5",
                "100,000 sensors on RocksDB at least a fifth of target 3's rate",
                "%.2f of it (%s of %,.0f readings/s)"
                        .formatted(share, rate.text("%,.0f"), fewSensors.getAsDouble()),
                share >= SHARE);
    }
}
