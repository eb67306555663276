package io.pythoflow.job.soak;

import io.pythoflow.job.mqtt.quirks.BrokerProxy;
import io.pythoflow.job.mqtt.transport.BrokerAddress;
import io.pythoflow.job.soak.SoakPlan.JobRun;
import io.pythoflow.job.testing.Broker;
import io.pythoflow.job.testing.JavaProcess;
import io.pythoflow.job.testing.Lake;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * One soak: broker, load and job in processes of their own, the plan carried out on them, and the
 * tables compared at the end.
 *
 * <ol>
 *   <li>The job starts; once it has subscribed, messages are published into the ledger.
 *   <li>The plan runs: connections are cut, the job is killed and resumed in another size.
 *   <li>Publishing is over: the running job has to bring the tables to what was sent, by itself.
 *   <li>It is stopped as Ctrl-C would, and resumed once more until the broker has nothing left.
 *       What that adds must change nothing.
 * </ol>
 *
 * One thread runs it; {@link #close} may come from another and ends every process.
 */
final class SoakRun implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(90);
    private static final Duration SETTLING = Duration.ofMinutes(2);
    private static final Duration STOPPING = Duration.ofSeconds(90);
    private static final Duration POLL = Duration.ofSeconds(2);
    private static final Duration GLANCE = Duration.ofMillis(50);

    /** As after SIGTERM. */
    private static final int TERMINATED = 143;

    private final SoakSettings settings;
    private final Consumer<String> story;
    private final SoakPlan plan;
    private final Path ledger;
    private final Lake lake;
    private final SoakOracle oracle;

    /** Of this soak alone, so that a broker in use brings nothing of an earlier one. */
    private final String name;

    /** Guarded by this. */
    private final Deque<Runnable> open = new ArrayDeque<>();

    /** Guarded by this. */
    private boolean closed;

    private long startNanos;

    /**
     * @param story takes a line for everything that happens
     */
    SoakRun(SoakSettings settings, Consumer<String> story) {
        this.settings = settings;
        this.story = story;
        this.plan =
                SoakPlan.draw(
                        settings.seed(), settings.publishing(), settings.kills(), settings.cuts());
        this.ledger = settings.folder().resolve("ledger.jsonl");
        this.lake = new Lake(settings.folder().resolve("lake"));
        this.oracle = new SoakOracle(ledger, lake, settings.windowLength());
        this.name = "soak-%d-%d".formatted(settings.seed(), System.currentTimeMillis());
    }

    /**
     * Runs to the end, in minutes.
     *
     * @throws IllegalStateException if it cannot be carried out; the message says where to look
     */
    SoakReport run() throws InterruptedException {
        URI broker = settings.broker() == null ? startBroker() : settings.broker();
        int port = broker.getPort() < 0 ? 1883 : broker.getPort();
        BrokerAddress address = BrokerAddress.plain(broker.getHost(), port);
        BrokerProxy toJob = opened(BrokerProxy.before(address));
        BrokerProxy toGateways = opened(BrokerProxy.before(address));

        JavaProcess job = startJob(0, plan.runs().get(0), toJob);
        for (int slot = 0; slot < plan.runs().get(0).slots(); slot++) {
            job.awaitOutput("%s-slot-%d is subscribed".formatted(name, slot), START);
        }
        JavaProcess load = startLoad(toGateways);
        startNanos = System.nanoTime();
        job = carryOut(job, toJob, toGateways);

        awaitEnd(load, "load", START, 0);
        tell("Published.");
        boolean settled = settles(job, toJob);
        job.terminate();
        awaitEnd(job, logOf(settings.kills()), STOPPING, TERMINATED);
        tell("Stopped the job.");

        JobRun last = plan.runs().get(settings.kills());
        JavaProcess end = startJob(settings.kills() + 1, last, toJob);
        awaitEnd(end, logOf(settings.kills() + 1), SETTLING, 0);
        tell("Resumed it until the broker had nothing left.");
        SoakReport report = oracle.compare(toJob.delivered());
        return settled
                ? report
                : report.with(
                        "The running job did not bring the tables to what was sent within "
                                + SETTLING);
    }

    /** The plan up to the end of publishing; the job that runs then. */
    private JavaProcess carryOut(JavaProcess first, BrokerProxy toJob, BrokerProxy toGateways)
            throws InterruptedException {
        JavaProcess job = first;
        Deque<Duration> cuts = new ArrayDeque<>(plan.cuts());
        for (int number = 0; number < plan.runs().size(); number++) {
            JobRun run = plan.runs().get(number);
            boolean last = number == settings.kills();
            while (!cuts.isEmpty() && (last || cuts.peek().compareTo(run.end()) < 0)) {
                await(cuts.peek(), job, number);
                // A job that is only just starting has little to cut; the cut waits for it.
                Duration limit = last ? START : run.end().minus(elapsed());
                if (!connects(toJob, run.slots(), limit, job, number)) {
                    break;
                }
                cuts.remove();
                tell(
                        "Cut %d connections of the job and %d of gateways."
                                .formatted(toJob.cutAll(), toGateways.cutAll()));
            }
            await(run.end(), job, number);
            if (!last) {
                job.kill();
                job.awaitExit(START);
                JobRun next = plan.runs().get(number + 1);
                job = startJob(number + 1, next, toJob);
                tell("Killed the job; resumed with %s.".formatted(next.settings()));
            }
        }
        if (!cuts.isEmpty()) {
            throw new IllegalStateException(
                    "%d cuts did not find every slot of the job connected within %s: see %s"
                            .formatted(cuts.size(), START, logFile(logOf(settings.kills()))));
        }
        return job;
    }

    /** Waits for a moment of the plan, with the job alive and no reader seeing a row twice. */
    private void await(Duration moment, JavaProcess job, int number) throws InterruptedException {
        while (elapsed().compareTo(moment) < 0) {
            Duration rest = moment.minus(elapsed());
            if (job.endsWithin(rest.compareTo(POLL) < 0 ? rest : POLL)) {
                throw died(logOf(number));
            }
            if (oracle.copies() > 0) {
                throw new IllegalStateException(
                        "A reader sees %d readings twice: see %s"
                                .formatted(oracle.copies(), lake.root()));
            }
        }
    }

    /** Whether so many of the job's sessions are connected in time. */
    private boolean connects(
            BrokerProxy toJob, int slots, Duration limit, JavaProcess job, int number)
            throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (toJob.openConnections() < slots) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            if (job.endsWithin(GLANCE)) {
                throw died(logOf(number));
            }
        }
        return true;
    }

    /** Whether the job brought the tables to what was sent. */
    private boolean settles(JavaProcess job, BrokerProxy toJob) throws InterruptedException {
        long deadline = System.nanoTime() + SETTLING.toNanos();
        while (!oracle.compare(toJob.delivered()).isClean()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            if (job.endsWithin(POLL)) {
                throw died(logOf(settings.kills()));
            }
        }
        tell("The tables are what was sent.");
        return true;
    }

    private URI startBroker() {
        Broker broker = Broker.start(settings.folder(), "--inflight-window", "1000");
        closeAtTheEnd(broker::close);
        return URI.create(broker.url());
    }

    private JavaProcess startLoad(BrokerProxy broker) {
        return opened(
                JavaProcess.simulator(
                        logFile("load"),
                        "load",
                        "--broker",
                        broker.address().toString(),
                        "--rate",
                        String.valueOf(settings.rate()),
                        "--seconds",
                        String.valueOf(settings.publishing().toMillis() / 1000.0),
                        "--connections",
                        "2",
                        "--sensors",
                        String.valueOf(SoakSettings.SENSORS),
                        "--seed",
                        String.valueOf(settings.seed()),
                        "--run",
                        name,
                        "--ledger",
                        ledger.toString()));
    }

    private JavaProcess startJob(int number, JobRun run, BrokerProxy broker) {
        boolean toTheEnd = number > settings.kills();
        Path properties = settings.folder().resolve(logOf(number) + ".json");
        write(
                properties,
                """
                [
                  {"PropertyGroupId": "mqtt", "PropertyMap": {
                    "mqtt.thing": "%1$s", "mqtt.shared.group": "%1$s", "mqtt.slots": "%2$d",
                    "mqtt.receive.maximum": "1000", "mqtt.session.expiry": "10 min"%3$s}},
                  {"PropertyGroupId": "window", "PropertyMap": {
                    "window.length": "%4$d ms", "window.revision.interval": "%5$d ms"}},
                  {"PropertyGroupId": "lake", "PropertyMap": {"lake.freshness": "%6$d ms"}}
                ]
                """
                        .formatted(
                                name,
                                run.slots(),
                                toTheEnd ? ", \"mqtt.end.after.idle\": \"5 s\"" : "",
                                settings.windowLength().toMillis(),
                                settings.revisionInterval().toMillis(),
                                run.freshness().toMillis()));
        List<String> options =
                new ArrayList<>(
                        List.of(
                                "--properties",
                                properties.toString(),
                                "--broker",
                                broker.address().toString(),
                                "--lake",
                                lake.root().toString(),
                                "--state",
                                settings.folder().resolve(".state").toString(),
                                "--parallelism",
                                String.valueOf(run.parallelism()),
                                "--checkpoint-interval",
                                "1 s",
                                "--checkpoint-pause",
                                "100 ms"));
        if (number > 0) {
            options.add("--resume");
        }
        return opened(JavaProcess.localRun(logFile(logOf(number)), options.toArray(String[]::new)));
    }

    private static String logOf(int run) {
        return "job-%02d".formatted(run);
    }

    private Path logFile(String process) {
        return settings.folder().resolve(process + ".log");
    }

    private void awaitEnd(JavaProcess process, String log, Duration patience, int expected)
            throws InterruptedException {
        if (!process.endsWithin(patience)) {
            throw new IllegalStateException(
                    "The process has not ended within %s: see %s"
                            .formatted(patience, logFile(log)));
        }
        int code = process.awaitExit(Duration.ZERO);
        if (code != expected) {
            throw died(log);
        }
    }

    private IllegalStateException died(String log) {
        List<String> lines;
        try (Stream<String> all = Files.lines(logFile(log))) {
            lines = all.toList();
        } catch (IOException e) {
            lines = List.of("its log cannot be read: " + e.getMessage());
        }
        List<String> tail = lines.subList(Math.max(0, lines.size() - 15), lines.size());
        return new IllegalStateException(
                "A process ended by itself, or not as it should. Its last lines, all of them in %s:%n%s"
                        .formatted(logFile(log), String.join(System.lineSeparator(), tail)));
    }

    private Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - startNanos);
    }

    private void tell(String what) {
        story.accept("%6.1f s  %s".formatted(elapsed().toMillis() / 1000.0, what));
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write " + file, e);
        }
    }

    private JavaProcess opened(JavaProcess process) {
        closeAtTheEnd(process::close);
        return process;
    }

    private BrokerProxy opened(BrokerProxy proxy) {
        closeAtTheEnd(proxy::close);
        return proxy;
    }

    private synchronized void closeAtTheEnd(Runnable close) {
        if (closed) {
            close.run();
            throw new IllegalStateException("The soak was stopped.");
        }
        open.push(close);
    }

    synchronized boolean isClosed() {
        return closed;
    }

    /** Ends every process, the newest first. */
    @Override
    public synchronized void close() {
        closed = true;
        while (!open.isEmpty()) {
            open.pop().run();
        }
    }
}
