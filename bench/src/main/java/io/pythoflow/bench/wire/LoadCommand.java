package io.pythoflow.bench.wire;

import io.pythoflow.bench.ExitCodes;
import io.pythoflow.bench.load.Workload;
import io.pythoflow.bench.process.CpuClock;
import io.pythoflow.bench.process.Figures;
import java.io.PrintWriter;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench load}: publishes a workload, in a process of its own. */
@Command(
        name = "load",
        hidden = true,
        header = "Publish a workload after a ramp; started by the measurements.")
public final class LoadCommand implements Callable<Integer> {
    private static final long REPORT_NANOS = Duration.ofMillis(100).toNanos();

    @Spec private CommandSpec spec;

    @Option(names = "--broker", required = true, description = "mqtt://host:port")
    private URI broker = URI.create("mqtt://localhost");

    @Option(names = "--messages", required = true, description = "Messages in all.")
    private long messages;

    @Option(names = "--rate", required = true, description = "Messages per second.")
    private double rate;

    @Option(names = "--ramp-seconds", required = true, description = "Until then.")
    private double rampSeconds;

    @Option(names = "--sensors", required = true, description = "In turn.")
    private int sensors;

    @Option(names = "--metrics", required = true, description = "Of a reading.")
    private int metrics;

    @Option(names = "--per-message", required = true, description = "Readings.")
    private int perMessage;

    @Option(names = "--base", required = true, description = "Event time of the first, ms.")
    private long base;

    @Option(names = "--step-nanos", required = true, description = "To the next reading.")
    private long stepNanos;

    @Option(names = "--late", required = true, description = "Late readings.")
    private Workload.Late late = Workload.Late.NONE;

    @Option(names = "--in-flight", defaultValue = "20000", description = "Unacknowledged at most.")
    private int inFlight;

    @Override
    public Integer call() throws Exception {
        Workload workload = new Workload(sensors, metrics, perMessage, base, stepNanos, late);
        PacedPublisher.Plan plan =
                new PacedPublisher.Plan(0, messages, new Ramp(rampSeconds, rate), 1, inFlight);
        PrintWriter out = spec.commandLine().getOut();
        try (RawConnection connection = RawConnection.open(broker, "bench-load")) {
            Figures.of("startedAtMillis", System.currentTimeMillis()).print(out);
            PacedPublisher.Outcome outcome =
                    new PacedPublisher(connection, new WorkloadPackets(workload), plan)
                            .run(new Progress(out));
            Figures.of(LoadProcess.SENT, outcome.published())
                    .with(LoadProcess.CPU, CpuClock.nanos())
                    .with("published", outcome.published())
                    .with("acknowledged", outcome.acknowledged())
                    .with("nanos", outcome.nanos())
                    .with("mostBehindNanos", outcome.mostBehindNanos())
                    .print(out);
        }
        return ExitCodes.OK;
    }

    /** Prints how far it is, ten times a second. */
    private static final class Progress implements PacedPublisher.Watch {
        private final PrintWriter out;
        private long next;

        Progress(PrintWriter out) {
            this.out = out;
        }

        @Override
        public void sending(long sentSoFar, long elapsedNanos) {
            if (elapsedNanos >= next) {
                next = elapsedNanos + REPORT_NANOS;
                Figures.of(LoadProcess.SENT, sentSoFar)
                        .with(LoadProcess.CPU, CpuClock.nanos())
                        .print(out);
            }
        }
    }
}
