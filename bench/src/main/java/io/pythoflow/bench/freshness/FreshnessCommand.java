package io.pythoflow.bench.freshness;

import io.pythoflow.bench.BenchException;
import io.pythoflow.bench.Limits;
import io.pythoflow.bench.broker.BrokerKind;
import io.pythoflow.bench.broker.BrokerProcess;
import io.pythoflow.bench.live.HalfRate;
import io.pythoflow.bench.live.LiveJob;
import io.pythoflow.bench.live.Load;
import io.pythoflow.bench.load.Workload;
import io.pythoflow.bench.report.Column;
import io.pythoflow.bench.report.Machine;
import io.pythoflow.bench.report.Report;
import io.pythoflow.bench.report.Spread;
import io.pythoflow.bench.suite.MeasurementCommand;
import io.pythoflow.bench.suite.Profile;
import io.pythoflow.bench.suite.Run;
import io.pythoflow.bench.wire.LoadProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code bench freshness}: target 7. */
@Command(
        name = "freshness",
        header = "From the watermark passing a window's end to its rows being readable.",
        description = {
            "The job runs at half of the rate that 'rate' found (alone: at --rate), as there, with"
                    + " lake.freshness set to the checkpoint interval. A window's rows are emitted"
                    + " when a reading has come whose time is the window's end plus the"
                    + " out-of-orderness; the time counts from the publication of the first such"
                    + " reading, so the way through broker and job is in it. It ends when the"
                    + " Parquet file that holds the row stands under its final name, where every"
                    + " reader finds it; that is looked for every 20 ms.",
            "",
            "Counted are the first rows of all windows that the load closed while it ran at its"
                    + " rate: not those of the ramp, nor those that the end of the input closed."
                    + " Then the lake is compared with what was sent, or there is no figure."
        },
        footer = {"  bin/bench freshness --rate 15000", "  make bench ONLY=rate,freshness"})
public final class FreshnessCommand extends MeasurementCommand {
    /**
     * Windows close every 3.53 s: were it a whole number of checkpoint intervals, all would close
     * at one distance from a checkpoint.
     */
    private static final double TIME_LAPSE = 17;

    private static final double ALLOWED_SECONDS = LiveJob.CHECKPOINT_INTERVAL.toSeconds() + 3.0;
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final double NANOS_PER_SECOND = 1e9;

    /** Null in the suite, which has no options of single measurements. */
    @Spec private @Nullable CommandSpec spec;

    @Mixin private HalfRate halfRate = new HalfRate();

    @Override
    public String name() {
        return "freshness";
    }

    @Override
    public Report measure(Run run) throws InterruptedException {
        if (spec != null) {
            Limits.above(spec, "--rate", halfRate.given(), 0);
        }
        BrokerKind kind = BrokerKind.fastest();
        Report report =
                new Report(
                                name(),
                                "From the watermark passing a window's end to its rows, s",
                                Machine.here(),
                                List.of(
                                        Column.whole("round", "round"),
                                        Column.whole("messages_per_second", "messages/s"),
                                        Column.whole("windows", "windows"),
                                        Column.whole("rows", "rows"),
                                        Column.decimal("p50_seconds", "p50", 2),
                                        Column.decimal("p95_seconds", "p95", 2),
                                        Column.decimal("p99_seconds", "p99", 2),
                                        Column.decimal("max_seconds", "max", 2)))
                        .setting("broker", kind.description())
                        .setting(
                                "checkpoint_interval_seconds",
                                LiveJob.CHECKPOINT_INTERVAL.toSeconds())
                        .setting("freshness_seconds", LiveJob.CHECKPOINT_INTERVAL.toSeconds())
                        .setting("window_seconds", Load.WINDOW.toSeconds())
                        .setting("event_time_lapse", TIME_LAPSE);
        double messagesPerSecond = halfRate.of(run, report);
        Load load =
                run.profile() == Profile.SHORT
                        ? new Load(messagesPerSecond, 1, 4, 12)
                        : new Load(messagesPerSecond, 1, 20, 60);
        List<Double> p99 = new ArrayList<>();
        for (int round = 1; round <= run.rounds(); round++) {
            p99.add(measure(run, round, kind, load, report));
        }
        Spread seconds = new Spread(p99);
        run.target(
                report,
                "7",
                "rows readable within checkpoint interval + 3 s = %.0f s, 99th percentile"
                        .formatted(ALLOWED_SECONDS),
                "%s s at %,.0f messages/s".formatted(seconds.text("%.2f"), messagesPerSecond),
                seconds.median() <= ALLOWED_SECONDS);
        return report;
    }

    private double measure(Run run, int round, BrokerKind kind, Load load, Report report)
            throws InterruptedException {
        Path folder = run.folder().resolve("round-" + round);
        Workload workload = load.workload(System.currentTimeMillis(), TIME_LAPSE);
        Ages ages = new Ages();
        TreeSet<Long> windows = new TreeSet<>();
        try (BrokerProcess broker =
                        BrokerProcess.startPinned(kind, folder, LiveJob.LARGEST_WINDOW);
                LiveJob job = LiveJob.start(folder, "job", broker.url(), LiveJob.From.NOTHING)) {
            Path table = job.lake().resolve("aggregated/sensor_aggregates");
            try (CommittedFiles files = CommittedFiles.watch(table);
                    LoadProcess publisher =
                            LoadProcess.start(folder, broker.url(), load.plan(workload))) {
                publisher.awaitPublished(PATIENCE);
                job.end();
                load.gate(workload).check(job.lake());
                String faults = job.faults();
                if (!faults.isEmpty()) {
                    throw new BenchException(
                            "No figure: %s at %,.0f messages/s; give less"
                                    .formatted(faults, load.messagesPerSecond()));
                }
                Map<Path, Long> seenAt = files.seenAt();
                for (WindowRows rows : WindowRows.of(table)) {
                    if (rows.windowEnd() <= workload.base()) {
                        continue;
                    }
                    long message =
                            Passing.message(workload, rows.windowEnd(), Workload.OUT_OF_ORDERNESS);
                    if (message >= load.rampMessages() && message < load.messages()) {
                        long publishedAt = publisher.sent().nanosAt(message + 1.0);
                        ages.add(
                                (seenAt.get(rows.file()) - publishedAt) / NANOS_PER_SECOND,
                                rows.rows());
                        windows.add(rows.windowEnd());
                    }
                }
            }
        }
        if (windows.isEmpty()) {
            throw new BenchException("No figure: no window was closed, see " + folder);
        }
        report.row(
                round,
                load.messagesPerSecond(),
                windows.size(),
                ages.rows(),
                ages.percentile(50),
                ages.percentile(95),
                ages.percentile(99),
                ages.percentile(100));
        run.say(
                "round %d: %.2f s for 99 %% of %,d rows"
                        .formatted(round, ages.percentile(99), ages.rows()));
        return ages.percentile(99);
    }
}
