package io.pythoflow.bench.wire;

import io.pythoflow.bench.BenchException;
import io.pythoflow.bench.load.Workload;
import io.pythoflow.bench.process.ChildProcess;
import io.pythoflow.bench.process.Counted;
import io.pythoflow.bench.process.Figures;
import io.pythoflow.bench.process.JavaCommand;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A publisher of a workload in a process of its own. */
public final class LoadProcess implements AutoCloseable {
    static final String SENT = "sent";

    private final ChildProcess process;
    private final Counted sent;
    private final long messages;

    private LoadProcess(ChildProcess process, Counted sent, long messages) {
        this.process = process;
        this.sent = sent;
        this.messages = messages;
    }

    /**
     * What is published.
     *
     * @param messages in all, the ramp's included
     */
    public record Plan(Workload workload, long messages, Ramp ramp) {}

    /**
     * What came of it.
     *
     * @param startedAtMillis when the first message was due
     * @param nanos from then until all were handed to the network
     * @param mostBehindNanos how late a message left at worst
     */
    public record Outcome(long startedAtMillis, long nanos, long mostBehindNanos) {}

    /**
     * Starts publishing.
     *
     * @param folder for its output
     */
    public static LoadProcess start(Path folder, URI broker, Plan plan) {
        Workload workload = plan.workload();
        Counted sent = Counted.figure(SENT);
        ChildProcess process =
                ChildProcess.start(
                        folder,
                        "load",
                        JavaCommand.bench(
                                List.of("-Xmx128m"),
                                List.of(
                                        "load",
                                        "--broker=" + broker,
                                        "--messages=" + plan.messages(),
                                        "--rate=" + plan.ramp().messagesPerSecond(),
                                        "--ramp-seconds=" + plan.ramp().rampSeconds(),
                                        "--sensors=" + workload.sensors(),
                                        "--metrics=" + workload.metrics(),
                                        "--per-message=" + workload.readingsPerMessage(),
                                        "--base=" + workload.base(),
                                        "--step-nanos=" + workload.stepNanos(),
                                        "--late=" + workload.late())),
                        sent);
        return new LoadProcess(process, sent, plan.messages());
    }

    public long pid() {
        return process.pid();
    }

    /** Messages that were handed to the network, by time. */
    public Counted sent() {
        return sent;
    }

    /** Waits until so many messages are sent. */
    public void awaitSent(long count, Duration timeout) throws InterruptedException {
        if (!sent.await(count, timeout, process::hasEnded)) {
            throw process.failed("did not send %,d messages in %s".formatted(count, timeout));
        }
    }

    /**
     * Waits until the broker has acknowledged all.
     *
     * @throws BenchException if not all were published and acknowledged
     */
    public Outcome awaitPublished(Duration timeout) throws InterruptedException {
        Figures figures = process.awaitFigures("published", timeout);
        if (figures.value("published") != messages || figures.value("acknowledged") != messages) {
            throw new BenchException(
                    "No figure: of %,d messages %,d were published and %,d acknowledged"
                            .formatted(
                                    messages,
                                    figures.value("published"),
                                    figures.value("acknowledged")));
        }
        return new Outcome(
                process.awaitFigures("startedAtMillis", timeout).value("startedAtMillis"),
                figures.value("nanos"),
                figures.value("mostBehindNanos"));
    }

    @Override
    public void close() {
        process.close();
    }
}
