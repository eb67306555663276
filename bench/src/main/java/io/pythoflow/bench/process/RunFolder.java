package io.pythoflow.bench.process;

import io.pythoflow.bench.BenchException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Folders for what processes of a measurement write. They stay for whoever wants to look. */
public final class RunFolder {
    private static final Path RUNS = Path.of("bench/target/runs");

    private RunFolder() {}

    /** A new folder for one run of a measurement. */
    public static Path create(String measurement) {
        try {
            Files.createDirectories(RUNS);
            return Files.createTempDirectory(RUNS.toAbsolutePath(), measurement + "-");
        } catch (IOException e) {
            throw new BenchException("Cannot create a folder in " + RUNS, e);
        }
    }
}
