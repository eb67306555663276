package io.pythoflow.job.soak;

import io.pythoflow.job.testing.JavaProcess;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bin/soak}. */
@Command(
        name = "soak",
        mixinStandardHelpOptions = true,
        version = "soak 0.1.0",
        sortOptions = false,
        description =
                "Kills the job, cuts its connections and changes its size while readings come in;"
                        + " then holds its tables against the ledger of what was sent.",
        footer = {
            "",
            "redelivered: messages that the broker sent to the job beyond the first copy of each"
                    + " reading, counted on the wire between the two: what was unacknowledged at a"
                    + " kill or a cut, and what a gateway sent again after a cut.",
            "",
            "Exit codes: 0 clean, 1 the tables are not what was sent, 2 the options cannot be used,"
                    + " 3 the soak could not be carried out."
        })
public final class Soak implements Callable<Integer> {

    private static final int NOT_CLEAN = 1;
    private static final int NOT_CARRIED_OUT = 3;

    /** A seed that a person can type again. */
    private static final long SEEDS = 1_000_000;

    @Spec private CommandSpec spec;

    @Option(
            names = "--seed",
            paramLabel = "NUMBER",
            description = "Draws the moments and sizes; a random one, printed first, if not given.")
    private @Nullable Long seed;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "300",
            description = "How long messages are published. Default: ${DEFAULT-VALUE}.")
    private int seconds;

    @Option(
            names = "--rate",
            paramLabel = "MESSAGES/S",
            defaultValue = "200",
            description = "Messages per second, one reading each. Default: ${DEFAULT-VALUE}.")
    private double rate;

    @Option(
            names = "--kills",
            paramLabel = "N",
            defaultValue = "10",
            description = "SIGKILLs of the job, 2 or more. Default: ${DEFAULT-VALUE}.")
    private int kills;

    @Option(
            names = "--cuts",
            paramLabel = "N",
            defaultValue = "10",
            description =
                    "Moments at which every connection to the broker is torn. Default: ${DEFAULT-VALUE}.")
    private int cuts;

    @Option(
            names = "--broker",
            paramLabel = "URL",
            description =
                    "mqtt://host:port of a broker that nobody else publishes to; one is started if"
                            + " not given.")
    private @Nullable String broker;

    @Option(
            names = "--folder",
            paramLabel = "DIR",
            defaultValue = "target/soak",
            description =
                    "Tables, ledger, state and logs; replaced at the start. Default: ${DEFAULT-VALUE}.")
    private Path folder;

    private Soak() {}

    public static void main(String[] args) {
        // bin/soak puts its variables first, and what is typed behind it goes over them.
        System.exit(new CommandLine(new Soak()).setOverwrittenOptionsAllowed(true).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        SoakSettings settings = settings();
        PrintWriter out = spec.commandLine().getOut();
        out.printf(
                "Seed %d: %d kills and %d cuts in %d s at %.0f messages/s, broker %s, logs in %s%n",
                settings.seed(),
                kills,
                cuts,
                seconds,
                rate,
                broker == null ? "HiveMQ CE" : broker,
                shortened(settings.folder()));
        out.flush();
        replace(settings.folder());
        try (SoakRun run = new SoakRun(settings, out::println)) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(run), "stop"));
            return carryOut(run, out);
        }
    }

    private int carryOut(SoakRun run, PrintWriter out) throws InterruptedException {
        try {
            SoakReport report = run.run();
            out.printf("%n%s%n", report.table());
            out.flush();
            return report.isClean() ? 0 : NOT_CLEAN;
        } catch (RuntimeException | AssertionError e) {
            if (!run.isClosed()) {
                spec.commandLine()
                        .getErr()
                        .println("The soak could not be carried out: " + e.getMessage());
            }
            return NOT_CARRIED_OUT;
        }
    }

    /** Ends every process, also one that is only just starting. */
    private static void stop(SoakRun run) {
        run.close();
        ProcessHandle.current().descendants().forEach(ProcessHandle::destroy);
    }

    private SoakSettings settings() {
        require("--seconds", seconds, seconds >= 1, "1 or more");
        require("--rate", rate, rate > 0, "more than 0");
        require("--kills", kills, kills >= 2, "2 or more");
        require("--cuts", cuts, cuts >= 0, "0 or more");
        URI address = broker == null ? null : URI.create(broker);
        boolean usable =
                address == null
                        || ("mqtt".equals(address.getScheme()) && address.getHost() != null);
        require("--broker", broker, usable, "mqtt://host:port");
        return new SoakSettings(
                seed == null ? ThreadLocalRandom.current().nextLong(SEEDS) : seed,
                Duration.ofSeconds(seconds),
                rate,
                kills,
                cuts,
                Duration.ofSeconds(10),
                Duration.ofSeconds(5),
                address,
                folder.toAbsolutePath().normalize());
    }

    private void require(String option, @Nullable Object value, boolean usable, String allowed) {
        if (!usable) {
            throw new ParameterException(
                    spec.commandLine(), "%s = %s: must be %s".formatted(option, value, allowed));
        }
    }

    /** As seen from the project's root, where that is shorter. */
    private static Path shortened(Path folder) {
        return folder.startsWith(JavaProcess.root())
                ? JavaProcess.root().relativize(folder)
                : folder;
    }

    private static void replace(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
                for (Path file : deepestFirst) {
                    Files.delete(file);
                }
            }
        }
        Files.createDirectories(folder);
    }
}
