package io.pythoflow.bench.wire;

import io.pythoflow.bench.BenchException;
import io.pythoflow.bench.process.ChildProcess;
import io.pythoflow.bench.process.Figures;
import io.pythoflow.bench.process.JavaCommand;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A publisher in a process of its own. */
public final class PublisherProcess implements AutoCloseable {
    private static final double NANOS_PER_SECOND = 1e9;

    private final ChildProcess process;
    private final long messages;

    private PublisherProcess(ChildProcess process, long messages) {
        this.process = process;
        this.messages = messages;
    }

    /**
     * Starts publishing with QoS 1, from message 0 on.
     *
     * @param folder for its output
     */
    public static PublisherProcess start(
            Path folder, URI broker, long messages, double messagesPerSecond) {
        return start(folder, broker, 0, messages, messagesPerSecond);
    }

    /** The same from another message on. */
    public static PublisherProcess start(
            Path folder, URI broker, long first, long messages, double messagesPerSecond) {
        return new PublisherProcess(
                ChildProcess.start(
                        folder,
                        "publisher",
                        JavaCommand.bench(
                                List.of("-Xmx128m"),
                                List.of(
                                        "publish",
                                        "--broker",
                                        broker.toString(),
                                        "--first",
                                        String.valueOf(first),
                                        "--messages",
                                        String.valueOf(messages),
                                        "--rate",
                                        String.valueOf(messagesPerSecond)))),
                messages);
    }

    /**
     * Waits until the broker has acknowledged all.
     *
     * @return messages per second on average
     * @throws BenchException if not all were published and acknowledged
     */
    public double awaitRate(Duration timeout) throws InterruptedException {
        Figures figures = process.awaitFigures("published", timeout);
        if (figures.value("published") != messages || figures.value("acknowledged") != messages) {
            throw new BenchException(
                    "No figure: of %,d messages %,d were published and %,d acknowledged"
                            .formatted(
                                    messages,
                                    figures.value("published"),
                                    figures.value("acknowledged")));
        }
        return messages / (figures.value("nanos") / NANOS_PER_SECOND);
    }

    @Override
    public void close() {
        process.close();
    }
}
