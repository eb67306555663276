package io.pythoflow.bench.restart;

import io.pythoflow.bench.BenchException;
import io.pythoflow.bench.Limits;
import io.pythoflow.bench.broker.BrokerKind;
import io.pythoflow.bench.broker.BrokerProcess;
import io.pythoflow.bench.process.ChildProcess;
import io.pythoflow.bench.process.JavaCommand;
import io.pythoflow.bench.process.RunFolder;
import io.pythoflow.bench.report.Column;
import io.pythoflow.bench.report.Machine;
import io.pythoflow.bench.report.Report;
import io.pythoflow.bench.report.Reports;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench qos0}. */
@Command(
        name = "qos0",
        header = "What QoS 0 senders lose during one restart of the job.",
        description = {
            "The original firmware publishes with QoS 0. Mosquitto and AWS IoT Core keep no QoS 0"
                    + " message for a session that is away; HiveMQ CE does, for a share group, and"
                    + " loses only what was under way. Here the simulator sends such payloads at a"
                    + " constant rate while the job runs as 'make run' runs it, is stopped with a"
                    + " savepoint as Ctrl-C stops it, and is started again at once as RESUME=1 starts it."
                    + " Lost is what was published and is no row of readings in the end.",
            "",
            "What is missing must lie together, among no more readings than were sent during the"
                    + " restart, and no reading may be stored twice, or there is no figure."
        },
        footer = {
            "  bin/bench qos0",
            "  # a quick look",
            "  bin/bench qos0 --rounds 1 --before 10 --after 10"
        })
public final class RestartLossCommand implements Callable<Integer> {
    private static final int SLOTS = 4;
    private static final Duration START = Duration.ofMinutes(2);
    private static final Duration STOP = Duration.ofMinutes(2);
    private static final double NANOS_PER_SECOND = 1e9;
    private static final int WINDOW = 100;
    private static final Pattern PUBLISHED =
            Pattern.compile("([\\d,]+) messages published \\(([\\d,]+) readings\\)");

    @Spec private CommandSpec spec;

    @Option(
            names = "--rate",
            paramLabel = "MESSAGES/S",
            defaultValue = "100",
            description = "Messages per second, one reading each.")
    private int rate;

    @Option(
            names = "--before",
            paramLabel = "SECONDS",
            defaultValue = "30",
            description = "Seconds of sending before the job is stopped.")
    private int beforeSeconds;

    @Option(
            names = "--after",
            paramLabel = "SECONDS",
            defaultValue = "20",
            description = "Seconds of sending after it is back.")
    private int afterSeconds;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "3",
            description = "Restarts, each of a job of its own.")
    private int rounds;

    @Option(
            names = "--broker",
            paramLabel = "BROKER",
            description = "mosquitto or hivemq; mosquitto where it is installed.")
    private @Nullable BrokerKind broker;

    private Path folder = Path.of("");

    @Override
    public Integer call() throws InterruptedException {
        Limits.within(spec, "--rate", rate, 1, 2_000);
        Limits.within(spec, "--before", beforeSeconds, 1, 3_600);
        Limits.within(spec, "--after", afterSeconds, 1, 3_600);
        Limits.within(spec, "--rounds", rounds, 1, 100);
        BrokerKind kind = broker == null ? BrokerKind.fastest() : broker;
        folder = RunFolder.create("qos0");
        Report report =
                new Report(
                                "qos0",
                                "Readings sent with QoS 0 around one restart of the job",
                                Machine.here(),
                                List.of(
                                        Column.whole("round", "round"),
                                        Column.whole("sent", "sent"),
                                        Column.whole("stored", "stored"),
                                        Column.whole("lost", "lost"),
                                        Column.decimal("lost_seconds", "lost, s of sending", 2),
                                        Column.decimal("lost_within_seconds", "within, s", 2),
                                        Column.decimal("unconnected_seconds", "no slot, s", 2),
                                        Column.decimal("stop_seconds", "stop s", 2),
                                        Column.decimal("start_seconds", "start s", 2)))
                        .setting("rate", rate)
                        .setting("slots", SLOTS)
                        .setting("payload", "legacy, QoS 0, one reading per message");
        for (int round = 1; round <= rounds; round++) {
            measure(kind, round, report);
        }
        report.note(
                "within: from the first lost reading to the last, in the order sent. no slot: between the last message received before the stop and the first after."
                        + " stop: from the signal to the end of the process, its savepoint"
                        + " included. start: from there to the last slot's subscription.");
        return Reports.publish(report, spec.commandLine().getOut());
    }

    private void measure(BrokerKind kind, int round, Report report) throws InterruptedException {
        Path runFolder = folder.resolve("round-" + round);
        Path ledger = runFolder.resolve("ledger.jsonl");
        try (BrokerProcess running = BrokerProcess.start(kind, runFolder, WINDOW)) {
            report.setting("broker", running.description());
            double stopSeconds;
            double startSeconds;
            long sent;
            try (ChildProcess first = job(runFolder, "job-before", running.url(), List.of());
                    ChildProcess load = load(runFolder, running.url(), ledger)) {
                TimeUnit.SECONDS.sleep(beforeSeconds);
                long stopAt = System.nanoTime();
                first.terminate();
                first.awaitExit(STOP);
                long stoppedAt = System.nanoTime();
                try (ChildProcess second =
                        job(runFolder, "job-after", running.url(), List.of("--resume"))) {
                    long backAt = System.nanoTime();
                    stopSeconds = (stoppedAt - stopAt) / NANOS_PER_SECOND;
                    startSeconds = (backAt - stoppedAt) / NANOS_PER_SECOND;
                    TimeUnit.SECONDS.sleep(afterSeconds);
                    load.terminate();
                    load.awaitExit(STOP);
                    sent = sent(load);
                    // What is under way arrives within the time of a round trip.
                    TimeUnit.SECONDS.sleep(2);
                    second.terminate();
                    second.awaitExit(STOP);
                }
            }
            StoredReadings stored = StoredReadings.of(runFolder.resolve("lake"), ledger);
            check(sent, stored, rate * (stopSeconds + startSeconds + 1), runFolder);
            long lost = sent - stored.rows();
            report.row(
                    round,
                    sent,
                    stored.rows(),
                    lost,
                    (double) lost / rate,
                    (stored.lastMissing() - stored.firstMissing() + 1.0) / rate,
                    stored.longestGapSeconds(),
                    stopSeconds,
                    startSeconds);
            PrintWriter out = spec.commandLine().getOut();
            out.printf("round %d: %,d sent, %,d lost%n", round, sent, lost);
            out.flush();
        }
    }

    /** Copies would hide losses, and losses elsewhere would not be the restart's. */
    private static void check(
            long sent, StoredReadings stored, double sentMeanwhile, Path runFolder) {
        long span = stored.lastMissing() - stored.firstMissing() + 1;
        if (stored.ledgerLines() != sent
                || stored.missing() != sent - stored.rows()
                || span > sentMeanwhile) {
            throw new BenchException(
                    "No figure: %,d sent, %,d in the ledger, %,d stored, %,d missing among %,d neighbours, where %.0f were sent during the restart; see %s"
                            .formatted(
                                    sent,
                                    stored.ledgerLines(),
                                    stored.rows(),
                                    stored.missing(),
                                    span,
                                    sentMeanwhile,
                                    runFolder));
        }
    }

    private static ChildProcess job(Path runFolder, String name, URI broker, List<String> more)
            throws InterruptedException {
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                "--properties",
                                "config/local.json",
                                "--broker",
                                "mqtt://" + broker.getHost() + ":" + broker.getPort(),
                                "--lake",
                                runFolder.resolve("lake").toString(),
                                "--state",
                                runFolder.resolve("state").toString()));
        arguments.addAll(more);
        ChildProcess job =
                ChildProcess.start(
                        runFolder,
                        name,
                        JavaCommand.local(
                                List.of("-Xmx2g"), "io.pythoflow.job.local.LocalRun", arguments));
        try {
            job.awaitLines(" is subscribed to ", SLOTS, START);
        } catch (BenchException | InterruptedException e) {
            job.close();
            throw e;
        }
        return job;
    }

    private ChildProcess load(Path runFolder, URI broker, Path ledger) {
        return ChildProcess.start(
                runFolder,
                "load",
                JavaCommand.simulator(
                        List.of(
                                "load",
                                "--broker",
                                "mqtt://" + broker.getHost() + ":" + broker.getPort(),
                                "--payload",
                                "legacy",
                                "--qos",
                                "0",
                                "--rate",
                                String.valueOf(rate),
                                "--seconds",
                                "0",
                                "--ledger",
                                ledger.toString())));
    }

    private static long sent(ChildProcess load) {
        long sent = -1;
        for (String line : load.lines()) {
            Matcher matcher = PUBLISHED.matcher(line);
            if (matcher.find()) {
                sent = Long.parseLong(matcher.group(2).replace(",", ""));
            }
        }
        if (sent < 0) {
            throw new BenchException("No figure: the load said nothing: " + load.lines());
        }
        return sent;
    }
}
