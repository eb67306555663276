package io.pythoflow.bench.rate;

import io.pythoflow.bench.BenchException;
import io.pythoflow.bench.broker.BrokerKind;
import io.pythoflow.bench.live.Load;
import io.pythoflow.bench.live.Outcome;
import io.pythoflow.bench.live.Receiver;
import io.pythoflow.bench.live.Trial;
import io.pythoflow.bench.report.Report;
import io.pythoflow.bench.suite.Run;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** One round: the raw subscriber's limit, then the job beside it. One thread. */
final class Round {
    private static final double LEAST = 1_000;
    private static final double MOST = 200_000;

    private final int number;
    private final BrokerKind broker;
    private final Plan plan;
    private final Run run;
    private final Report report;
    private int trials;

    /**
     * What was found.
     *
     * @param raw messages/s of the raw subscriber
     * @param ours messages/s of the job, one reading each
     * @param readingsOfTen readings/s of the job, ten a message
     * @param costs at the highest compared rate at which all kept up; null if there was none
     */
    record Found(double raw, double ours, double readingsOfTen, @Nullable Costs costs) {}

    /**
     * Processor time of each per message, µs, at the same offered rate.
     *
     * @param share of the job's rate that was offered
     */
    record Costs(double share, double raw, double plain, double ours) {}

    /**
     * What a receiver held.
     *
     * @param share of what was offered it
     */
    private record Held(double share, Outcome outcome) {}

    Round(int number, BrokerKind broker, Plan plan, Run run, Report report) {
        this.number = number;
        this.broker = broker;
        this.plan = plan;
        this.run = run;
        this.report = report;
    }

    /**
     * Measures.
     *
     * @param about messages/s that the raw subscriber may sustain
     */
    Found measure(double about) throws InterruptedException {
        double raw = limitOfRaw(about);
        Held one = highest(plan.live(), raw, plan.ladder(), plan.down());
        if (one == null) {
            return new Found(raw, 0, 0, null);
        }
        double rate = one.share() * raw;
        // The plain job needs a broker that says what it has sent.
        Costs costs = broker == BrokerKind.MOSQUITTO ? compare(rate, one.outcome()) : null;
        Held ten = highest(plan.liveOfTen(), rate, plan.ofTen(), Plan.OF_TEN_DOWN);
        return new Found(raw, rate, ten == null ? 0 : ten.share() * rate * Plan.TEN, costs);
    }

    private double limitOfRaw(double about) throws InterruptedException {
        double found =
                Search.highest(
                        about,
                        LEAST,
                        MOST,
                        plan.precision(),
                        rate -> attempt(Receiver.Kind.RAW, plan.search().at(rate)).sustained());
        Load longRun = plan.live();
        double rate = found;
        while (rate >= LEAST) {
            Outcome outcome = attempt(Receiver.Kind.RAW, longRun.at(rate));
            if (outcome.sustained()) {
                row(Receiver.Kind.RAW, outcome);
                return rate;
            }
            rate *= plan.lower();
        }
        throw new BenchException(
                "No figure: the raw subscriber does not sustain %,.0f messages/s, see %s"
                        .formatted(LEAST, run.folder()));
    }

    /**
     * Offers the job shares of a rate, upwards while they hold; downwards if not even the first
     * does.
     *
     * @return the highest share that held; null if none did
     */
    private @Nullable Held highest(
            Load load, double of, List<Double> upwards, List<Double> downwards)
            throws InterruptedException {
        Held highest = null;
        for (double share : upwards) {
            Outcome outcome = offerToJob(load.at(share * of));
            if (!outcome.sustained()) {
                break;
            }
            highest = new Held(share, outcome);
        }
        for (double share : highest == null ? downwards : List.<Double>of()) {
            Outcome outcome = offerToJob(load.at(share * of));
            if (outcome.sustained()) {
                return new Held(share, outcome);
            }
        }
        return highest;
    }

    private Outcome offerToJob(Load load) throws InterruptedException {
        Outcome outcome = attempt(Receiver.Kind.OURS, load);
        row(Receiver.Kind.OURS, outcome);
        return outcome;
    }

    /**
     * Offers the same to all three, at the highest compared rate at which all keep up.
     *
     * @param rate messages/s of the job
     * @param known what the job made of that rate
     * @return null if there is no such rate
     */
    private @Nullable Costs compare(double rate, Outcome known) throws InterruptedException {
        for (double share : plan.compared()) {
            Map<Receiver.Kind, Outcome> outcomes = new EnumMap<>(Receiver.Kind.class);
            if (share == 1) {
                outcomes.put(Receiver.Kind.OURS, known);
            }
            if (allKeepUp(plan.live().at(share * rate), outcomes)) {
                return new Costs(
                        share,
                        outcomes.get(Receiver.Kind.RAW).receiverMicros(),
                        outcomes.get(Receiver.Kind.PLAIN).receiverMicros(),
                        outcomes.get(Receiver.Kind.OURS).receiverMicros());
            }
        }
        return null;
    }

    /**
     * Who does not keep up does less work for each message than it should, so that nothing can be
     * compared with it.
     *
     * @param outcomes of those that have been offered the load; takes the others', until one does
     *     not keep up
     */
    private boolean allKeepUp(Load load, Map<Receiver.Kind, Outcome> outcomes)
            throws InterruptedException {
        List<Receiver.Kind> order = new ArrayList<>(List.of(Receiver.Kind.values()));
        order.removeAll(outcomes.keySet());
        Collections.shuffle(order, new Random(number));
        for (Receiver.Kind kind : order) {
            Outcome outcome = attempt(kind, load);
            row(kind, outcome);
            if (!outcome.sustained()) {
                return false;
            }
            outcomes.put(kind, outcome);
        }
        return true;
    }

    private Outcome attempt(Receiver.Kind kind, Load load) throws InterruptedException {
        trials++;
        Outcome outcome =
                Trial.of(
                        run.folder()
                                .resolve("round-%d/%d-%s".formatted(number, trials, kind.label())),
                        broker,
                        kind,
                        load);
        run.say(
                "round %d, %s, %,.0f messages/s of %d: %s"
                        .formatted(
                                number,
                                kind.label(),
                                load.messagesPerSecond(),
                                load.readingsPerMessage(),
                                result(outcome)));
        return outcome;
    }

    private void row(Receiver.Kind kind, Outcome outcome) {
        report.row(
                number,
                kind.label(),
                outcome.load().readingsPerMessage(),
                outcome.load().messagesPerSecond(),
                outcome.load().readingsPerSecond(),
                outcome.receiverMicros(),
                outcome.brokerMicros(),
                outcome.publisherMicros(),
                outcome.drainSeconds(),
                result(outcome));
    }

    private static String result(Outcome outcome) {
        return outcome.sustained() ? "sustained" : String.join("; ", outcome.problems());
    }
}
