package io.pythoflow.bench.past;

import io.pythoflow.bench.BenchException;
import io.pythoflow.bench.process.ChildProcess;
import io.pythoflow.bench.process.JavaCommand;
import io.pythoflow.bench.process.ProcessCpu;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A backfill as {@code make backfill} runs it. */
final class BackfillProcess {
    static final String HEAP = "-Xmx3g";

    private static final Duration TIMEOUT = Duration.ofMinutes(30);
    private static final double NANOS_PER_SECOND = 1e9;

    /**
     * What a backfill took.
     *
     * @param seconds from the start of its cluster to the end of the process
     * @param startSeconds of the JVM, before that
     * @param cpuSeconds of all of its threads
     */
    record Outcome(double seconds, double startSeconds, double cpuSeconds) {}

    private BackfillProcess() {}

    /**
     * Runs a backfill to its end.
     *
     * @param folder for its output
     * @param windowLength as the setting has it
     * @param options further ones
     */
    static Outcome run(
            Path folder, Path lake, PastRange range, String windowLength, List<String> options)
            throws InterruptedException {
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                "--properties",
                                "config/local.json",
                                "--properties",
                                properties(folder, windowLength).toString(),
                                "--lake",
                                lake.toString(),
                                "--from",
                                range.from().toString(),
                                "--to",
                                range.to().toString()));
        arguments.addAll(options);
        long cpuBefore = ProcessCpu.nanosOfEndedChildren();
        long started = System.nanoTime();
        try (ChildProcess backfill =
                ChildProcess.start(
                        folder,
                        "backfill",
                        JavaCommand.local(
                                List.of("@config/backfill-java.args", HEAP),
                                "io.pythoflow.job.local.LocalBackfill",
                                arguments))) {
            backfill.awaitLines("Filling ", 1, TIMEOUT);
            long filling = System.nanoTime();
            int exitCode = backfill.awaitExit(TIMEOUT);
            long ended = System.nanoTime();
            if (exitCode != 0) {
                throw new BenchException(
                        "No figure: the backfill ended with %d; its output is in %s"
                                .formatted(exitCode, folder));
            }
            return new Outcome(
                    (ended - filling) / NANOS_PER_SECOND,
                    (filling - started) / NANOS_PER_SECOND,
                    (ProcessCpu.nanosOfEndedChildren() - cpuBefore) / NANOS_PER_SECOND);
        }
    }

    private static Path properties(Path folder, String windowLength) {
        Path file = folder.resolve("backfill.json");
        try {
            Files.createDirectories(folder);
            return Files.writeString(
                    file,
                    """
                    [{"PropertyGroupId": "window", "PropertyMap": {"window.length": "%s"}}]
                    """
                            .formatted(windowLength));
        } catch (IOException e) {
            throw new BenchException("Cannot write " + file, e);
        }
    }
}
