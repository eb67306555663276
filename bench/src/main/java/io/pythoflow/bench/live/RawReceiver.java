package io.pythoflow.bench.live;

import io.pythoflow.bench.BenchException;
import io.pythoflow.bench.load.Gate;
import io.pythoflow.bench.process.ChildProcess;
import io.pythoflow.bench.process.Counted;
import io.pythoflow.bench.process.Figures;
import io.pythoflow.bench.process.JavaCommand;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The raw subscriber, {@code bench count}. */
final class RawReceiver implements Receiver {
    private static final Duration START = Duration.ofMinutes(1);
    private static final Duration END = Duration.ofMinutes(1);

    private final ChildProcess process;
    private final Counted received;
    private @Nullable Figures outcome;

    private RawReceiver(ChildProcess process, Counted received) {
        this.process = process;
        this.received = received;
    }

    /** Starts it and waits until it is subscribed. */
    static RawReceiver start(Path folder, URI broker, Load load) throws InterruptedException {
        Counted received = Counted.figure(CountCommand.RECEIVED);
        ChildProcess process =
                ChildProcess.start(
                        folder,
                        "raw",
                        JavaCommand.bench(
                                List.of("-Xms256m", "-Xmx256m"),
                                List.of(
                                        "count",
                                        "--broker=" + broker,
                                        "--messages=" + load.messages(),
                                        "--per-message=" + load.readingsPerMessage())),
                        received);
        try {
            process.awaitLines(CountCommand.SUBSCRIBED, 1, START);
        } catch (BenchException | InterruptedException e) {
            process.close();
            throw e;
        }
        return new RawReceiver(process, received);
    }

    @Override
    public long pid() {
        return process.pid();
    }

    @Override
    public Counted received() {
        return received;
    }

    @Override
    public boolean awaitReceived(long messages, Duration timeout) throws InterruptedException {
        return received.await(messages, timeout, process::hasEnded);
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
        outcome = process.awaitFigures(CountCommand.OUT_OF_PLACE, END);
        process.terminate();
        process.awaitExit(END);
    }

    @Override
    public void check(Gate gate) {
        Figures last = Objects.requireNonNull(outcome, "It has not ended");
        if (last.value(CountCommand.RECEIVED) != gate.messages()
                || last.value(CountCommand.OUT_OF_PLACE) != 0) {
            throw new BenchException(
                    "No figure: of %,d messages the raw subscriber received %,d, %,d not in their place"
                            .formatted(
                                    gate.messages(),
                                    last.value(CountCommand.RECEIVED),
                                    last.value(CountCommand.OUT_OF_PLACE)));
        }
    }

    @Override
    public String faults() {
        return "";
    }

    @Override
    public void close() {
        process.close();
    }
}
