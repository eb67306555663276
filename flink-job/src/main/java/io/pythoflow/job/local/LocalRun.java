package io.pythoflow.job.local;

import io.pythoflow.contract.property.ControlProperties;
import io.pythoflow.contract.property.JobProperties;
import io.pythoflow.contract.property.PropertyType;
import io.pythoflow.job.config.ConfigurationException;
import io.pythoflow.job.config.ControlConfig;
import io.pythoflow.job.config.JobConfig;
import io.pythoflow.job.lake.catalog.CatalogException;
import io.pythoflow.job.local.LocalCluster.Snapshot;
import io.pythoflow.job.local.RetainedState.NothingToResumeException;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.flink.core.execution.RecoveryClaimMode;
import org.apache.flink.runtime.jobmaster.JobResult;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs the job on a mini cluster until it is stopped or its source ends. */
@Command(
        name = "flink-job",
        mixinStandardHelpOptions = true,
        version = "flink-job 0.1.0",
        sortOptions = false,
        description =
                "Runs the PythoFlow job on a Flink mini cluster until it is stopped or its source ends.",
        footer = {
            "",
            "Exit codes: 0 stopped or ended, 1 the job failed, 2 the options, the configuration or the catalogue cannot be used.",
            "Settings of the job itself: docs/configuration.md."
        })
public final class LocalRun implements Callable<Integer> {

    /** Erases to the end of the line (ECMA-48, EL). */
    private static final String ERASE = "\u001b[K";

    private static final int FAILED = 1;
    private static final int UNUSABLE = 2;
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(60);

    @Spec private CommandSpec spec;

    @Mixin private LakeOptions lakeOptions = new LakeOptions();

    @Option(names = "--broker", paramLabel = "URL", description = "Goes over mqtt.broker.")
    private @Nullable String broker;

    @Option(
            names = "--rules",
            paramLabel = "FILE",
            description =
                    "Rules of irrigation to begin with. Goes over rules.initial; what the broker retains goes over both.")
    private @Nullable Path rules;

    @Option(
            names = "--state",
            paramLabel = "DIR",
            description =
                    "Where checkpoints and savepoints lie (default: .state/<name of the lake> beside the lake).")
    private @Nullable Path state;

    @Option(
            names = "--resume",
            description = "Start from the newest checkpoint or savepoint in --state.")
    private boolean resume;

    @Option(
            names = "--resume-from",
            paramLabel = "DIR",
            description =
                    "Start from this checkpoint or savepoint, which stays as it is. Goes over --resume.")
    private @Nullable Path resumeFrom;

    @Option(
            names = "--run-seconds",
            paramLabel = "N",
            defaultValue = "0",
            description = "Stop by itself after N seconds; 0: run until stopped (default).")
    private int runSeconds;

    @Option(
            names = "--parallelism",
            paramLabel = "N",
            defaultValue = "1",
            description = "Default: ${DEFAULT-VALUE}.")
    private int parallelism;

    @Option(
            names = "--ui-port",
            paramLabel = "PORT",
            defaultValue = "0",
            description = "Port of the Flink web UI; 0: any free one (default).")
    private int uiPort;

    @Option(
            names = "--checkpoint-interval",
            paramLabel = "DURATION",
            defaultValue = "5 s",
            converter = DurationConverter.class,
            description = "Default: ${DEFAULT-VALUE}.")
    private Duration checkpointInterval = Duration.ofSeconds(5);

    @Option(
            names = "--checkpoint-pause",
            paramLabel = "DURATION",
            defaultValue = "500 ms",
            converter = DurationConverter.class,
            description = "At least this long between two checkpoints. Default: ${DEFAULT-VALUE}.")
    private Duration checkpointPause = Duration.ofMillis(500);

    @Option(
            names = "--progress-seconds",
            paramLabel = "N",
            defaultValue = "5",
            description =
                    "A line of progress every N seconds; 1 rewrites one line in place. Default: ${DEFAULT-VALUE}.")
    private int progressSeconds;

    private final CountDownLatch stopRequested = new CountDownLatch(1);
    private final CountDownLatch stopped = new CountDownLatch(1);

    private LocalRun() {}

    public static void main(String[] args) {
        // Before anything may stop the process: logging cannot start while a JVM shuts down.
        LoggerFactory.getLogger(LocalRun.class).debug("Starting");
        System.exit(new CommandLine(new LocalRun()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        JobConfig config;
        RetainedState retained;
        Optional<Snapshot> snapshot;
        FileSystemSettings fileSystems;
        try {
            config = JobConfig.from(propertyGroups(), System.getenv());
            retained = new RetainedState(stateFolder(config));
            snapshot = snapshot(retained);
            retained.prune(LocalCluster.RETAINED, snapshot.map(Snapshot::folder));
            fileSystems = lakeOptions.fileSystems();
            LakeOptions.open(config.lake(), fileSystems);
        } catch (ConfigurationException
                | CatalogException
                | NothingToResumeException
                | IOException e) {
            err.println(e.getMessage());
            return UNUSABLE;
        }
        LocalCluster.Options options =
                new LocalCluster.Options(
                        parallelism,
                        uiPort,
                        checkpointInterval,
                        checkpointPause,
                        fileSystems.forCluster());
        Runtime.getRuntime().addShutdownHook(new Thread(this::stopAndWait, "stop"));
        try (LocalCluster cluster = LocalCluster.start(config, options, retained, snapshot)) {
            out.printf("Flink web UI         %s%n", cluster.webUi());
            out.printf("Broker               %s:%d%n", config.mqtt().host(), config.mqtt().port());
            LakeOptions.print(config.lake(), out);
            out.printf("Control              %s%n", control(config.control()));
            out.printf("State                %s%n", retained.checkpoints().getParent());
            snapshot.ifPresent(from -> out.printf("Resumed from         %s%n", from.folder()));
            out.flush();
            return await(cluster, retained, out, err);
        } finally {
            stopped.countDown();
        }
    }

    private static String control(ControlConfig control) {
        return control.initialRules()
                .map(rules -> "%s, rules from %s".formatted(word(control), rules))
                .orElseGet(() -> word(control) + ", rules from the broker");
    }

    private static String word(ControlConfig control) {
        return control.mode().name().toLowerCase(Locale.ROOT);
    }

    /** One that is named is the user's: the run neither takes it over nor deletes it. */
    private Optional<Snapshot> snapshot(RetainedState retained) {
        if (resumeFrom != null) {
            return Optional.of(
                    new Snapshot(retained.named(resumeFrom), RecoveryClaimMode.NO_CLAIM));
        }
        return resume
                ? Optional.of(new Snapshot(retained.newest(), RecoveryClaimMode.CLAIM))
                : Optional.empty();
    }

    private int await(
            LocalCluster cluster, RetainedState retained, PrintWriter out, PrintWriter err)
            throws Exception {
        CompletableFuture<JobResult> result = cluster.result();
        long deadline =
                runSeconds == 0
                        ? Long.MAX_VALUE
                        : System.nanoTime() + TimeUnit.SECONDS.toNanos(runSeconds);
        long step = TimeUnit.SECONDS.toNanos(progressSeconds);
        while (!result.isDone() && System.nanoTime() < deadline) {
            if (stopRequested.await(
                    Math.min(step, deadline - System.nanoTime()), TimeUnit.NANOSECONDS)) {
                break;
            }
            // The cursor waits at the line's start, where a log message begins by erasing it.
            out.print(
                    progressSeconds == 1 ? ERASE + Progress.line() + "\r" : Progress.line() + "\n");
            out.flush();
        }
        Optional<Path> savepoint = result.isDone() ? Optional.empty() : cluster.stop(STOP_TIMEOUT);
        boolean ended = result.isDone() && savepoint.isEmpty();
        JobResult outcome = result.get(30, TimeUnit.SECONDS);
        out.printf("%n%s%n", Progress.summary());
        if (outcome.getSerializedThrowable().isPresent() && ended) {
            err.println(
                    "The job failed. Resume from its newest checkpoint with RESUME=1 once the cause is mended:");
            outcome.getSerializedThrowable().get().printStackTrace(err);
            err.flush();
            return FAILED;
        }
        if (ended) {
            retained.markEnded();
            out.println(
                    Progress.count("messages") == 0
                            ? "The source ended, and nothing had come: was it published before the job had subscribed, or too late?"
                            : "The source ended and every row is written: there is nothing to resume.");
        } else {
            out.println(farewell(savepoint, retained));
        }
        out.flush();
        return 0;
    }

    private static String farewell(Optional<Path> savepoint, RetainedState retained) {
        Optional<Path> start = savepoint.or(() -> retained.complete().stream().findFirst());
        return start.map(
                        path ->
                                "Stopped. Windows still open%s come out after RESUME=1, which starts from %s"
                                        .formatted(
                                                Progress.waitingRows() == 0
                                                        ? ""
                                                        : " and rows that wait",
                                                path))
                .orElse(
                        "Stopped before the first checkpoint: no row was written, and there is nothing to resume.");
    }

    private void stopAndWait() {
        stopRequested.countDown();
        try {
            stopped.await(STOP_TIMEOUT.toSeconds() + 30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Map<String, Properties> propertyGroups() throws IOException {
        Map<String, Properties> groups = lakeOptions.groups();
        if (broker != null) {
            PropertyFiles.set(groups, JobProperties.MQTT_BROKER, broker);
        }
        if (rules != null) {
            PropertyFiles.set(
                    groups,
                    ControlProperties.RULES_INITIAL,
                    rules.toAbsolutePath().normalize().toString());
        }
        return groups;
    }

    private Path stateFolder(JobConfig config) {
        if (state != null) {
            return state.toAbsolutePath().normalize();
        }
        URI raw = config.lake().rawRoot();
        Path folder =
                raw.getScheme().equals("file")
                        ? besideTheLake(Path.of(raw).getParent())
                        : Path.of(".state", raw.getScheme(), raw.getAuthority() + raw.getPath());
        return folder.toAbsolutePath().normalize();
    }

    /** Reads durations as the job's settings write them. */
    static final class DurationConverter implements CommandLine.ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            return PropertyType.duration(Duration.ZERO, Duration.ofDays(1)).parser().parse(text);
        }
    }

    /** Each lake has its own: the state of another would write into this one. */
    private static Path besideTheLake(Path lake) {
        return lake.resolveSibling(".state").resolve(lake.getFileName());
    }
}
