package io.pythoflow.bench.freshness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Notes when each file of a table stood under its final name, from which on readers find it. A
 * thread of its own looks fifty times a second.
 */
final class CommittedFiles implements AutoCloseable {
    private static final long LOOK_MILLIS = 20;

    /** Day, hour, file. */
    private static final int DEPTH = 3;

    private final Path table;
    private final Map<Path, Long> seenAt = new ConcurrentHashMap<>();
    private final Thread thread = new Thread(this::watch, "committed-files");

    private CommittedFiles(Path table) {
        this.table = table;
    }

    /**
     * Begins to look.
     *
     * @param table folder, which need not be there yet
     */
    static CommittedFiles watch(Path table) {
        CommittedFiles files = new CommittedFiles(table);
        files.thread.setDaemon(true);
        files.thread.start();
        return files;
    }

    private void watch() {
        try {
            while (true) {
                look();
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            }
        } catch (InterruptedException e) {
            // Closed.
        }
    }

    private void look() {
        try (Stream<Path> found = Files.walk(table, DEPTH, new FileVisitOption[0])) {
            List<Path> committed = found.filter(CommittedFiles::isCommitted).toList();
            long now = System.nanoTime();
            committed.forEach(file -> seenAt.putIfAbsent(file, now));
        } catch (NoSuchFileException e) {
            // There is no table yet.
        } catch (IOException | UncheckedIOException e) {
            // A file was renamed while it was looked at; it is seen the next time.
        }
    }

    /** As every reader of the lake decides it: others are not finished. */
    private static boolean isCommitted(Path file) {
        return file.getFileName().toString().matches("[^._].*\\.parquet");
    }

    /** Time of the first look that found the file, by {@link System#nanoTime}. */
    Map<Path, Long> seenAt() {
        return Map.copyOf(seenAt);
    }

    @Override
    public void close() throws InterruptedException {
        thread.interrupt();
        thread.join();
    }
}
