package io.pythoflow.job.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What earlier runs left under a state folder: checkpoints in {@code checkpoints/<job>/chk-<n>},
 * savepoints in {@code savepoints/savepoint-…}, and the mark of a run whose source ended. A
 * checkpoint is complete when its {@code _metadata} exists, and as old as that file: numbers start
 * anew with each run and say nothing.
 */
final class RetainedState {

    private static final String METADATA = "_metadata";

    private final Path folder;

    RetainedState(Path folder) {
        this.folder = folder;
    }

    Path checkpoints() {
        return folder.resolve("checkpoints");
    }

    Path savepoints() {
        return folder.resolve("savepoints");
    }

    private Path endMark() {
        return folder.resolve("source-ended");
    }

    /**
     * Remembers that the source ended and everything was written, so that there is nothing to
     * resume.
     */
    void markEnded() {
        try {
            Files.createDirectories(folder);
            Files.deleteIfExists(endMark());
            Files.createFile(endMark());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write " + endMark(), e);
        }
    }

    /**
     * The newest complete checkpoint or savepoint.
     *
     * @throws NothingToResumeException if there is none, or the last run ended by itself; the
     *     message says where it looked
     */
    Path newest() {
        List<Path> complete = complete();
        Optional<Path> newest = complete.stream().findFirst();
        if (Files.exists(endMark())
                && newest.map(path -> time(path.resolve(METADATA)).compareTo(time(endMark())) <= 0)
                        .orElse(true)) {
            throw new NothingToResumeException(
                    "Nothing to resume in "
                            + folder
                            + ": the source of the last run ended and all its rows are"
                            + " written. Start without RESUME.");
        }
        return newest.orElseThrow(
                () ->
                        new NothingToResumeException(
                                "Nothing to resume: no complete checkpoint in "
                                        + checkpoints()
                                        + " and no savepoint in "
                                        + savepoints()
                                        + ". Start without RESUME, or name the folder with STATE=."));
    }

    /**
     * The checkpoint or savepoint of this name, wherever it lies.
     *
     * @throws NothingToResumeException if it is not complete; the message lists those in this
     *     folder that are
     */
    Path named(Path snapshot) {
        Path absolute = snapshot.toAbsolutePath().normalize();
        if (Files.isRegularFile(absolute.resolve(METADATA))) {
            return absolute;
        }
        List<String> complete = complete().stream().map(Path::toString).toList();
        throw new NothingToResumeException(
                "Cannot resume from %s: no complete checkpoint or savepoint, as it has no file %s. %s"
                        .formatted(
                                absolute,
                                METADATA,
                                complete.isEmpty()
                                        ? "There is none in " + folder + " either."
                                        : "Newest first there are:\n  "
                                                + String.join("\n  ", complete)));
    }

    /**
     * Deletes all but the newest {@code keep} complete checkpoints and savepoints, and what was
     * never completed.
     *
     * @param inUse is not deleted, however old
     */
    void prune(int keep, Optional<Path> inUse) {
        List<Path> complete = complete();
        List<Path> kept = complete.subList(0, Math.min(keep, complete.size()));
        for (Path snapshot : snapshots()) {
            if (!kept.contains(snapshot) && inUse.filter(path -> same(path, snapshot)).isEmpty()) {
                delete(snapshot);
            }
        }
        for (Path job : children(checkpoints())) {
            if (children(job).stream()
                    .noneMatch(child -> child.getFileName().toString().startsWith("chk-"))) {
                delete(job);
            }
        }
    }

    /** Names differ where a link leads to one. */
    private static boolean same(Path one, Path other) {
        try {
            return Files.isSameFile(one, other);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot compare " + one + " and " + other, e);
        }
    }

    /** Complete checkpoints and savepoints, newest first. */
    List<Path> complete() {
        return snapshots().stream()
                .filter(path -> Files.isRegularFile(path.resolve(METADATA)))
                .sorted(
                        Comparator.comparing((Path path) -> time(path.resolve(METADATA)))
                                .reversed())
                .toList();
    }

    private List<Path> snapshots() {
        List<Path> snapshots = new ArrayList<>();
        for (Path job : children(checkpoints())) {
            children(job).stream()
                    .filter(path -> path.getFileName().toString().startsWith("chk-"))
                    .forEach(snapshots::add);
        }
        snapshots.addAll(children(savepoints()));
        return snapshots;
    }

    private static List<Path> children(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> children = Files.list(folder)) {
            return children.filter(Files::isDirectory).sorted().toList();
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot list " + folder, e);
        }
    }

    private static FileTime time(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the time of " + file, e);
        }
    }

    /** A cluster that is closing deletes as well, so anything may be gone by the time. */
    private static void delete(Path folder) {
        try {
            Files.walkFileTree(
                    folder,
                    new SimpleFileVisitor<>() {
                        @Override
                        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                                throws IOException {
                            Files.deleteIfExists(file);
                            return FileVisitResult.CONTINUE;
                        }

                        @Override
                        public FileVisitResult visitFileFailed(Path file, IOException failure)
                                throws IOException {
                            if (failure instanceof NoSuchFileException) {
                                return FileVisitResult.CONTINUE;
                            }
                            throw failure;
                        }

                        @Override
                        public FileVisitResult postVisitDirectory(Path dir, IOException failure)
                                throws IOException {
                            if (failure != null) {
                                throw failure;
                            }
                            Files.deleteIfExists(dir);
                            return FileVisitResult.CONTINUE;
                        }
                    });
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot delete " + folder, e);
        }
    }

    /** There is no state to start from. */
    static final class NothingToResumeException extends RuntimeException {
        NothingToResumeException(String message) {
            super(message);
        }
    }
}
