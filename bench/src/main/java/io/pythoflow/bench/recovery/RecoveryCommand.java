package io.pythoflow.bench.recovery;

import io.pythoflow.bench.Limits;
import io.pythoflow.bench.broker.BrokerKind;
import io.pythoflow.bench.broker.BrokerProcess;
import io.pythoflow.bench.live.HalfRate;
import io.pythoflow.bench.live.LiveJob;
import io.pythoflow.bench.live.Load;
import io.pythoflow.bench.load.Gate;
import io.pythoflow.bench.load.Workload;
import io.pythoflow.bench.report.Column;
import io.pythoflow.bench.report.Machine;
import io.pythoflow.bench.report.Report;
import io.pythoflow.bench.report.Spread;
import io.pythoflow.bench.suite.MeasurementCommand;
import io.pythoflow.bench.suite.Profile;
import io.pythoflow.bench.suite.Run;
import io.pythoflow.bench.wire.LoadProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code bench recovery}: target 6. */
@Command(
        name = "recovery",
        header = "A job that is killed under load: when it has caught up, and what is missing.",
        description = {
            "The job runs at half of the rate that 'rate' found (alone: at --rate), as there. Its"
                    + " process is killed with SIGKILL, and a new one is started at once from the"
                    + " newest checkpoint, as RESUME=1 starts it, while the load goes on. The time"
                    + " counts from the signal until less than a second's messages wait at the"
                    + " broker, and stays so.",
            "",
            "In the end the lake must hold every reading once and every window right, or there is"
                    + " no figure."
        },
        footer = {"  bin/bench recovery --rate 15000", "  make bench ONLY=rate,recovery"})
public final class RecoveryCommand extends MeasurementCommand {
    private static final double ALLOWED_SECONDS = 30;

    /** What waits within a second is no backlog: the job says no more often what it has. */
    private static final double ALLOWED_WAITING_SECONDS = 1;

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final double NANOS_PER_SECOND = 1e9;

    /** Null in the suite, which has no options of single measurements. */
    @Spec private @Nullable CommandSpec spec;

    @Mixin private HalfRate halfRate = new HalfRate();

    /**
     * How long the load lasts.
     *
     * @param before from the end of the ramp to the signal, seconds
     * @param after the signal, seconds
     */
    private record Times(double ramp, double before, double after) {
        static Times of(Profile profile) {
            return switch (profile) {
                case SHORT -> new Times(4, 4, 18);
                case FULL -> new Times(20, 20, 60);
            };
        }
    }

    @Override
    public String name() {
        return "recovery";
    }

    @Override
    public Report measure(Run run) throws InterruptedException {
        if (spec != null) {
            Limits.above(spec, "--rate", halfRate.given(), 0);
        }
        BrokerKind kind = BrokerKind.fastest();
        Times times = Times.of(run.profile());
        Report report =
                new Report(
                                name(),
                                "From SIGKILL of the job until it has caught up",
                                Machine.here(),
                                List.of(
                                        Column.whole("round", "round"),
                                        Column.whole("messages_per_second", "messages/s"),
                                        Column.decimal("subscribed_seconds", "subscribed s", 1),
                                        Column.decimal("caught_up_seconds", "caught up s", 1),
                                        Column.whole("most_waiting", "most waiting"),
                                        Column.whole("delivered_again", "delivered again"),
                                        Column.whole("readings", "readings"),
                                        Column.whole("windows", "windows"),
                                        Column.text("faults", "of the broker")))
                        .setting("broker", kind.description())
                        .setting(
                                "checkpoint_interval_seconds",
                                LiveJob.CHECKPOINT_INTERVAL.toSeconds());
        double messagesPerSecond = halfRate.of(run, report);
        List<Double> caughtUp = new ArrayList<>();
        for (int round = 1; round <= run.rounds(); round++) {
            caughtUp.add(measure(run, round, kind, times, messagesPerSecond, report));
        }
        Spread seconds = new Spread(caughtUp);
        double bound = Math.min(ALLOWED_SECONDS, times.after());
        run.target(
                report,
                "6",
                "after SIGKILL caught up within %.0f s, nothing lost or doubled"
                        .formatted(ALLOWED_SECONDS),
                "%s s at %,.0f messages/s, every reading once"
                        .formatted(seconds.text("%.1f"), messagesPerSecond),
                seconds.median() <= bound);
        report.note(
                "caught up: to the second, as often as the job says what it has."
                        + " subscribed: all slots of the new process, counted from the signal as the other."
                        + " delivered again: marked so by the broker, what the killed process had"
                        + " received and not acknowledged, because no checkpoint contained it.");
        return report;
    }

    private double measure(
            Run run,
            int round,
            BrokerKind kind,
            Times times,
            double messagesPerSecond,
            Report report)
            throws InterruptedException {
        Path folder = run.folder().resolve("round-" + round);
        Load load = new Load(messagesPerSecond, 1, times.ramp(), times.before() + times.after());
        Workload workload = load.workload(System.currentTimeMillis(), Load.TIME_LAPSE);
        try (BrokerProcess broker =
                        BrokerProcess.startPinned(kind, folder, LiveJob.LARGEST_WINDOW);
                LiveJob killed =
                        LiveJob.start(folder, "job-before", broker.url(), LiveJob.From.NOTHING);
                LoadProcess publisher =
                        LoadProcess.start(folder, broker.url(), load.plan(workload))) {
            long toSend = load.messages() - (long) (messagesPerSecond * times.after());
            publisher.awaitSent(toSend, PATIENCE);
            killed.failIfEnded();
            long killedAt = System.nanoTime();
            killed.kill();
            try (LiveJob job =
                    LiveJob.start(
                            folder, "job-after", broker.url(), LiveJob.From.NEWEST_CHECKPOINT)) {
                double subscribed = (System.nanoTime() - killedAt) / NANOS_PER_SECOND;
                publisher.awaitPublished(PATIENCE);
                job.end();
                Gate.Found found = load.gate(workload).checkAfterRestart(job.lake());
                Backlog backlog = new Backlog(publisher.sent(), job.received());
                double seconds =
                        (backlog.goneAt(ALLOWED_WAITING_SECONDS * messagesPerSecond) - killedAt)
                                / NANOS_PER_SECOND;
                report.row(
                        round,
                        messagesPerSecond,
                        subscribed,
                        seconds,
                        backlog.most(),
                        job.redelivered(),
                        found.readings(),
                        found.windows(),
                        job.faults());
                run.say(
                        "round %d: caught up after %.1f s, %,d readings once"
                                .formatted(round, seconds, found.readings()));
                return seconds;
            }
        }
    }
}
