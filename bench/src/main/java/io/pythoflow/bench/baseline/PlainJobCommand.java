package io.pythoflow.bench.baseline;

import io.pythoflow.bench.ExitCodes;
import io.pythoflow.bench.cluster.LocalJob;
import io.pythoflow.contract.topic.Topics;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code bench plain-job}: runs until it is told to stop by a signal. Then windows come out, a last
 * checkpoint makes every row visible, and the process ends.
 */
@Command(
        name = "plain-job",
        hidden = true,
        header = "Run the plain job until it is terminated; started by measurements.")
public final class PlainJobCommand implements Callable<Integer> {
    private static final Duration STOP = Duration.ofMinutes(1);

    // Logging cannot start while a JVM shuts down.
    private static final Logger LOG = LoggerFactory.getLogger(PlainJobCommand.class);

    @Option(names = "--broker", required = true, description = "mqtt://host:port")
    private URI broker = URI.create("mqtt://localhost");

    @Option(names = "--lake", required = true, description = "Folder of raw and aggregated.")
    private Path lake = Path.of("");

    @Option(names = "--state", required = true, description = "Folder of checkpoints.")
    private Path state = Path.of("");

    @Option(names = "--parallelism", defaultValue = "1", description = "Of the windows.")
    private int parallelism;

    @Option(names = "--interval-millis", required = true, description = "Between checkpoints.")
    private long intervalMillis;

    @Option(names = "--window-seconds", defaultValue = "60", description = "Length.")
    private long windowSeconds;

    private final CountDownLatch stopRequested = new CountDownLatch(1);
    private final CountDownLatch stopped = new CountDownLatch(1);

    @Override
    public Integer call() throws Exception {
        Runtime.getRuntime().addShutdownHook(new Thread(this::stopAndWait, "stop"));
        LocalJob.Settings settings =
                new LocalJob.Settings(Duration.ofMillis(intervalMillis), state, parallelism);
        try (LocalJob job =
                LocalJob.start(
                        "Plain",
                        PlainJob.settings(),
                        settings,
                        env ->
                                PlainJob.define(
                                        env,
                                        new HiveMqSource(
                                                broker,
                                                List.of(
                                                        Topics.SENSOR_DATA_FILTER,
                                                        Topics.GATEWAY_STATUS)),
                                        Duration.ofSeconds(windowSeconds),
                                        new LakeTables(lake)))) {
            var unused = job.result().whenComplete((result, failure) -> stopRequested.countDown());
            stopRequested.await();
            if (!job.result().isDone()) {
                job.drain(STOP);
            }
            job.awaitEnd();
            LOG.info("The plain job has ended");
        } finally {
            stopped.countDown();
        }
        return ExitCodes.OK;
    }

    /** The virtual machine halts when its hooks have run, so this one waits for the job. */
    private void stopAndWait() {
        stopRequested.countDown();
        try {
            if (!stopped.await(2 * STOP.toSeconds(), TimeUnit.SECONDS)) {
                LOG.warn("The plain job has not ended in time; rows may be missing");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
