package io.pythoflow.bench.command;

import io.pythoflow.bench.BenchException;
import io.pythoflow.bench.Limits;
import io.pythoflow.bench.broker.BrokerKind;
import io.pythoflow.bench.broker.BrokerProcess;
import io.pythoflow.bench.process.ChildProcess;
import io.pythoflow.bench.process.JavaCommand;
import io.pythoflow.bench.process.RunFolder;
import io.pythoflow.bench.report.Column;
import io.pythoflow.bench.report.Machine;
import io.pythoflow.bench.report.Report;
import io.pythoflow.bench.report.Reports;
import io.pythoflow.bench.wire.RawSubscriber;
import io.pythoflow.bench.wire.SinglePublisher;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench command}. */
@Command(
        name = "command",
        header = "From a dry reading to the command at the broker.",
        description = {
            "An OPEN is published once the checkpoint that contains its decision has completed. Here"
                    + " the job runs as 'make run' runs it, with a zone, a sensor and a device for"
                    + " every opening. One sensor after the other publishes a reading that makes"
                    + " its zone thirsty, and a subscriber notes when the zone's OPEN arrives. The"
                    + " time counts from the publication of the reading, and from its receipt by the"
                    + " job, as the row in readings says.",
            "",
            "Every zone must be opened once, or there is no figure. The criterion is the 99th"
                    + " percentile from receipt: checkpoint interval + 99th percentile of the"
                    + " checkpoints' duration + 2 s."
        },
        footer = {
            "  bin/bench command",
            "  # a quick look",
            "  bin/bench command --intervals 1 --openings 50"
        })
public final class OpeningCommand implements Callable<Integer> {
    private static final int SLOTS = 4;
    private static final int WINDOW = 100;
    private static final int WARM_UP = 10;
    private static final double ALLOWED_SECONDS = 2;
    private static final double MILLIS_PER_SECOND = 1e3;
    private static final Duration START = Duration.ofMinutes(2);
    private static final Pattern WEB_UI = Pattern.compile("Flink web UI\\s+(\\S+)");
    private static final Pattern ACTION = Pattern.compile("\"action\":\"(\\w+)\"");

    private static final String PROPERTIES =
            """
            [{"PropertyGroupId": "control",
              "PropertyMap": {"control.mode": "act", "control.ack.timeout": "1 min"}}]
            """;

    private static final String RULES =
            """
            {"schema": "pythoflow.rules/1",
             "defaults": {"crop": "lettuce", "soil": "loam", "area_m2": 10, "flow_l_min": 60,
               "time_zone": "UTC",
               "demand": {"by": "moisture", "metric": "soil_moisture", "low": 22, "high": 25,
                 "confirmations": 1, "fixed_run_s": 60}},
             "zones": {%s}}
            """;

    private static final String ZONE =
            """
            "zone-%1$d": {"sensors": ["%1$d"], "device": {"id": "%1$d", "protocol": "v1"}}""";

    private static final String READING =
            """
            {"sensor_id": "%1$d", "message_id": "m-%1$d", "ts": %2$d, "values": {"soil_moisture": {"v": 18, "u": "%%VWC"}}}""";

    @Spec private CommandSpec spec;

    @Option(
            names = "--intervals",
            paramLabel = "SECONDS",
            split = ",",
            defaultValue = "1,5",
            description = "Checkpoint intervals.")
    private List<Integer> intervals = List.of();

    @Option(
            names = "--brokers",
            paramLabel = "BROKER",
            split = ",",
            defaultValue = "mosquitto,hivemq",
            description = "mosquitto, hivemq.")
    private List<BrokerKind> brokers = List.of();

    @Option(
            names = "--openings",
            paramLabel = "N",
            defaultValue = "240",
            description = "Openings measured, after " + WARM_UP + " that do not count.")
    private int openings;

    @Option(
            names = "--pace",
            paramLabel = "MILLISECONDS",
            defaultValue = "173",
            description = "From one reading to the next; no divisor of an interval.")
    private int paceMillis;

    private Path folder = Path.of("");

    @Override
    public Integer call() throws InterruptedException {
        for (int interval : intervals) {
            Limits.within(spec, "--intervals", interval, 1, 60);
        }
        Limits.within(spec, "--openings", openings, 1, 900);
        Limits.within(spec, "--pace", paceMillis, 1, 60_000);
        folder = RunFolder.create("command");
        Report report =
                new Report(
                                "command",
                                "From the reading that completes the demand to the OPEN at a subscriber, ms",
                                Machine.here(),
                                List.of(
                                        Column.text("broker", "broker"),
                                        Column.whole("interval_seconds", "interval s"),
                                        Column.whole("openings", "openings"),
                                        Column.whole("checkpoint_mean_ms", "checkpoint ms"),
                                        Column.whole("checkpoint_p99_ms", "p99"),
                                        Column.whole("received_p50_ms", "from receipt p50"),
                                        Column.whole("received_p95_ms", "p95"),
                                        Column.whole("received_p99_ms", "p99"),
                                        Column.whole("received_max_ms", "max"),
                                        Column.whole("bound_ms", "bound"),
                                        Column.whole("published_p50_ms", "from publication p50"),
                                        Column.whole("published_p99_ms", "p99"),
                                        Column.whole("published_max_ms", "max")))
                        .setting("pace_millis", paceMillis)
                        .setting("slots", SLOTS)
                        .setting("window", WINDOW);
        for (BrokerKind broker : brokers) {
            for (int interval : intervals) {
                measure(broker, interval, report);
            }
        }
        report.note(
                "checkpoint ms: mean from trigger to completion, and its 99th percentile. bound:"
                        + " interval + 99th percentile of the checkpoints + 2 s.");
        return Reports.publish(report, spec.commandLine().getOut());
    }

    private void measure(BrokerKind kind, int interval, Report report) throws InterruptedException {
        Path runFolder = folder.resolve("%s-%ds".formatted(kind.label(), interval));
        Path lake = runFolder.resolve("lake");
        Map<Integer, Long> published;
        Map<Integer, Long> arrived = new ConcurrentHashMap<>();
        CheckpointDurations checkpoints;
        try (BrokerProcess broker = BrokerProcess.start(kind, runFolder, WINDOW);
                ChildProcess job = job(runFolder, broker.url(), lake, interval)) {
            report.setting(kind.label(), broker.description());
            published = dry(broker.url(), arrived, Duration.ofSeconds(30 + 4L * interval));
            checkpoints = CheckpointDurations.at(webUi(job));
            job.terminate();
            job.awaitExit(START);
        }
        Latencies fromPublication = latencies(published, arrived);
        Map<String, Long> received = ReceivedReadings.of(lake);
        Latencies fromReceipt =
                latencies(
                        received.entrySet().stream()
                                .collect(
                                        Collectors.toMap(
                                                entry -> Integer.valueOf(entry.getKey()),
                                                Map.Entry::getValue)),
                        arrived);
        double bound = (interval + ALLOWED_SECONDS) * MILLIS_PER_SECOND + checkpoints.p99Millis();
        double p99 = fromReceipt.percentile(99);
        report.row(
                kind.label(),
                interval,
                openings,
                checkpoints.meanMillis(),
                checkpoints.p99Millis(),
                fromReceipt.percentile(50),
                fromReceipt.percentile(95),
                p99,
                fromReceipt.max(),
                bound,
                fromPublication.percentile(50),
                fromPublication.percentile(99),
                fromPublication.max());
        report.criterion(
                "%s, %d s: the 99th percentile, %.0f ms, is at most %.0f ms"
                        .formatted(kind.label(), interval, p99, bound),
                p99 <= bound);
        PrintWriter out = spec.commandLine().getOut();
        out.printf(
                "%s, %d s: p99 %.0f ms from receipt, bound %.0f ms%n",
                kind.label(), interval, p99, bound);
        out.flush();
    }

    /** Of all but the first. */
    private Latencies latencies(Map<Integer, Long> begun, Map<Integer, Long> ended) {
        return new Latencies(
                IntStream.range(WARM_UP, WARM_UP + openings)
                        .mapToDouble(zone -> ended.get(zone) - begun.get(zone))
                        .toArray());
    }

    /** Lets one zone after the other be thirsty; when each reading was published. */
    private Map<Integer, Long> dry(URI broker, Map<Integer, Long> arrived, Duration patience)
            throws InterruptedException {
        int zones = WARM_UP + openings;
        CountDownLatch subscribed = new CountDownLatch(1);
        CountDownLatch all = new CountDownLatch(zones);
        List<IOException> failures = new ArrayList<>();
        Thread subscriber =
                new Thread(
                        () -> {
                            try {
                                new RawSubscriber(Duration.ZERO)
                                        .run(
                                                broker,
                                                "openings",
                                                "irrigation/control/+/command",
                                                subscribed::countDown,
                                                (topic, payload) ->
                                                        note(topic, payload, arrived, all),
                                                () -> all.getCount() == 0);
                            } catch (IOException e) {
                                synchronized (failures) {
                                    failures.add(e);
                                }
                            }
                        },
                        "openings");
        subscriber.setDaemon(true);
        subscriber.start();
        subscribed.await();
        Map<Integer, Long> published = new ConcurrentHashMap<>();
        try (SinglePublisher publisher = SinglePublisher.open(broker, "sensors")) {
            long begin = System.nanoTime();
            for (int zone = 0; zone < zones; zone++) {
                long due = begin + TimeUnit.MILLISECONDS.toNanos((long) zone * paceMillis);
                TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
                long now = System.currentTimeMillis();
                published.put(zone, now);
                publisher.publish(
                        "irrigation/sensors/%d/data".formatted(zone), READING.formatted(zone, now));
            }
        } catch (IOException e) {
            throw new BenchException("Cannot publish readings", e);
        }
        if (!all.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new BenchException(
                    "No figure: %d of %d zones were opened, failures %s"
                            .formatted(arrived.size(), zones, failures));
        }
        return published;
    }

    /** A repetition changes nothing. */
    private static void note(
            String topic, byte[] payload, Map<Integer, Long> arrived, CountDownLatch all) {
        long now = System.currentTimeMillis();
        Matcher action = ACTION.matcher(new String(payload, StandardCharsets.UTF_8));
        if (action.find()
                && action.group(1).equals("OPEN")
                && arrived.putIfAbsent(Integer.valueOf(topic.split("/", -1)[2]), now) == null) {
            all.countDown();
        }
    }

    private ChildProcess job(Path runFolder, URI broker, Path lake, int interval)
            throws InterruptedException {
        Path properties = runFolder.resolve("properties.json");
        Path rules = runFolder.resolve("rules.json");
        String zones =
                IntStream.range(0, WARM_UP + openings)
                        .mapToObj(ZONE::formatted)
                        .collect(Collectors.joining(",\n"));
        try {
            Files.createDirectories(runFolder);
            Files.writeString(properties, PROPERTIES);
            Files.writeString(rules, RULES.formatted(zones));
        } catch (IOException e) {
            throw new BenchException("Cannot write to " + runFolder, e);
        }
        ChildProcess job =
                ChildProcess.start(
                        runFolder,
                        "job",
                        JavaCommand.local(
                                List.of("-Xmx2g"),
                                "io.pythoflow.job.local.LocalRun",
                                List.of(
                                        "--properties",
                                        "config/local.json",
                                        "--properties",
                                        properties.toString(),
                                        "--broker",
                                        "mqtt://" + broker.getHost() + ":" + broker.getPort(),
                                        "--rules",
                                        rules.toString(),
                                        "--lake",
                                        lake.toString(),
                                        "--state",
                                        runFolder.resolve("state").toString(),
                                        "--checkpoint-interval",
                                        interval + " s")));
        try {
            job.awaitLines(" is subscribed to ", SLOTS, START);
        } catch (BenchException | InterruptedException e) {
            job.close();
            throw e;
        }
        return job;
    }

    private static String webUi(ChildProcess job) {
        return job.lines().stream()
                .map(WEB_UI::matcher)
                .filter(Matcher::find)
                .map(matcher -> matcher.group(1))
                .findFirst()
                .orElseThrow(() -> new BenchException("The job names no web UI"));
    }
}
