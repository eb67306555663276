package io.pythoflow.bench.live;

import io.pythoflow.bench.BenchException;
import io.pythoflow.bench.broker.BrokerKind;
import io.pythoflow.bench.broker.BrokerProcess;
import io.pythoflow.bench.load.Gate;
import io.pythoflow.bench.load.Workload;
import io.pythoflow.bench.process.ProcessCpu;
import io.pythoflow.bench.wire.LoadProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;

/**
 * Offers a load to a receiver, with a broker of their own, and says whether the receiver sustained
 * it: what was sent arrived, the lag did not grow, it was gone soon after the end, nothing was
 * dropped, no connection broke, and the output is right.
 */
public final class Trial {
    /** The lag is looked at over the last so many seconds. */
    private static final double LAG_SECONDS = 30;

    /** Of the rate; less is noise. */
    private static final double LAG_GROWTH = 0.02;

    /** Of the rate; else it is not the rate that was measured. */
    private static final double PUBLISHED = 0.99;

    /** Two checkpoint intervals, and one second between two lines of the job's progress. */
    private static final double DRAIN_SECONDS = 2 * LiveJob.CHECKPOINT_INTERVAL.toSeconds() + 1;

    /** Who is so far behind will not come back. */
    private static final double HOPELESS_SECONDS = 4;

    private static final Duration DRAIN_PATIENCE = Duration.ofSeconds(15);
    private static final Duration START = Duration.ofMinutes(1);
    private static final long LOOK_MILLIS = 100;
    private static final double NANOS_PER_MICRO = 1e3;
    private static final double NANOS_PER_SECOND = 1e9;

    private final Path folder;
    private final BrokerKind brokerKind;
    private final Receiver.Kind receiverKind;
    private final Load load;

    private Trial(Path folder, BrokerKind brokerKind, Receiver.Kind receiverKind, Load load) {
        this.folder = folder;
        this.brokerKind = brokerKind;
        this.receiverKind = receiverKind;
        this.load = load;
    }

    /**
     * Runs it.
     *
     * @param folder of its own
     * @throws BenchException if the output is wrong, or something did not start or ended
     */
    public static Outcome of(Path folder, BrokerKind broker, Receiver.Kind receiver, Load load)
            throws InterruptedException {
        return new Trial(folder, broker, receiver, load).run();
    }

    private Outcome run() throws InterruptedException {
        Workload workload = load.workload(System.currentTimeMillis());
        try (BrokerProcess broker =
                        BrokerProcess.startPinned(brokerKind, folder, LiveJob.LARGEST_WINDOW);
                BrokerDrops drops = BrokerDrops.watch(brokerKind, broker.url());
                Receiver receiver = receiverKind.start(folder, broker.url(), load)) {
            Outcome outcome = offer(workload, broker, drops, receiver);
            if (outcome.wasGivenUp()) {
                receiver.kill();
            } else {
                receiver.end();
                check(receiver, load.gate(workload));
            }
            return outcome;
        }
    }

    /** Where the broker is at fault the rate is too high; else wrong output ends everything. */
    private static void check(Receiver receiver, Gate gate) {
        try {
            receiver.check(gate);
        } catch (BenchException e) {
            if (receiver.faults().isEmpty()) {
                throw e;
            }
        }
    }

    private Outcome offer(
            Workload workload, BrokerProcess broker, BrokerDrops drops, Receiver receiver)
            throws InterruptedException {
        try (LoadProcess publisher = LoadProcess.start(folder, broker.url(), load.plan(workload))) {
            publisher.awaitSent(1, START);
            long rampEnd = System.nanoTime() + (long) (load.rampSeconds() * NANOS_PER_SECOND);
            if (!awaitUnlessHopeless(publisher, receiver, load.ramp().messages(), rampEnd)) {
                return hopeless(receiver);
            }
            Moment begin = Moment.of(receiver, broker);
            long lastDue = begin.nanos + (long) (load.measuredSeconds() * NANOS_PER_SECOND);
            if (!awaitUnlessHopeless(publisher, receiver, load.messages(), lastDue)) {
                return hopeless(receiver);
            }
            LoadProcess.Outcome published = publisher.awaitPublished(START);
            Moment end = Moment.of(receiver, broker);
            if (!receiver.awaitReceived(load.messages(), DRAIN_PATIENCE)) {
                return Outcome.givenUp(
                        load,
                        "%,d of %,d messages had come %d s after the end"
                                .formatted(
                                        receiver.received().latest(),
                                        load.messages(),
                                        DRAIN_PATIENCE.toSeconds()));
            }
            double drainSeconds = (System.nanoTime() - end.nanos) / NANOS_PER_SECOND;
            return outcome(begin, end, published, drainSeconds, publisher, drops, receiver);
        }
    }

    /** Waits until so many are sent; false if publisher or receiver fell behind for good. */
    private boolean awaitUnlessHopeless(
            LoadProcess publisher, Receiver receiver, long messages, long dueNanos)
            throws InterruptedException {
        double hopeless = HOPELESS_SECONDS * load.messagesPerSecond();
        long deadline = dueNanos + (long) (HOPELESS_SECONDS * NANOS_PER_SECOND);
        while (publisher.sent().latest() < messages) {
            if (Lag.now(publisher.sent(), receiver.received()) > hopeless
                    || System.nanoTime() > deadline) {
                return false;
            }
            publisher.failIfEnded();
            receiver.failIfEnded();
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
        return true;
    }

    private Outcome hopeless(Receiver receiver) {
        String faults = receiver.faults();
        return Outcome.givenUp(
                load,
                "fell behind by more than %.0f s%s"
                        .formatted(HOPELESS_SECONDS, faults.isEmpty() ? "" : ", " + faults));
    }

    private Outcome outcome(
            Moment begin,
            Moment end,
            LoadProcess.Outcome published,
            double drainSeconds,
            LoadProcess publisher,
            BrokerDrops drops,
            Receiver receiver) {
        double messages = publisher.sent().at(end.nanos) - publisher.sent().at(begin.nanos);
        double publisherCpu =
                publisher.cpuNanos().at(end.nanos) - publisher.cpuNanos().at(begin.nanos);
        double perSecond =
                (load.messages() - load.ramp().messages())
                        / (published.nanos() / NANOS_PER_SECOND - load.rampSeconds());
        OptionalDouble growth =
                Lag.growth(
                        publisher.sent(),
                        receiver.received(),
                        Math.max(begin.nanos, end.nanos - (long) (LAG_SECONDS * NANOS_PER_SECOND)),
                        end.nanos);
        List<String> problems = new ArrayList<>();
        if (perSecond < PUBLISHED * load.messagesPerSecond()) {
            problems.add("%,.0f/s could be published".formatted(perSecond));
        }
        if (growth.isPresent() && growth.getAsDouble() > LAG_GROWTH * load.messagesPerSecond()) {
            problems.add("the lag grew by %,.0f/s".formatted(growth.getAsDouble()));
        }
        if (drainSeconds > DRAIN_SECONDS) {
            problems.add("drained after %.1f s".formatted(drainSeconds));
        }
        String faults = receiver.faults();
        if (!faults.isEmpty()) {
            problems.add(faults);
        }
        if (drops.latest() > 0) {
            problems.add("the broker dropped %,d".formatted(drops.latest()));
        }
        return new Outcome(
                load,
                perSecond,
                (end.receiverCpu - begin.receiverCpu) / NANOS_PER_MICRO / messages,
                (end.brokerCpu - begin.brokerCpu) / NANOS_PER_MICRO / messages,
                publisherCpu / NANOS_PER_MICRO / messages,
                growth.orElse(0),
                drainSeconds,
                problems);
    }

    /** Clocks at one time. */
    private record Moment(long nanos, long receiverCpu, long brokerCpu) {

        static Moment of(Receiver receiver, BrokerProcess broker) {
            return new Moment(
                    System.nanoTime(),
                    ProcessCpu.nanos(receiver.pid()),
                    ProcessCpu.nanos(broker.pid()));
        }
    }
}
