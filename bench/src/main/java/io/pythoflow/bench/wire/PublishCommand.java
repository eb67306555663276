package io.pythoflow.bench.wire;

import io.pythoflow.bench.ExitCodes;
import io.pythoflow.bench.process.Figures;
import java.net.URI;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench publish}: the load, in a process of its own. */
@Command(
        name = "publish",
        hidden = true,
        header = "Publish numbered readings at a constant rate; started by the measurements.")
public final class PublishCommand implements Callable<Integer> {

    @Spec private CommandSpec spec;

    @Option(names = "--broker", required = true, description = "mqtt://host:port")
    private URI broker = URI.create("mqtt://localhost");

    @Option(names = "--first", defaultValue = "0", description = "Number of the first message.")
    private long first;

    @Option(names = "--messages", required = true, description = "Messages in all.")
    private long messages;

    @Option(names = "--rate", required = true, description = "Messages per second.")
    private double rate;

    @Option(names = "--sensors", defaultValue = "100", description = "Sensors, in turn.")
    private int sensors;

    @Option(names = "--qos", defaultValue = "1", description = "0 or 1.")
    private int qos;

    @Option(names = "--in-flight", defaultValue = "20000", description = "Unacknowledged at most.")
    private int inFlight;

    @Override
    public Integer call() throws Exception {
        PacedPublisher.Plan plan =
                new PacedPublisher.Plan(first, messages, new Pace(rate), qos, inFlight);
        try (RawConnection connection = RawConnection.open(broker, "bench-publisher")) {
            PacedPublisher.Outcome outcome =
                    new PacedPublisher(connection, new PublishPackets(sensors, qos), plan)
                            .run((sent, nanos) -> {});
            Figures.of("published", outcome.published())
                    .with("acknowledged", outcome.acknowledged())
                    .with("nanos", outcome.nanos())
                    .with("mostBehindNanos", outcome.mostBehindNanos())
                    .print(spec.commandLine().getOut());
            return ExitCodes.OK;
        }
    }
}
