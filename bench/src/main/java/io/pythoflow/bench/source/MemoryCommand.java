package io.pythoflow.bench.source;

import io.pythoflow.bench.Limits;
import io.pythoflow.bench.broker.BrokerKind;
import io.pythoflow.bench.broker.BrokerProcess;
import io.pythoflow.bench.process.Figures;
import io.pythoflow.bench.process.RunFolder;
import io.pythoflow.bench.report.Column;
import io.pythoflow.bench.report.Machine;
import io.pythoflow.bench.report.Report;
import io.pythoflow.bench.report.Reports;
import io.pythoflow.bench.report.Slope;
import io.pythoflow.bench.wire.PublisherProcess;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bench memory}. */
@Command(
        name = "memory",
        header = "Whether the source's memory stays flat over millions of messages.",
        description = {
            "A real job (MQTT source on a mini cluster, one slot with a window of 65,535,"
                    + " checkpoints every second) takes in messages at a constant rate, in ten"
                    + " parts. In the middle of each, what comes after the source stalls, while the"
                    + " publisher goes on. When a part is in and acknowledged, the heap is measured"
                    + " after a full collection; it is measured at the end of each stall too, when"
                    + " the source holds all that it may, which varies with the last checkpoint"
                    + " before it.",
            "",
            "Criterion: over the last eight tenths the heap grows by less than 1 byte per message"
                    + " (straight line through the samples by least squares).",
            "",
            "Publishing alone takes eight minutes with the defaults, and what stalls adds to it."
        },
        footer = {
            "  bin/bench memory",
            "  # a quick look",
            "  bin/bench memory --messages 200000 --stall 2"
        })
public final class MemoryCommand implements Callable<Integer> {
    private static final int SAMPLES = 10;
    private static final double MEASURED_FROM = 0.2;
    private static final long FEW_MESSAGES = 5_000_000;
    private static final double LARGEST_SLOPE = 1;
    private static final int LARGEST_WINDOW = 65_535;
    private static final Duration PART_TIMEOUT = Duration.ofHours(1);
    private static final double KIBIBYTE = 1 << 10;

    @Spec private CommandSpec spec;

    @Option(
            names = "--messages",
            paramLabel = "N",
            defaultValue = "10000000",
            description = "Messages in all; the heap is measured ten times.")
    private long messages;

    @Option(
            names = "--stall",
            paramLabel = "SECONDS",
            defaultValue = "30",
            description = "Length of each stall.")
    private int stallSeconds;

    @Option(
            names = "--rate",
            paramLabel = "MESSAGES/S",
            defaultValue = "20000",
            description = "Offered rate.")
    private int rate;

    @Option(
            names = "--heap",
            paramLabel = "SIZE",
            defaultValue = "1g",
            description = "Heap of the job's JVM.")
    private String heap = "1g";

    @Option(
            names = "--broker",
            paramLabel = "BROKER",
            description =
                    "mosquitto or hivemq; mosquitto where it is installed. Lower the rate for"
                            + " HiveMQ CE.")
    private @Nullable BrokerKind broker;

    private Path folder = Path.of("");

    @Override
    public Integer call() throws InterruptedException {
        Limits.within(spec, "--messages", messages, 1_000, 1_000_000_000_000L);
        if (messages % SAMPLES != 0) {
            throw new ParameterException(
                    spec.commandLine(),
                    "Option '--messages' is %,d, must be a multiple of %d"
                            .formatted(messages, SAMPLES));
        }
        Limits.within(spec, "--stall", stallSeconds, 0, 600);
        Limits.within(spec, "--rate", rate, 1, 60_000);
        BrokerKind kind = broker == null ? BrokerKind.fastest() : broker;
        folder = RunFolder.create("memory");
        Report report =
                new Report(
                                "memory",
                                "Heap after full collections, where what follows the source stalls",
                                Machine.here(),
                                List.of(
                                        Column.whole("messages", "messages"),
                                        Column.decimal("heap_kib", "heap KiB", 1),
                                        Column.decimal("stalled_kib", "while stalled KiB", 1),
                                        Column.decimal("network_kib", "network buffers KiB", 1)))
                        .setting("stall_seconds", stallSeconds)
                        .setting("rate_offered", rate)
                        .setting("receive_maximum", LARGEST_WINDOW)
                        .setting("heap", heap);
        measure(kind, report);
        return Reports.publish(report, spec.commandLine().getOut());
    }

    private void measure(BrokerKind kind, Report report) throws InterruptedException {
        long expectedSeconds = messages / rate + 2L * SAMPLES * stallSeconds;
        SourceJobProcess.Plan plan =
                new SourceJobProcess.Plan(
                        messages,
                        1,
                        LARGEST_WINDOW,
                        Duration.ofSeconds(1),
                        Duration.ofMillis(500),
                        messages / SAMPLES,
                        Duration.ofSeconds(stallSeconds),
                        Duration.ofSeconds(120 + 4 * expectedSeconds),
                        heap);
        try (BrokerProcess running = BrokerProcess.start(kind, folder, LARGEST_WINDOW);
                SourceJobProcess job = SourceJobProcess.start(folder, running.url(), plan)) {
            report.setting("broker", running.description());
            List<Figures> samples = new ArrayList<>();
            for (int part = 0; part < SAMPLES; part++) {
                samples.add(publishPart(running.url(), job, part));
            }
            Figures end = job.awaitEnd();
            for (Figures sample : samples) {
                report.row(
                        sample.value("sampledAt"),
                        sample.value("heapBytes") / KIBIBYTE,
                        sample.value("stalledBytes") / KIBIBYTE,
                        sample.value("networkBytes") / KIBIBYTE);
            }
            double slope = slope(samples);
            if (messages < FEW_MESSAGES) {
                report.note(
                        "The heap scatters from sample to sample, so the slope over so few messages"
                                + " says little.");
            }
            report.setting("copies", end.value("copies"))
                    .setting("checkpoints_completed", end.value("checkpointsCompleted"))
                    .setting("slope_bytes_per_message", slope)
                    .note(
                            "All %,d messages published were received; %,d of them came once more."
                                    .formatted(messages, end.value("copies")))
                    .criterion(
                            "the heap grows by %.4f bytes per message, less than %.0f allowed"
                                    .formatted(slope, LARGEST_SLOPE),
                            slope < LARGEST_SLOPE);
        }
    }

    /** Publishes a tenth; what the heap holds when it is in and acknowledged. */
    private Figures publishPart(URI url, SourceJobProcess job, int part)
            throws InterruptedException {
        long size = messages / SAMPLES;
        try (PublisherProcess publisher =
                PublisherProcess.start(folder, url, part * size, size, rate)) {
            double published = publisher.awaitRate(PART_TIMEOUT);
            Figures sample = job.awaitFigures("sampledAt", part + 1);
            PrintWriter out = spec.commandLine().getOut();
            out.printf(
                    "%,d messages, the last %,d at %,.0f/s: %,.1f KiB%n",
                    sample.value("sampledAt"),
                    size,
                    published,
                    sample.value("heapBytes") / KIBIBYTE);
            out.flush();
            return sample;
        }
    }

    private double slope(List<Figures> samples) {
        return Slope.of(
                samples.stream()
                        .filter(sample -> sample.value("sampledAt") >= MEASURED_FROM * messages)
                        .map(
                                sample ->
                                        new Slope.Point(
                                                sample.value("sampledAt"),
                                                sample.value("heapBytes")))
                        .toList());
    }
}
