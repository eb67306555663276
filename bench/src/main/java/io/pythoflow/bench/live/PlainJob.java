package io.pythoflow.bench.live;

import io.pythoflow.bench.BenchException;
import io.pythoflow.bench.load.Gate;
import io.pythoflow.bench.process.ChildProcess;
import io.pythoflow.bench.process.Counted;
import io.pythoflow.bench.process.JavaCommand;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A plain Flink job over MQTT, {@code bench plain-job}. It counts nothing; what it has received is
 * what the broker has sent.
 */
final class PlainJob implements Receiver {
    private static final Duration START = Duration.ofMinutes(2);
    private static final Duration END = Duration.ofMinutes(2);

    /** What the broker has sent is on its way for less than this. */
    private static final Duration ON_ITS_WAY = Duration.ofMillis(1_500);

    private final ChildProcess process;
    private final BrokerSent sent;
    private final Path lake;

    private PlainJob(ChildProcess process, BrokerSent sent, Path lake) {
        this.process = process;
        this.sent = sent;
        this.lake = lake;
    }

    /** Starts it and waits until it is subscribed. */
    static PlainJob start(Path folder, URI broker) throws InterruptedException {
        Path lake = folder.resolve("lake");
        ChildProcess process =
                ChildProcess.start(
                        folder,
                        "plain-job",
                        JavaCommand.bench(
                                List.of("-Xmx3g"),
                                List.of(
                                        "plain-job",
                                        "--broker=" + broker,
                                        "--lake=" + lake,
                                        "--state=" + folder.resolve("state"),
                                        "--parallelism=1",
                                        "--interval-millis="
                                                + LiveJob.CHECKPOINT_INTERVAL.toMillis(),
                                        "--window-seconds=" + Load.WINDOW.toSeconds())));
        try {
            process.awaitLines("is subscribed", 1, START);
        } catch (BenchException | InterruptedException e) {
            process.close();
            throw e;
        }
        return new PlainJob(process, BrokerSent.watch(broker), lake);
    }

    @Override
    public long pid() {
        return process.pid();
    }

    @Override
    public Counted received() {
        return sent.counted();
    }

    @Override
    public boolean awaitReceived(long messages, Duration timeout) throws InterruptedException {
        return sent.counted().await(messages, timeout, process::hasEnded);
    }

    @Override
    public void failIfEnded() throws InterruptedException {
        process.failIfEnded();
    }

    @Override
    public void kill() throws InterruptedException {
        process.kill();
        process.awaitExit(END);
    }

    @Override
    public void end() throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(ON_ITS_WAY.toMillis());
        process.terminate();
        process.awaitExit(END);
    }

    @Override
    public void check(Gate gate) {
        gate.checkPlain(lake);
    }

    @Override
    public String faults() {
        return "";
    }

    @Override
    public void close() {
        sent.close();
        process.close();
    }
}
