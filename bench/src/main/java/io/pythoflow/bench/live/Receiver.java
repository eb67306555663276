package io.pythoflow.bench.live;

import io.pythoflow.bench.BenchException;
import io.pythoflow.bench.load.Gate;
import io.pythoflow.bench.process.Counted;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/** Who receives a load, in a process of its own, subscribed. */
public interface Receiver extends AutoCloseable {

    /** Which. */
    enum Kind {
        /** A blocking socket that counts. */
        RAW,
        /** A plain Flink job: no deduplication, acknowledgement on receipt. */
        PLAIN,
        /** The job, with every guarantee. */
        OURS;

        /** Starts one and waits until it is subscribed. */
        public Receiver start(Path folder, URI broker, Load load) throws InterruptedException {
            return switch (this) {
                case RAW -> RawReceiver.start(folder, broker, load);
                case PLAIN -> PlainJob.start(folder, broker);
                case OURS -> LiveJob.start(folder, "job", broker, LiveJob.From.NOTHING);
            };
        }

        /** The name for people and programs. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    long pid();

    /** Messages received, by time. */
    Counted received();

    /** Waits until it has received so many messages; whether it has. */
    boolean awaitReceived(long messages, Duration timeout) throws InterruptedException;

    /**
     * Does nothing while it runs.
     *
     * @throws BenchException with the end of its output if it has ended
     */
    void failIfEnded() throws InterruptedException;

    /** Ends it at once; there is nothing to check. */
    void kill() throws InterruptedException;

    /** Lets it end, and its last windows come out. */
    void end() throws InterruptedException;

    /**
     * Checks what came of it after its end.
     *
     * @throws BenchException if anything is wrong
     */
    void check(Gate gate);

    /** What was wrong with the connection; empty if nothing. */
    String faults();

    @Override
    void close();
}
