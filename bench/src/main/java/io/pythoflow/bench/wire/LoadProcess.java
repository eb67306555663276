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
    static final String CPU = "cpuNanos";

    private static final Duration END = Duration.ofSeconds(10);

    private final ChildProcess process;
    private final Counted sent;
    private final Counted cpuNanos;
    private final long messages;

    private LoadProcess(ChildProcess process, Counted sent, Counted cpuNanos, long messages) {
        this.process = process;
        this.sent = sent;
        this.cpuNanos = cpuNanos;
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
        Counted cpuNanos = Counted.figure(CPU);
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
                        sent.andThen(cpuNanos));
        return new LoadProcess(process, sent, cpuNanos, plan.messages());
    }

    /** Messages that were handed to the network, by time. */
    public Counted sent() {
        return sent;
    }

    /** Its processor time, by time. */
    public Counted cpuNanos() {
        return cpuNanos;
    }

    /**
     * Does nothing while it runs, nor once all is published.
     *
     * @throws BenchException with the end of its output if it has ended before
     */
    public void failIfEnded() throws InterruptedException {
        if (process.hasEnded()) {
            // Its last lines may still be on their way here.
            awaitPublished(END);
        }
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
