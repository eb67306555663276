package io.pythoflow.bench.rate;

import io.pythoflow.bench.broker.BrokerKind;
import io.pythoflow.bench.live.LiveJob;
import io.pythoflow.bench.live.Load;
import io.pythoflow.bench.report.Column;
import io.pythoflow.bench.report.Machine;
import io.pythoflow.bench.report.Report;
import io.pythoflow.bench.report.Spread;
import io.pythoflow.bench.suite.MeasurementCommand;
import io.pythoflow.bench.suite.Results;
import io.pythoflow.bench.suite.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import picocli.CommandLine.Command;

/** {@code bench rate}: targets 1 and 2. */
@Command(
        name = "rate",
        header = "What the job takes in over MQTT, beside a raw socket and a plain Flink job.",
        description = {
            "First the highest rate is searched that a raw subscriber sustains: a blocking socket"
                    + " that counts. Then the job runs as 'make job' runs it, with every guarantee,"
                    + " at nine tenths of that rate (full: and more, while it holds), and the raw"
                    + " subscriber and a plain Flink job at the rate of the job, for their processor"
                    + " time per message (full: or all three below it, where all keep up). At last"
                    + " ten readings a message.",
            "",
            "1,000 sensors with five metrics each, QoS 1, windows of a minute, event time twenty"
                    + " times as fast as the clock; of the messages one in a thousand is a copy and"
                    + " one no JSON, of the readings one in a thousand is late and one in fifty out"
                    + " of order. Every run has a broker of its own on the first core and begins"
                    + " with a ramp that does not count.",
            "",
            "Sustained: all was published at the rate, the lag did not grow over the last 30 s,"
                    + " what was left was in within two checkpoint intervals, the broker dropped"
                    + " nothing, no connection broke, no packet id was re-used. Then the lake is"
                    + " compared with what was sent, reading by reading and window by window; if"
                    + " anything differs there is no figure."
        },
        footer = {"  bin/bench rate", "  make bench BENCH=rate ARGS='--profile full'"})
public final class RateCommand extends MeasurementCommand {
    private static final double SHARE_OF_RAW = 0.9;
    private static final double TEN_TIMES = 4;
    private static final double INVALID_TIMES_RAW = 3.5;

    /** Amid the 32,000 to 91,000 messages/s that Mosquitto sends, by processor and version. */
    private static final double FIRST_GUESS = 54_000;

    private static final double FIRST_GUESS_HIVEMQ = 20_000;

    @Override
    public String name() {
        return "rate";
    }

    @Override
    public Report measure(Run run) throws InterruptedException {
        BrokerKind broker = BrokerKind.fastest();
        Plan plan = Plan.of(run.profile());
        Report report = report(broker, plan);
        List<Round.Found> rounds = new ArrayList<>();
        double about = broker == BrokerKind.MOSQUITTO ? FIRST_GUESS : FIRST_GUESS_HIVEMQ;
        for (int round = 1; round <= run.rounds(); round++) {
            Round.Found found = new Round(round, broker, plan, run, report).measure(about);
            rounds.add(found);
            about = found.raw();
        }
        if (broker == BrokerKind.HIVEMQ) {
            report.note(
                    "Mosquitto is not installed: the broker is HiveMQ CE, and it is the limit; the"
                            + " plain job is left out.");
        }
        conclude(run, report, rounds);
        return report;
    }

    private static Report report(BrokerKind broker, Plan plan) {
        return new Report(
                        "rate",
                        "Messages over MQTT, QoS 1, and processor time for each, µs",
                        Machine.here(),
                        List.of(
                                Column.whole("round", "round"),
                                Column.text("receiver", "receiver"),
                                Column.whole("readings_per_message", "readings each"),
                                Column.whole("messages_per_second", "messages/s"),
                                Column.whole("readings_per_second", "readings/s"),
                                Column.decimal("receiver_micros", "receiver µs", 2),
                                Column.decimal("broker_micros", "broker µs", 2),
                                Column.decimal("publisher_micros", "publisher µs", 2),
                                Column.decimal("drain_seconds", "drained s", 1),
                                Column.text("result", "result")))
                .setting("broker", broker.description() + ", on core 0 where taskset is installed")
                .setting("receive_maximum", LiveJob.LARGEST_WINDOW)
                .setting("keys", Load.KEYS)
                .setting("window_seconds", Load.WINDOW.toSeconds())
                .setting("event_time_lapse", Load.TIME_LAPSE)
                .setting("checkpoint_interval_seconds", LiveJob.CHECKPOINT_INTERVAL.toSeconds())
                .setting("ramp_seconds", plan.live().rampSeconds())
                .setting("measured_seconds", plan.live().measuredSeconds())
                .setting("heap", "3g, parallelism 1");
    }

    static void conclude(Run run, Report report, List<Round.Found> rounds) {
        Spread raw = Spread.of(rounds, Round.Found::raw);
        Spread ours = Spread.of(rounds, Round.Found::ours);
        Spread share = Spread.of(rounds, found -> found.ours() / found.raw());
        if (ours.median() > 0) {
            run.results().put(Results.READINGS_PER_SECOND, ours.median());
        }
        run.targetOfWarmJob(
                report,
                "1",
                "at least %.2f of the raw subscriber's rate".formatted(SHARE_OF_RAW),
                "%s (%s of %s messages/s)"
                        .formatted(share.text("%.2f"), ours.text("%,.0f"), raw.text("%,.0f")),
                // The shares offered are exact; the quotient of two rates is not.
                share.median() >= SHARE_OF_RAW - 1e-9);
        compareCosts(run, report, rounds);
        Spread ten =
                Spread.of(
                        rounds,
                        found -> found.ours() > 0 ? found.readingsOfTen() / found.ours() : 0);
        run.target(
                report,
                "2",
                "ten readings a message: at least %.0f times the readings/s".formatted(TEN_TIMES),
                "%s times (%s readings/s)"
                        .formatted(
                                ten.text("%.2f"),
                                Spread.of(rounds, Round.Found::readingsOfTen).text("%,.0f")),
                ten.median() >= TEN_TIMES - 1e-9);
    }

    private static void compareCosts(Run run, Report report, List<Round.Found> rounds) {
        List<Round.Costs> costs =
                rounds.stream().map(Round.Found::costs).filter(Objects::nonNull).toList();
        String asked = "at most the plain job's processor time per message, at the same rate";
        if (costs.isEmpty()) {
            run.targetOfWarmJob(report, "1", asked, "at no rate did all three keep up", false);
            return;
        }
        List<Round.Costs> valid =
                costs.stream()
                        .filter(cost -> cost.plain() <= INVALID_TIMES_RAW * cost.raw())
                        .toList();
        if (valid.isEmpty()) {
            run.targetOfWarmJob(
                    report,
                    "1",
                    asked,
                    "invalid: the plain job costs %s times the raw subscriber, %.1f allowed (%s)"
                            .formatted(
                                    Spread.of(costs, cost -> cost.plain() / cost.raw())
                                            .text("%.2f"),
                                    INVALID_TIMES_RAW,
                                    micros(costs)),
                    false);
            return;
        }
        Spread times = Spread.of(valid, cost -> cost.ours() / cost.plain());
        run.targetOfWarmJob(
                report,
                "1",
                asked,
                "%s times at %s of the job's rate (%s), valid in %d of %d rounds"
                        .formatted(
                                times.text("%.2f"),
                                Spread.of(valid, Round.Costs::share).text("%.1f"),
                                micros(valid),
                                valid.size(),
                                rounds.size()),
                times.median() <= 1);
    }

    private static String micros(List<Round.Costs> costs) {
        return "%s µs beside %s µs; raw %s µs"
                .formatted(
                        Spread.of(costs, Round.Costs::ours).text("%.2f"),
                        Spread.of(costs, Round.Costs::plain).text("%.2f"),
                        Spread.of(costs, Round.Costs::raw).text("%.2f"));
    }
}
