package io.pythoflow.bench.report;

import io.pythoflow.bench.BenchException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Where and when something was measured.
 *
 * @param processor model, as the system names it
 * @param cores that this process may use
 * @param memoryBytes of the machine
 * @param system kernel and its version
 * @param java version of the JVM
 * @param loadBefore runnable processes on average over the minute before the measurement; more than
 *     a fraction of a core means that others disturbed it
 * @param startedAt when the measurement began
 */
public record Machine(
        String processor,
        int cores,
        long memoryBytes,
        String system,
        String java,
        double loadBefore,
        Instant startedAt) {

    /** This machine, now. */
    public static Machine here() {
        return new Machine(
                field(Path.of("/proc/cpuinfo"), "model name"),
                Runtime.getRuntime().availableProcessors(),
                kibibytes(field(Path.of("/proc/meminfo"), "MemTotal")),
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                System.getProperty("java.vm.name") + " " + System.getProperty("java.version"),
                Double.parseDouble(read(Path.of("/proc/loadavg")).split(" ", 2)[0]),
                Instant.now().truncatedTo(ChronoUnit.SECONDS));
    }

    private static String field(Path file, String name) {
        return read(file)
                .lines()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(line.indexOf(':') + 1).trim())
                .findFirst()
                .orElse("unknown");
    }

    private static long kibibytes(String text) {
        return text.endsWith(" kB")
                ? Long.parseLong(text.substring(0, text.length() - " kB".length())) << 10
                : 0;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new BenchException("Cannot read " + file + ": measurements need Linux", e);
        }
    }

    String line() {
        return "%s, %d cores, %.0f GiB; %s; %s; load before the run %.2f; %s"
                .formatted(
                        processor,
                        cores,
                        memoryBytes / (double) (1L << 30),
                        system,
                        java,
                        loadBefore,
                        startedAt);
    }
}
