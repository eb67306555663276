package io.pythoflow.bench.transport;

import io.pythoflow.bench.BenchException;
import io.pythoflow.bench.broker.BrokerKind;
import io.pythoflow.bench.broker.BrokerProcess;
import io.pythoflow.bench.process.ChildProcess;
import io.pythoflow.bench.process.Figures;
import io.pythoflow.bench.process.JavaCommand;
import io.pythoflow.bench.wire.PublisherProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A subscriber in a JVM of its own with a broker of its own, fed round by round. */
final class SubscriberProcess implements AutoCloseable {
    private static final int LARGEST_WINDOW = 65_535;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Subscriber subscriber;
    private final Meter.Plan plan;
    private final Path folder;
    private final BrokerProcess broker;
    private final ChildProcess process;

    private SubscriberProcess(
            Subscriber subscriber,
            Meter.Plan plan,
            Path folder,
            BrokerProcess broker,
            ChildProcess process) {
        this.subscriber = subscriber;
        this.plan = plan;
        this.folder = folder;
        this.broker = broker;
        this.process = process;
    }

    /** Starts both and waits for the subscription. */
    static SubscriberProcess start(
            BrokerKind kind, Subscriber subscriber, Meter.Plan plan, Path parent)
            throws InterruptedException {
        Path folder = parent.resolve(subscriber.label());
        BrokerProcess broker = BrokerProcess.start(kind, folder, LARGEST_WINDOW);
        ChildProcess process =
                ChildProcess.start(
                        folder,
                        "subscriber",
                        JavaCommand.bench(
                                List.of("-Xms256m", "-Xmx256m"),
                                List.of(
                                        "subscribe",
                                        "--as",
                                        subscriber.name(),
                                        "--broker",
                                        broker.url().toString(),
                                        "--warm-up",
                                        String.valueOf(plan.warmUp()),
                                        "--messages",
                                        String.valueOf(plan.perRound()),
                                        "--rounds",
                                        String.valueOf(plan.rounds()),
                                        "--hold-millis",
                                        "1000")));
        SubscriberProcess started =
                new SubscriberProcess(subscriber, plan, folder, broker, process);
        try {
            process.awaitLines(SubscribeCommand.SUBSCRIBED, 1, PATIENCE);
        } catch (BenchException | InterruptedException e) {
            started.close();
            throw e;
        }
        return started;
    }

    String label() {
        return subscriber.label();
    }

    /** Product and version of the broker. */
    String broker() {
        return broker.description();
    }

    void warmUp(int messagesPerSecond) throws InterruptedException {
        publish(0, plan.warmUp(), messagesPerSecond);
    }

    /**
     * Publishes a round.
     *
     * @param round counted from 0
     * @return what it cost
     * @throws BenchException if the messages did not come in order, each once
     */
    Figures round(int messagesPerSecond, int round) throws InterruptedException {
        long before = plan.warmUp() + plan.perRound() * round;
        publish(before, plan.perRound(), messagesPerSecond);
        Figures figures = process.awaitFigures("received", round + 1, PATIENCE);
        if (figures.value("received") != before + plan.perRound()
                || figures.value("outOfOrder") != 0) {
            throw new BenchException(
                    "No figure: of %,d messages the %s subscriber received %,d, %,d not in their place; see %s"
                            .formatted(
                                    before + plan.perRound(),
                                    label(),
                                    figures.value("received"),
                                    figures.value("outOfOrder"),
                                    folder));
        }
        return figures;
    }

    private void publish(long first, long messages, int messagesPerSecond)
            throws InterruptedException {
        try (PublisherProcess publisher =
                PublisherProcess.start(folder, broker.url(), first, messages, messagesPerSecond)) {
            publisher.awaitRate(PATIENCE.plusSeconds(3 * messages / messagesPerSecond));
        }
    }

    @Override
    public void close() {
        process.close();
        broker.close();
    }
}
