package io.pythoflow.bench.source;

import io.pythoflow.bench.BenchException;
import io.pythoflow.bench.Limits;
import io.pythoflow.bench.broker.BrokerKind;
import io.pythoflow.bench.broker.BrokerProcess;
import io.pythoflow.bench.process.Figures;
import io.pythoflow.bench.process.RunFolder;
import io.pythoflow.bench.report.Column;
import io.pythoflow.bench.report.Machine;
import io.pythoflow.bench.report.Report;
import io.pythoflow.bench.report.Reports;
import io.pythoflow.bench.wire.PublisherProcess;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench slots}. */
@Command(
        name = "slots",
        header = "Messages per second and slot, beside the bound that the window sets.",
        description = {
            "A slot acknowledges its messages when their checkpoint completes, and the broker sends"
                    + " no more than the window before that. So a slot's rate is bound by window ÷"
                    + " max(interval, checkpoint's duration + minimum pause). Here a real job"
                    + " (MQTT source on a mini cluster, checkpoints to a folder, nothing behind"
                    + " it) is offered more than the bound, and its rate is taken over"
                    + " whole checkpoints, from completion to completion, after two that do not"
                    + " count. The run goes on until every message has come; if one does not, or"
                    + " the job falls behind so far that time runs out, there is no figure.",
            "",
            "Mosquitto 2.0.11, the one in Debian 12, sends beyond the window as soon as a batch was"
                    + " acknowledged while more messages waited, so its rate is what was offered;"
                    + " the column of the most between two checkpoints shows it. Another version is"
                    + " measured by putting it first on the PATH.",
            "HiveMQ CE sends a share group's next messages only when every member has acknowledged"
                    + " its batch; its figures with several slots say little about other brokers.",
            "",
            "The checkpoints of a run with the defaults take 22 minutes."
        },
        footer = {
            "  bin/bench slots",
            "  # a quick look",
            "  bin/bench slots --brokers mosquitto --intervals 1 --slots 1,4 --periods 5"
        })
public final class SlotsCommand implements Callable<Integer> {
    private static final int WARM_UP_PERIODS = 2;

    /** How much longer than what is measured is published: the start is not on a checkpoint. */
    private static final int SPARE_PERIODS = 2;

    /** How much slower than the bound a run may be before it counts as stuck. */
    private static final int PATIENCE = 6;

    private static final double MILLIS_PER_SECOND = 1e3;

    @Spec private CommandSpec spec;

    @Option(
            names = "--brokers",
            paramLabel = "BROKER",
            split = ",",
            defaultValue = "mosquitto,hivemq",
            description = "mosquitto, hivemq.")
    private List<BrokerKind> brokers = List.of();

    @Option(
            names = "--intervals",
            paramLabel = "SECONDS",
            split = ",",
            defaultValue = "1,5,10",
            description = "Checkpoint intervals.")
    private List<Integer> intervals = List.of();

    @Option(
            names = "--slots",
            paramLabel = "N",
            split = ",",
            defaultValue = "1,4",
            description = "Sessions of the source.")
    private List<Integer> slots = List.of();

    @Option(
            names = "--window",
            paramLabel = "MESSAGES",
            defaultValue = "100",
            description = "Unacknowledged messages per slot, the broker's and the source's.")
    private int window;

    @Option(
            names = "--pause",
            paramLabel = "MILLISECONDS",
            defaultValue = "500",
            description = "Minimum pause between checkpoints.")
    private int pauseMillis;

    @Option(
            names = "--periods",
            paramLabel = "N",
            defaultValue = "12",
            description = "Checkpoints measured in each run.")
    private int periods;

    @Option(
            names = "--offered",
            paramLabel = "FACTOR",
            defaultValue = "1.25",
            description = "Offered rate, in bounds; above 1, so that messages always wait.")
    private double offered;

    private Path folder = Path.of("");

    @Override
    public Integer call() throws InterruptedException {
        for (int interval : intervals) {
            Limits.within(spec, "--intervals", interval, 1, 600);
        }
        for (int count : slots) {
            Limits.within(spec, "--slots", count, 1, 100);
        }
        Limits.within(spec, "--window", window, 1, 65_535);
        Limits.within(spec, "--pause", pauseMillis, 0, 60_000);
        Limits.above(spec, "--offered", offered, 1);
        Limits.within(spec, "--periods", periods, 1, 1_000);

        folder = RunFolder.create("slots");
        Report report =
                new Report(
                                "slots",
                                "Messages per second and slot, QoS 1, acknowledged with checkpoints",
                                Machine.here(),
                                List.of(
                                        Column.text("broker", "broker"),
                                        Column.whole("interval_seconds", "interval s"),
                                        Column.whole("slots", "slots"),
                                        Column.whole("checkpoint_millis", "checkpoint ms"),
                                        Column.decimal("bound_per_slot", "bound/s per slot", 2),
                                        Column.decimal(
                                                "measured_per_slot", "measured/s per slot", 2),
                                        Column.decimal("of_bound_percent", "of bound %", 1),
                                        Column.whole(
                                                "most_per_slot", "most per slot and checkpoint"),
                                        Column.whole("messages", "messages"),
                                        Column.whole("copies", "copies")))
                        .setting("window", window)
                        .setting("minimum_pause_millis", pauseMillis)
                        .setting("periods", periods)
                        .setting("offered_of_bound", offered);
        for (BrokerKind broker : brokers) {
            for (int interval : intervals) {
                for (int count : slots) {
                    measure(broker, interval, count, report);
                }
            }
        }
        report.note(
                "most per slot and checkpoint: what came at most from one completed checkpoint to"
                        + " the next; more than the window is a broker that does not keep it."
                        + " messages: published, and received each at least once, in the whole run; copies:"
                        + " received once more. checkpoint ms: mean duration.");
        return Reports.publish(report, spec.commandLine().getOut());
    }

    private void measure(BrokerKind kind, int interval, int count, Report report)
            throws InterruptedException {
        Path runFolder = folder.resolve("%s-%ds-%d".formatted(kind.label(), interval, count));
        double nominal = (double) window * count / interval;
        int offeredPeriods = WARM_UP_PERIODS + periods + SPARE_PERIODS;
        long messages = Math.round(window * count * offered * offeredPeriods);
        SourceJobProcess.Plan plan =
                new SourceJobProcess.Plan(
                        messages,
                        count,
                        window,
                        Duration.ofSeconds(interval),
                        Duration.ofMillis(pauseMillis),
                        0,
                        Duration.ZERO,
                        Duration.ofSeconds(60 + (long) PATIENCE * offeredPeriods * interval),
                        "512m");
        try (BrokerProcess broker = BrokerProcess.start(kind, runFolder, window);
                SourceJobProcess job = SourceJobProcess.start(runFolder, broker.url(), plan);
                PublisherProcess publisher =
                        PublisherProcess.start(
                                runFolder, broker.url(), messages, nominal * offered)) {
            publisher.awaitRate(plan.timeout());
            Figures end = job.awaitEnd();
            report.setting(kind.label(), broker.description());
            List<CheckpointMark> marks = measured(job.figures("checkpoint"), runFolder);
            double measured = CheckpointMark.rate(marks) / count;
            double bound = bound(interval, end.value("checkpointMillis"));
            report.row(
                    kind.label(),
                    interval,
                    count,
                    end.value("checkpointMillis"),
                    bound,
                    measured,
                    100 * measured / bound,
                    (double) CheckpointMark.most(marks) / count,
                    messages,
                    end.value("copies"));
            PrintWriter out = spec.commandLine().getOut();
            out.printf(
                    "%s, %d s, %d slots: %.2f messages/s per slot, bound %.2f%n",
                    broker.description(), interval, count, measured, bound);
            out.flush();
        }
    }

    /** The checkpoints that are measured: where the first starts, then the end of each. */
    private List<CheckpointMark> measured(List<Figures> checkpoints, Path runFolder) {
        List<CheckpointMark> marks =
                checkpoints.stream()
                        .map(
                                figures ->
                                        new CheckpointMark(
                                                figures.value("atNanos"), figures.value("arrived")))
                        .toList();
        int first = CheckpointMark.firstWithMessages(marks) + WARM_UP_PERIODS;
        if (first + periods >= marks.size()) {
            throw new BenchException(
                    "No figure: %d checkpoints completed after the warm-up, %d are needed; see %s"
                            .formatted(Math.max(0, marks.size() - first), periods + 1, runFolder));
        }
        return marks.subList(first, first + periods + 1);
    }

    private double bound(int interval, long checkpointMillis) {
        return window / Math.max(interval, (checkpointMillis + pauseMillis) / MILLIS_PER_SECOND);
    }
}
