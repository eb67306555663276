package io.pythoflow.bench.live;

import io.pythoflow.bench.ExitCodes;
import io.pythoflow.bench.load.Messages;
import io.pythoflow.bench.load.Workload;
import io.pythoflow.bench.process.Figures;
import io.pythoflow.bench.wire.RawSubscriber;
import io.pythoflow.contract.topic.Topics;
import java.io.PrintWriter;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code bench count}: the raw subscriber, which takes in a workload and looks at the number of
 * each message, no more. Runs until it is terminated.
 */
@Command(
        name = "count",
        hidden = true,
        header = "Count the messages of a workload; started by measurements.")
public final class CountCommand implements Callable<Integer> {
    static final String SUBSCRIBED = "subscribed";
    static final String RECEIVED = "received";
    static final String OUT_OF_PLACE = "outOfPlace";

    private static final long REPORT_MILLIS = 200;

    @Spec private CommandSpec spec;

    @Option(names = "--broker", required = true, description = "mqtt://host:port")
    private URI broker = URI.create("mqtt://localhost");

    @Option(names = "--messages", required = true, description = "In all.")
    private long messages;

    @Option(names = "--per-message", required = true, description = "Readings.")
    private int perMessage;

    @Option(
            names = "--hold-millis",
            defaultValue = "100",
            description = "Acknowledgements are gathered for so long; the window does not bind.")
    private long holdMillis;

    /** Written by the receiving thread alone. */
    private volatile long received;

    private long outOfPlace;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        Workload numbers = new Workload(1, 1, perMessage, 0, 0, Workload.Late.NONE);
        ScheduledExecutorService reporter =
                Executors.newSingleThreadScheduledExecutor(
                        task -> {
                            Thread thread = new Thread(task, "progress");
                            thread.setDaemon(true);
                            return thread;
                        });
        Future<?> unused =
                reporter.scheduleAtFixedRate(
                        () -> Figures.of(RECEIVED, received).print(out),
                        REPORT_MILLIS,
                        REPORT_MILLIS,
                        TimeUnit.MILLISECONDS);
        new RawSubscriber(Duration.ofMillis(holdMillis))
                .run(
                        broker,
                        "bench-raw",
                        perMessage == 1 ? Topics.SENSOR_DATA_FILTER : Topics.GATEWAY_STATUS,
                        () -> {
                            out.println(SUBSCRIBED);
                            out.flush();
                        },
                        (topic, payload) -> count(payload, numbers),
                        () -> received >= messages);
        reporter.shutdownNow();
        reporter.awaitTermination(1, TimeUnit.SECONDS);
        Figures.of(RECEIVED, received).with(OUT_OF_PLACE, outOfPlace).print(out);
        // Its processor time is still to be read.
        new CountDownLatch(1).await();
        return ExitCodes.OK;
    }

    /** A copy has the number of the message before. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // One thread writes.
    private void count(byte[] payload, Workload numbers) {
        if (Messages.firstReading(payload, perMessage) != numbers.firstReadingOf(received)) {
            outOfPlace++;
        }
        received++;
    }
}
