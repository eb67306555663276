package io.pythoflow.bench.transport;

import io.pythoflow.bench.BenchException;
import io.pythoflow.bench.Limits;
import io.pythoflow.bench.broker.BrokerKind;
import io.pythoflow.bench.broker.BrokerProcess;
import io.pythoflow.bench.process.ChildProcess;
import io.pythoflow.bench.process.Figures;
import io.pythoflow.bench.process.JavaCommand;
import io.pythoflow.bench.process.RunFolder;
import io.pythoflow.bench.report.Column;
import io.pythoflow.bench.report.Machine;
import io.pythoflow.bench.report.Median;
import io.pythoflow.bench.report.Report;
import io.pythoflow.bench.report.Reports;
import io.pythoflow.bench.wire.NumberedReading;
import io.pythoflow.bench.wire.PublisherProcess;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench transport}. */
@Command(
        name = "transport",
        header = "Processor time per message of the MQTT transport, beside a raw socket.",
        description = {
            "One QoS 1 subscriber at a time receives 171-byte readings through one connection and"
                    + " acknowledges what it has held for a second in one write: the job's"
                    + " transport, then a blocking socket that takes packets apart by hand, by"
                    + " turns. Both hand over topic and payload, and both check that every message"
                    + " comes once and in order. Each runs in a JVM of its own with the same"
                    + " options, against a fresh broker; its processor time, all threads included,"
                    + " is taken after the warm-up.",
            "",
            "Criterion: at every rate the transport's median takes at most 1.2 times the raw"
                    + " socket's."
        },
        footer = {
            "  bin/bench transport",
            "  # a quick look",
            "  bin/bench transport --rates 20000 --rounds 1 --warm-up 3 --seconds 5"
        })
public final class TransportCommand implements Callable<Integer> {
    private static final double LARGEST_RATIO = 1.2;
    private static final double NANOS_PER_MICRO = 1e3;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final int LARGEST_WINDOW = 65_535;
    private static final Duration START = Duration.ofMinutes(1);

    @Spec private CommandSpec spec;

    @Option(
            names = "--rates",
            paramLabel = "MESSAGES/S",
            split = ",",
            defaultValue = "20000,40000",
            description = "Offered rates. More than 65,000/s does not pass the held window.")
    private List<Integer> rates = List.of();

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "3",
            description = "Runs of each subscriber at each rate.")
    private int rounds;

    @Option(
            names = "--warm-up",
            paramLabel = "SECONDS",
            defaultValue = "30",
            description =
                    "Seconds before the measured ones, at the full rate. With a third of the"
                            + " default, compiling is still measured.")
    private int warmUpSeconds;

    @Option(
            names = "--seconds",
            paramLabel = "SECONDS",
            defaultValue = "20",
            description = "Seconds measured in each run.")
    private int seconds;

    @Option(
            names = "--broker",
            paramLabel = "BROKER",
            description =
                    "mosquitto or hivemq; mosquitto where it is installed. HiveMQ CE is itself the"
                            + " limit above some 16,000 messages/s.")
    private @Nullable BrokerKind broker;

    /** One subscriber's run. */
    private record Run(double microsPerMessage, double messagesPerSecond) {}

    private Path folder = Path.of("");

    @Override
    public Integer call() throws InterruptedException {
        for (int rate : rates) {
            Limits.within(spec, "--rates", rate, 1, 65_000);
        }
        Limits.within(spec, "--rounds", rounds, 1, 100);
        Limits.within(spec, "--warm-up", warmUpSeconds, 1, 3_600);
        Limits.within(spec, "--seconds", seconds, 1, 3_600);
        BrokerKind kind = broker == null ? BrokerKind.fastest() : broker;

        folder = RunFolder.create("transport");
        Report report =
                new Report(
                                "transport",
                                "Processor time per message, one connection, QoS 1",
                                Machine.here(),
                                List.of(
                                        Column.whole("offered_per_second", "offered/s"),
                                        Column.text("round", "round"),
                                        Column.decimal("transport_micros", "transport µs", 2),
                                        Column.decimal("raw_micros", "raw µs", 2),
                                        Column.decimal("ratio", "ratio", 2),
                                        Column.whole("transport_per_second", "transport msg/s"),
                                        Column.whole("raw_per_second", "raw msg/s")))
                        .setting("payload_bytes", NumberedReading.BYTES)
                        .setting("acknowledgements_held", "1 s")
                        .setting("warm_up_seconds", warmUpSeconds)
                        .setting("measured_seconds", seconds);
        for (int rate : rates) {
            measure(kind, rate, report);
        }
        report.note(
                "µs: processor time of the subscriber's whole process per message. msg/s: what"
                        + " arrived while it was measured.");
        if (kind == BrokerKind.HIVEMQ) {
            report.note(
                    "The broker is the limit at high rates; compare the processor times alone.");
        }
        return Reports.publish(report, spec.commandLine().getOut());
    }

    private void measure(BrokerKind kind, int rate, Report report) throws InterruptedException {
        List<Run> transport = new ArrayList<>();
        List<Run> raw = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            // By turns who is first, so that a machine that slows down favours nobody.
            if (round % 2 == 0) {
                transport.add(run(kind, Subscriber.TRANSPORT, rate, round, report));
                raw.add(run(kind, Subscriber.RAW, rate, round, report));
            } else {
                raw.add(run(kind, Subscriber.RAW, rate, round, report));
                transport.add(run(kind, Subscriber.TRANSPORT, rate, round, report));
            }
            row(report, rate, String.valueOf(round + 1), transport.get(round), raw.get(round));
        }
        Run transportMedian = median(transport);
        Run rawMedian = median(raw);
        row(report, rate, "median", transportMedian, rawMedian);
        double ratio = transportMedian.microsPerMessage() / rawMedian.microsPerMessage();
        report.criterion(
                "at %,d/s the transport takes %.2f times the raw socket's processor time, at most %.1f allowed"
                        .formatted(rate, ratio, LARGEST_RATIO),
                ratio <= LARGEST_RATIO);
    }

    private static void row(Report report, int rate, String round, Run transport, Run raw) {
        report.row(
                rate,
                round,
                transport.microsPerMessage(),
                raw.microsPerMessage(),
                transport.microsPerMessage() / raw.microsPerMessage(),
                transport.messagesPerSecond(),
                raw.messagesPerSecond());
    }

    private static Run median(List<Run> runs) {
        return new Run(
                Median.of(runs.stream().map(Run::microsPerMessage).toList()),
                Median.of(runs.stream().map(Run::messagesPerSecond).toList()));
    }

    private Run run(BrokerKind kind, Subscriber subscriber, int rate, int round, Report report)
            throws InterruptedException {
        String name = "%s-%d-%d".formatted(subscriber.label(), rate, round + 1);
        Path runFolder = folder.resolve(name);
        long warmUp = (long) rate * warmUpSeconds;
        long measured = (long) rate * seconds;
        Duration timeout = START.plusSeconds(3L * (warmUpSeconds + seconds));
        try (BrokerProcess running = BrokerProcess.start(kind, runFolder, LARGEST_WINDOW);
                ChildProcess child =
                        ChildProcess.start(
                                runFolder,
                                "subscriber",
                                JavaCommand.bench(
                                        List.of("-Xms256m", "-Xmx256m"),
                                        List.of(
                                                "subscribe",
                                                "--as",
                                                subscriber.name(),
                                                "--broker",
                                                running.url().toString(),
                                                "--warm-up",
                                                String.valueOf(warmUp),
                                                "--messages",
                                                String.valueOf(measured),
                                                "--hold-millis",
                                                "1000")))) {
            child.awaitLines(SubscribeCommand.SUBSCRIBED, 1, START);
            report.setting("broker", running.description());
            Figures figures;
            try (PublisherProcess publisher =
                    PublisherProcess.start(runFolder, running.url(), warmUp + measured, rate)) {
                publisher.awaitRate(timeout);
                figures = child.awaitFigures("received", timeout);
            }
            if (figures.value("received") != warmUp + measured
                    || figures.value("outOfOrder") != 0) {
                throw new BenchException(
                        "No figure: of %,d messages the %s subscriber received %,d, %,d not in their place; see %s"
                                .formatted(
                                        warmUp + measured,
                                        subscriber,
                                        figures.value("received"),
                                        figures.value("outOfOrder"),
                                        runFolder));
            }
            Run run =
                    new Run(
                            figures.value("cpuNanos") / NANOS_PER_MICRO / measured,
                            measured / (figures.value("nanos") / NANOS_PER_SECOND));
            PrintWriter out = spec.commandLine().getOut();
            out.printf(
                    "%s: %.2f µs per message at %,.0f messages/s%n",
                    name, run.microsPerMessage(), run.messagesPerSecond());
            out.flush();
            return run;
        }
    }
}
