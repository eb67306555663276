package io.pythoflow.job.control;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * Lets every checkpoint of a job fail at its very end: where its {@code _metadata} is to be written
 * lies a folder already. All tasks have then written their state and prepared their commits.
 */
final class FailingStore {

    private static final String CHECKPOINT = "chk-";
    private static final String METADATA = "_metadata";
    private static final int AHEAD = 1_000;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Of the one job that runs. */
    private final Path checkpoints;

    private FailingStore(Path checkpoints) {
        this.checkpoints = checkpoints;
    }

    /** From now on no checkpoint completes; returns when one has failed. */
    static FailingStore begin(Path state) throws IOException {
        FailingStore store = new FailingStore(onlyChild(state.resolve("checkpoints")));
        long next = store.newest() + 1;
        for (long number = next; number < next + AHEAD; number++) {
            Files.createDirectories(store.metadata(number));
        }
        // The first ones may have been begun before, and Flink throws away what has failed.
        await("a checkpoint fails")
                .atMost(PATIENCE)
                .until(() -> !Files.exists(store.metadata(next + 1)));
        return store;
    }

    /** What was completed remains. */
    void end() throws IOException {
        for (Path folder : children(checkpoints)) {
            Path metadata = folder.resolve(METADATA);
            if (Files.isDirectory(metadata)) {
                Files.delete(metadata);
                deleteIfEmpty(folder);
            }
        }
    }

    private static void deleteIfEmpty(Path folder) throws IOException {
        try {
            Files.delete(folder);
        } catch (DirectoryNotEmptyException | NoSuchFileException e) {
            // The job writes there at this moment, or has thrown it away.
        }
    }

    private Path metadata(long number) {
        return checkpoints.resolve(CHECKPOINT + number).resolve(METADATA);
    }

    private long newest() {
        return children(checkpoints).stream()
                .map(folder -> folder.getFileName().toString())
                .filter(name -> name.startsWith(CHECKPOINT))
                .mapToLong(name -> Long.parseLong(name.substring(CHECKPOINT.length())))
                .max()
                .orElseThrow();
    }

    private static Path onlyChild(Path folder) {
        List<Path> children = children(folder);
        if (children.size() != 1) {
            throw new IllegalStateException("Not one job in " + folder + ": " + children);
        }
        return children.get(0);
    }

    private static List<Path> children(Path folder) {
        try (Stream<Path> children = Files.list(folder)) {
            return children.toList();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot list " + folder, e);
        }
    }
}
