package io.pythoflow.bench.memory;

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
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import picocli.CommandLine.Command;

/** {@code bench job-only}: target 3. */
@Command(
        name = "job-only",
        header =
                "The job without MQTT: bytes from memory to Parquet, beside a straightforward job.",
        description = {
            "Both jobs take the same bytes, made in their own process, as fast as they can, and write"
                    + " the same two tables. The straightforward job reads a Jackson tree, keys by a"
                    + " text, has one AggregateFunction per metric, writes Parquet with Flink's file"
                    + " sink and Avro's reflection, and has all settings at their defaults. It drops"
                    + " no duplicates, computes no percentiles and revises nothing; the job does all"
                    + " of that here, too. The target is judged by this one.",
            "",
            "A further row of the full profile is the straightforward job with the job's own Parquet"
                    + " writer.",
            "",
            "The time is that of the whole job, from its start to its last checkpoint, after a first"
                    + " job in the same process that only warms the virtual machine."
        },
        footer = "  make bench BENCH=job-only ARGS='--profile full'")
public final class JobOnlyCommand extends MeasurementCommand {
    private static final int PARALLELISM = 2;
    private static final Duration INTERVAL = Duration.ofSeconds(10);
    private static final String HEAP = "3g";
    private static final double TIMES_MQTT = 8;
    private static final double TIMES_STRAIGHTFORWARD = 2;

    /**
     * What is run.
     *
     * @param warmUp messages of the first job of each process
     */
    private record Plan(List<Job> jobs, long messages, long warmUp) {
        static Plan of(Profile profile) {
            return switch (profile) {
                case SHORT -> new Plan(List.of(Job.OURS, Job.STRAIGHTFORWARD), 800_000, 200_000);
                case FULL ->
                        new Plan(
                                List.of(
                                        Job.OURS,
                                        Job.STRAIGHTFORWARD,
                                        Job.STRAIGHTFORWARD_WITH_OUR_WRITER),
                                25_000_000,
                                5_000_000);
            };
        }
    }

    @Override
    public String name() {
        return "job-only";
    }

    @Override
    public Report measure(Run run) throws InterruptedException {
        Machine machine = Machine.here();
        Plan plan = Plan.of(run.profile());
        List<Job> jobs = plan.jobs();
        Map<Job, List<Outcome>> outcomes = new EnumMap<>(Job.class);
        jobs.forEach(job -> outcomes.put(job, new ArrayList<>()));
        for (int round = 0; round < run.rounds(); round++) {
            // Whoever is first in one round is last in the next.
            for (int turn = 0; turn < jobs.size(); turn++) {
                Job job = jobs.get((round + turn) % jobs.size());
                Outcome outcome =
                        new MemoryRun(
                                        job,
                                        Shape.USUAL,
                                        plan.messages(),
                                        plan.warmUp(),
                                        PARALLELISM,
                                        INTERVAL,
                                        HEAP,
                                        MemoryRun.AS_FAST_AS_IT_CAN)
                                .run(run.folder().resolve(job + "-" + round));
                outcomes.get(job).add(outcome);
                run.say(
                        "  %s: %,.0f readings/s, %.2f µs of processor time each"
                                .formatted(
                                        label(job),
                                        outcome.readingsPerSecond(),
                                        outcome.cpuMicrosPerReading()));
            }
        }
        Report report =
                new Report(
                                name(),
                                "Bytes from memory to Parquet",
                                machine,
                                List.of(
                                        Column.text("job", "job"),
                                        Column.text("readings_per_second", "readings/s"),
                                        Column.text("cpu_us_per_reading", "CPU µs/reading"),
                                        Column.text("checkpoint_p95_ms", "checkpoint p95 ms")))
                        .setting("messages", plan.messages())
                        .setting("warm-up", plan.warmUp())
                        .setting("rounds", run.rounds())
                        .setting("parallelism", PARALLELISM)
                        .setting(
                                "checkpoints",
                                "every "
                                        + INTERVAL.toSeconds()
                                        + " s, since no message waits for one to be acknowledged")
                        .setting("heap", HEAP);
        outcomes.forEach((job, of) -> row(report, job, of));
        report.note(
                "The output of every run was checked: every reading is there, every window's figures"
                        + " are right.");
        report.note(
                "Parquet by its writers' defaults: Flink's is not compressed, PythoFlow's is zstd.");
        judge(
                run,
                report,
                rate(outcomes.get(Job.OURS)).median(),
                rate(outcomes.get(Job.STRAIGHTFORWARD)).median());
        return report;
    }

    private static void judge(Run run, Report report, double ours, double straightforward) {
        run.results().put(Results.MEMORY_READINGS_PER_SECOND, ours);
        run.targetOfWarmJob(
                report,
                "3",
                "without MQTT at least %.0f times a straightforward job over the same bytes"
                        .formatted(TIMES_STRAIGHTFORWARD),
                "%.2f times (%,.0f of %,.0f readings/s)"
                        .formatted(ours / straightforward, ours, straightforward),
                ours >= TIMES_STRAIGHTFORWARD * straightforward);
        OptionalDouble overMqtt = run.results().find(Results.READINGS_PER_SECOND);
        if (overMqtt.isEmpty()) {
            report.note(
                    "What it is beside the rate over MQTT is said where 'rate' is measured, too.");
            return;
        }
        double mqtt = overMqtt.getAsDouble();
        run.targetOfWarmJob(
                report,
                "3",
                "without MQTT at least %.0f times the readings/s with it".formatted(TIMES_MQTT),
                "%.2f times (%,.0f of %,.0f readings/s)".formatted(ours / mqtt, ours, mqtt),
                ours >= TIMES_MQTT * mqtt);
    }

    private static void row(Report report, Job job, List<Outcome> outcomes) {
        report.row(
                label(job),
                rate(outcomes).text("%,.0f"),
                Spread.of(outcomes, Outcome::cpuMicrosPerReading).text("%.2f"),
                Spread.of(outcomes, Outcome::checkpointP95Millis).text("%,.0f"));
    }

    private static Spread rate(List<Outcome> outcomes) {
        return Spread.of(outcomes, Outcome::readingsPerSecond);
    }

    private static String label(Job job) {
        return switch (job) {
            case OURS -> "PythoFlow";
            case OURS_ON_ROCKSDB -> "PythoFlow on RocksDB";
            case STRAIGHTFORWARD -> "straightforward";
            case STRAIGHTFORWARD_WITH_OUR_WRITER -> "straightforward, our writer";
        };
    }
}
