package io.pythoflow.bench.transport;

import io.pythoflow.bench.Limits;
import io.pythoflow.bench.broker.BrokerKind;
import io.pythoflow.bench.process.Figures;
import io.pythoflow.bench.process.RunFolder;
import io.pythoflow.bench.report.Column;
import io.pythoflow.bench.report.Machine;
import io.pythoflow.bench.report.Median;
import io.pythoflow.bench.report.Report;
import io.pythoflow.bench.report.Reports;
import io.pythoflow.bench.wire.NumberedReading;
import java.io.PrintWriter;
import java.nio.file.Path;
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
            "Two QoS 1 subscribers, each with a broker of its own, receive 171-byte readings through"
                    + " one connection each, by turns, and acknowledge what they have held for a"
                    + " second in one write: the job's transport, and a blocking socket that takes"
                    + " packets apart by hand. Both hand over topic and payload, and both check"
                    + " that every message comes once and in order. Each runs in a JVM of its own"
                    + " with the same options; after a warm-up its processor time, all threads"
                    + " included, is taken over each of its rounds.",
            "",
            "Criterion: at every rate the transport's median takes at most 1.2 times the raw"
                    + " socket's."
        },
        footer = {
            "  bin/bench transport",
            "  # a quick look",
            "  bin/bench transport --rates 20000 --rounds 3 --warm-up 10 --seconds 5"
        })
public final class TransportCommand implements Callable<Integer> {
    private static final double LARGEST_RATIO = 1.2;
    private static final double NANOS_PER_MICRO = 1e3;
    private static final double NANOS_PER_SECOND = 1e9;

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
            defaultValue = "7",
            description = "Rounds of each subscriber at each rate.")
    private int rounds;

    @Option(
            names = "--warm-up",
            paramLabel = "SECONDS",
            defaultValue = "30",
            description = "Seconds before the measured ones, at the full rate, for the compiler.")
    private int warmUpSeconds;

    @Option(
            names = "--seconds",
            paramLabel = "SECONDS",
            defaultValue = "10",
            description = "Seconds of each round.")
    private int seconds;

    @Option(
            names = "--broker",
            paramLabel = "BROKER",
            description =
                    "mosquitto or hivemq; mosquitto where it is installed. HiveMQ CE is itself the"
                            + " limit above some 16,000 messages/s.")
    private @Nullable BrokerKind broker;

    /** One subscriber's round. */
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
        Meter.Plan plan =
                new Meter.Plan((long) rate * warmUpSeconds, (long) rate * seconds, rounds);
        List<Run> transport = new ArrayList<>();
        List<Run> raw = new ArrayList<>();
        try (SubscriberProcess transportProcess =
                        SubscriberProcess.start(
                                kind, Subscriber.TRANSPORT, plan, folder.resolve("at-" + rate));
                SubscriberProcess rawProcess =
                        SubscriberProcess.start(
                                kind, Subscriber.RAW, plan, folder.resolve("at-" + rate))) {
            report.setting("broker", transportProcess.broker());
            transportProcess.warmUp(rate);
            rawProcess.warmUp(rate);
            for (int round = 0; round < rounds; round++) {
                // By turns who is first, so that a machine that slows down favours nobody.
                if (round % 2 == 0) {
                    transport.add(run(transportProcess, rate, round));
                    raw.add(run(rawProcess, rate, round));
                } else {
                    raw.add(run(rawProcess, rate, round));
                    transport.add(run(transportProcess, rate, round));
                }
                row(report, rate, String.valueOf(round + 1), transport.get(round), raw.get(round));
            }
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

    private Run run(SubscriberProcess process, int rate, int round) throws InterruptedException {
        Figures figures = process.round(rate, round);
        double measured = figures.value("measured");
        Run run =
                new Run(
                        figures.value("cpuNanos") / NANOS_PER_MICRO / measured,
                        measured / (figures.value("nanos") / NANOS_PER_SECOND));
        PrintWriter out = spec.commandLine().getOut();
        out.printf(
                "%,d/s, round %d, %s: %.2f µs per message%n",
                rate, round + 1, process.label(), run.microsPerMessage());
        out.flush();
        return run;
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
}
