package io.pythoflow.bench.state;

import io.pythoflow.bench.BenchException;
import io.pythoflow.bench.Limits;
import io.pythoflow.bench.process.ChildProcess;
import io.pythoflow.bench.process.Figures;
import io.pythoflow.bench.process.JavaCommand;
import io.pythoflow.bench.process.RunFolder;
import io.pythoflow.bench.report.Column;
import io.pythoflow.bench.report.Machine;
import io.pythoflow.bench.report.Report;
import io.pythoflow.bench.report.Reports;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench duplicates}. */
@Command(
        name = "duplicates",
        header = "Size of the deduplication state, per sensor and in all.",
        description = {
            "The job's deduplication operator takes in two days of readings as fast as it can,"
                    + " while its clock follows the readings. Every hour of that time its state is"
                    + " weighed on the heap, after a full collection and less what the empty"
                    + " operator took; after one and two days a full checkpoint is weighed too."
                    + " State lies on the heap, in 128 key groups.",
            "",
            "Identities are remembered for the time-to-live and up to an eighth longer, plus the"
                    + " hour they lie in, so the state goes on growing for four hours after the"
                    + " first day, and then falls and rises with the expiry's steps.",
            "",
            "Criterion: the state is bounded: nothing after the first 30 hours exceeds their most"
                    + " by more than 2 %."
        },
        footer = {
            "  bin/bench duplicates",
            "  # a quick look",
            "  bin/bench duplicates --rates 10"
        })
public final class DuplicatesCommand implements Callable<Integer> {
    private static final int DAY = 24;
    private static final int HOURS = 2 * DAY;

    /** One day, an eighth of it, the hour of the bucket, and two to spare. */
    private static final int SETTLED = 30;

    private static final double LARGEST_GROWTH = 1.02;
    private static final long SECONDS_PER_DAY = 86_400;
    private static final double MEBIBYTE = 1 << 20;
    private static final Duration TIMEOUT = Duration.ofHours(2);

    @Spec private CommandSpec spec;

    @Option(
            names = "--rates",
            paramLabel = "MESSAGES/S",
            split = ",",
            defaultValue = "100,1000",
            description = "Messages per second of all sensors together.")
    private List<Integer> rates = List.of();

    @Option(
            names = "--period",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "Between two readings of a sensor; with the rate it gives the sensors.")
    private int periodSeconds;

    @Option(
            names = "--identity",
            paramLabel = "KIND",
            defaultValue = "message_id",
            description =
                    "message_id, time (own time and content) or content (neither id nor time).")
    private IdentityKind identity = IdentityKind.MESSAGE_ID;

    @Option(
            names = "--time-to-live",
            paramLabel = "MINUTES",
            defaultValue = "1440",
            description =
                    "How long identities are remembered; the job's default is max(1 h + 90 min,"
                            + " 24 h).")
    private int timeToLiveMinutes;

    @Option(
            names = "--horizon",
            paramLabel = "SECONDS",
            defaultValue = "90",
            description = "Redelivery horizon of readings with neither id nor time.")
    private int horizonSeconds;

    @Option(
            names = "--heap",
            paramLabel = "SIZE",
            defaultValue = "6g",
            description = "Heap of the operator's JVM.")
    private String heap = "6g";

    private Path folder = Path.of("");

    @Override
    public Integer call() throws InterruptedException {
        for (int rate : rates) {
            Limits.within(spec, "--rates", rate, 1, 1_000_000);
        }
        Limits.within(spec, "--period", periodSeconds, 1, 86_400);
        Limits.within(spec, "--time-to-live", timeToLiveMinutes, 1, 1440);
        Limits.within(spec, "--horizon", horizonSeconds, 1, 3_600);
        folder = RunFolder.create("duplicates");
        Report report =
                new Report(
                                "duplicates",
                                "State of deduplication, on the heap and in a full checkpoint",
                                Machine.here(),
                                List.of(
                                        Column.whole("messages_per_second", "msg/s"),
                                        Column.whole("sensors", "sensors"),
                                        Column.text("after", "after"),
                                        Column.decimal("heap_mib", "heap MiB", 1),
                                        Column.whole("heap_per_sensor", "heap B/sensor"),
                                        Column.decimal("heap_per_reading", "heap B/reading", 2),
                                        Column.decimal("checkpoint_mib", "checkpoint MiB", 1),
                                        Column.whole("checkpoint_per_sensor", "cp B/sensor"),
                                        Column.decimal(
                                                "checkpoint_per_reading", "cp B/reading", 2)))
                        .setting("identity", identity)
                        .setting("period_seconds", periodSeconds)
                        .setting("time_to_live_minutes", timeToLiveMinutes)
                        .setting("redelivery_horizon_seconds", horizonSeconds);
        for (int rate : rates) {
            measure(rate, report);
        }
        report.note(
                "B/reading: bytes for each reading of the last 24 hours. cp: of the checkpoint.");
        return Reports.publish(report, spec.commandLine().getOut());
    }

    private void measure(int rate, Report report) throws InterruptedException {
        List<String> arguments =
                List.of(
                        "deduplication-state",
                        "--rate",
                        String.valueOf(rate),
                        "--period",
                        String.valueOf(periodSeconds),
                        "--identity",
                        identity.name(),
                        "--hours",
                        String.valueOf(HOURS),
                        "--checkpoint-hours",
                        DAY + "," + HOURS,
                        "--time-to-live-minutes",
                        String.valueOf(timeToLiveMinutes),
                        "--horizon-seconds",
                        String.valueOf(horizonSeconds),
                        "--checkpoints",
                        folder.resolve("checkpoints-" + rate).toString());
        try (ChildProcess child =
                ChildProcess.start(
                        folder,
                        "operator-" + rate,
                        JavaCommand.bench(List.of("-Xmx" + heap), arguments))) {
            child.awaitFigures("end", TIMEOUT);
            List<Figures> hours =
                    child.figures().stream()
                            .filter(figures -> figures.values().containsKey("hour"))
                            .toList();
            report(rate, hours, report);
        }
    }

    private void report(int rate, List<Figures> hours, Report report) {
        Figures end = hours.get(hours.size() - 1);
        if (end.value("messages") != (long) rate * HOURS * 3_600 || end.value("duplicates") != 0) {
            throw new BenchException(
                    "No figure: %,d messages went in, %,d of them were taken for copies, none is"
                            .formatted(end.value("messages"), end.value("duplicates")));
        }
        row(rate, "24 h", hours.get(DAY - 1), report);
        row(rate, "48 h", end, report);
        Figures settled = most(hours.subList(0, SETTLED));
        Figures later = most(hours.subList(SETTLED, HOURS));
        row(rate, "most, at %d h".formatted(settled.value("hour")), settled, report);
        double growth = (double) later.value("heapBytes") / settled.value("heapBytes");
        report.criterion(
                "at %,d msg/s the most after %d h is %.3f times the most before, at most %.2f allowed"
                        .formatted(rate, SETTLED, growth, LARGEST_GROWTH),
                growth <= LARGEST_GROWTH);
    }

    private static Figures most(List<Figures> hours) {
        return hours.stream()
                .max(Comparator.comparing(figures -> figures.value("heapBytes")))
                .orElseThrow();
    }

    private void row(int rate, String after, Figures figures, Report report) {
        int sensors = new Senders(rate, periodSeconds, identity).sensors();
        double readings = (double) rate * SECONDS_PER_DAY;
        long heapBytes = figures.value("heapBytes");
        boolean weighed = figures.values().containsKey("checkpointBytes");
        long checkpoint = weighed ? figures.value("checkpointBytes") : 0;
        report.row(
                rate,
                sensors,
                after,
                heapBytes / MEBIBYTE,
                heapBytes / sensors,
                heapBytes / readings,
                weighed ? checkpoint / MEBIBYTE : "",
                weighed ? checkpoint / sensors : "",
                weighed ? checkpoint / readings : "");
    }
}
