package io.pythoflow.job.testing;

import static org.assertj.core.api.Assertions.fail;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * A JVM of its own, its output in a file, its temporary files in a folder beside that; stopped by
 * its id when closed.
 */
public final class JavaProcess implements AutoCloseable {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private final Process process;
    private final Path output;

    private JavaProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /** Starts {@code java} with these arguments in the project's root. */
    public static JavaProcess start(Path output, List<String> arguments) {
        return start(output, arguments, Map.of());
    }

    /** The same with more in its environment. */
    public static JavaProcess start(
            Path output, List<String> arguments, Map<String, String> environment) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> all = new ArrayList<>(List.of("@config/compiler-java.args"));
        all.addAll(arguments);
        return start(java, output, all, environment);
    }

    private static JavaProcess start(
            String program, Path output, List<String> arguments, Map<String, String> environment) {
        List<String> command = new ArrayList<>();
        command.add(program);
        command.add("-Djava.io.tmpdir=" + temporaryFolder(output));
        command.addAll(arguments);
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .directory(ROOT.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        try {
            return new JavaProcess(builder.start(), output);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot start " + command, e);
        }
    }

    /** What is killed deletes nothing, and Flink unpacks 20 MB for each process. */
    private static Path temporaryFolder(Path output) {
        try {
            return Files.createDirectories(
                    output.toAbsolutePath().resolveSibling(output.getFileName() + ".tmp"));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot make a folder beside " + output, e);
        }
    }

    /** Starts a command of the simulator. */
    public static JavaProcess simulator(Path output, String... arguments) {
        Path jar = ROOT.resolve("gateway-sim/target/gateway-sim.jar");
        if (!Files.exists(jar)) {
            fail("%s is missing: build it with mvn -pl gateway-sim -am package -DskipTests", jar);
        }
        List<String> all = new ArrayList<>(List.of("-Xmx512m", "-jar", jar.toString()));
        all.addAll(List.of(arguments));
        return start(output, all);
    }

    /** Starts the job on its mini cluster, as {@code make run} does. */
    public static JavaProcess localRun(Path output, String... arguments) {
        return localRun(output, Map.of(), arguments);
    }

    /** The same with more in its environment. */
    public static JavaProcess localRun(
            Path output, Map<String, String> environment, String... arguments) {
        return local(output, "io.pythoflow.job.local.LocalRun", environment, arguments);
    }

    /** Starts a backfill on a mini cluster, as {@code make backfill} does but for the collector. */
    public static JavaProcess localBackfill(
            Path output, Map<String, String> environment, String... arguments) {
        return local(output, "io.pythoflow.job.local.LocalBackfill", environment, arguments);
    }

    /** Starts an evaluation on a mini cluster, as {@code make evaluate} does. */
    public static JavaProcess localEvaluate(Path output, String... arguments) {
        return local(output, "io.pythoflow.job.local.LocalEvaluate", Map.of(), arguments);
    }

    private static JavaProcess local(
            Path output, String mainClass, Map<String, String> environment, String... arguments) {
        List<String> all = new ArrayList<>(List.of(mainClass, "--properties", "config/local.json"));
        all.addAll(List.of(arguments));
        return start(ROOT.resolve("bin/local").toString(), output, all, environment);
    }

    /** The project's root folder. */
    public static Path root() {
        return ROOT;
    }

    /** Of local runs, as the build writes it. */
    public static String runClassPath() {
        try {
            return "flink-job/target/classes"
                    + File.pathSeparator
                    + Files.readString(ROOT.resolve("flink-job/target/local.classpath"));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the class path that the build writes", e);
        }
    }

    /** Waits until the output holds this text. */
    public void awaitOutput(String text, Duration timeout) {
        Awaitility.await("'" + text + "' in " + output)
                .atMost(timeout)
                .failFast(() -> !process.isAlive() && !output().contains(text))
                .until(() -> output().contains(text));
    }

    /** Waits until so many slots of a job have subscribed: a broker keeps nothing before. */
    public void awaitSubscribed(int slots, Duration timeout) {
        for (int slot = 0; slot < slots; slot++) {
            awaitOutput("irrigation-compute-slot-" + slot + " is subscribed", timeout);
        }
    }

    /** Waits for the end; the exit code. */
    public int awaitExit(Duration timeout) {
        try {
            if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                return fail("Still running after %s, output so far:%n%s", timeout, output());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return fail("Interrupted");
        }
        return process.exitValue();
    }

    /** Waits for the end, but no longer than this; whether it has ended. */
    public boolean endsWithin(Duration timeout) throws InterruptedException {
        return process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Everything printed so far. */
    public String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + output, e);
        }
    }

    /** As Ctrl-C or {@code kill} does. */
    public void terminate() {
        process.destroy();
    }

    /** As {@code kill -9} does. */
    public void kill() {
        process.destroyForcibly();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
