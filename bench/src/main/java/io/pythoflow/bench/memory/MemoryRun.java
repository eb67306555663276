package io.pythoflow.bench.memory;

import io.pythoflow.bench.BenchException;
import io.pythoflow.bench.ExitCodes;
import io.pythoflow.bench.baseline.TableWriter;
import io.pythoflow.bench.load.Gate;
import io.pythoflow.bench.load.Workload;
import io.pythoflow.bench.process.ChildProcess;
import io.pythoflow.bench.process.Figures;
import io.pythoflow.bench.process.JavaCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A job over bytes from memory, in a process of its own.
 *
 * @param messages that are measured
 * @param warmUp messages that a job takes before, in the same process
 * @param interval between the starts of checkpoints
 * @param heap as the JVM's option has it, such as {@code 3g}
 * @param messagesPerSecond or {@link #AS_FAST_AS_IT_CAN}
 */
record MemoryRun(
        Job job,
        Shape shape,
        long messages,
        long warmUp,
        int parallelism,
        Duration interval,
        String heap,
        double messagesPerSecond) {

    static final double AS_FAST_AS_IT_CAN = Double.POSITIVE_INFINITY;

    private static final Duration START = Duration.ofMinutes(2);
    private static final Duration EXIT = Duration.ofMinutes(2);

    /** A job that is slower than this hangs. */
    private static final long LEAST_PER_SECOND = 2_000;

    /** Who takes the messages. */
    enum Job {
        OURS("memory-job", "--backend=" + Backend.HEAP.label()),
        OURS_ON_ROCKSDB("memory-job", "--backend=" + Backend.ROCKSDB.label()),
        STRAIGHTFORWARD("straightforward-job", "--writer=" + TableWriter.FLINK.label()),
        STRAIGHTFORWARD_WITH_OUR_WRITER(
                "straightforward-job", "--writer=" + TableWriter.OURS.label());

        private final String command;
        private final String option;

        Job(String command, String option) {
            this.command = command;
            this.option = option;
        }

        Gate.Found check(Gate gate, Path lake) {
            return switch (this) {
                case OURS, OURS_ON_ROCKSDB -> gate.check(lake);
                case STRAIGHTFORWARD, STRAIGHTFORWARD_WITH_OUR_WRITER -> gate.checkPlain(lake);
            };
        }
    }

    /** What a run took whose tables hold what they must. */
    record Outcome(Figures figures, Gate.Found found) {
        double readingsPerSecond() {
            return figures.value("readings") * 1e9 / figures.value("nanos");
        }

        /** Processor time of the whole process, all that it does for itself included. */
        double cpuMicrosPerReading() {
            return figures.value("cpuNanos") / 1e3 / figures.value("readings");
        }

        double seconds() {
            return figures.value("nanos") / 1e9;
        }

        long checkpointP95Millis() {
            return figures.value("checkpointP95Millis");
        }
    }

    /**
     * Runs the job to its end and checks its tables, which are deleted then.
     *
     * @throws BenchException if the job fails, or its tables are wrong
     */
    Outcome run(Path folder) throws InterruptedException {
        Workload workload = shape.workload(messages, System.currentTimeMillis());
        Figures figures;
        try (ChildProcess process =
                ChildProcess.start(
                        folder,
                        job.command,
                        JavaCommand.bench(
                                // As of a job that has run for a while: what the kernel does for
                                // memory that is used for the first time is not the job's time.
                                List.of("-Xms" + heap, "-Xmx" + heap, "-XX:+AlwaysPreTouch"),
                                arguments(workload, folder)))) {
            Duration longest =
                    START.plusSeconds(
                            (messages + warmUp) * shape.readingsPerMessage() / LEAST_PER_SECOND);
            figures = process.awaitFigures("nanos", longest);
            int exitCode = process.awaitExit(EXIT);
            if (exitCode != ExitCodes.OK) {
                throw new BenchException(
                        "No figure: %s ended with exit code %d; see %s"
                                .formatted(job.command, exitCode, folder));
            }
        }
        Gate gate = new Gate(workload, messages, shape.window());
        Gate.Found found = job.check(gate, folder.resolve("lake"));
        for (String part : List.of("lake", "state", "warm-up")) {
            delete(folder.resolve(part));
        }
        return new Outcome(figures, found);
    }

    private List<String> arguments(Workload workload, Path folder) {
        return List.of(
                job.command,
                job.option,
                "--messages=" + messages,
                "--warm-up=" + warmUp,
                "--sensors=" + workload.sensors(),
                "--metrics=" + workload.metrics(),
                "--per-message=" + workload.readingsPerMessage(),
                "--base=" + workload.base(),
                "--rate=" + messagesPerSecond,
                "--step-nanos=" + workload.stepNanos(),
                "--late=" + workload.late(),
                "--window-seconds=" + shape.window().toSeconds(),
                "--parallelism=" + parallelism,
                "--interval-millis=" + interval.toMillis(),
                "--folder=" + folder);
    }

    private static void delete(Path folder) {
        if (Files.notExists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new BenchException("Cannot delete " + folder + ": " + e.getMessage(), e);
        }
    }
}
