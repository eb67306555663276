package io.pythoflow.job.frozen;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A savepoint with the lake that belongs to it, and the list of its states, in a folder that can be
 * moved to any machine.
 *
 * <p>A writer's state names its files with their whole path, so a savepoint is made and restored in
 * folders whose names are all of one length, which makes the path that it holds replaceable byte by
 * byte. What is kept holds {@link #NOWHERE} in its place.
 */
record SavedVersion(Path folder) {

    /** Of the path of every root. */
    private static final int LENGTH = 200;

    private static final String NOWHERE = padded("/nowhere/");

    private static final String METADATA = "_metadata";
    private static final String STATES = "states.txt";
    private static final String LAKE = "lake";

    /** Where versions are kept; tests run in the folder of their module. */
    static final Path KEPT = Path.of("src", "test", "resources", "state");

    /** All that are kept, oldest first. */
    static List<SavedVersion> kept() {
        return IntStream.iterate(1, number -> number + 1)
                .mapToObj(SavedVersion::numbered)
                .takeWhile(version -> Files.isDirectory(version.folder()))
                .toList();
    }

    /** The one that the next savepoint is kept as. */
    static SavedVersion next() {
        return numbered(kept().size() + 1);
    }

    private static SavedVersion numbered(int number) {
        return new SavedVersion(KEPT.resolve(String.valueOf(number)));
    }

    /** A new folder for a job, with a name of the right length. */
    static Path root(Path parent) throws IOException {
        String path = parent.toAbsolutePath() + "/";
        if (path.length() >= LENGTH) {
            throw new IOException(
                    "The temporary folder %s has a path of %d characters, and %d are too many: set java.io.tmpdir to a shorter one"
                            .formatted(parent, path.length(), LENGTH));
        }
        return Files.createDirectory(Path.of(padded(path)));
    }

    private static String padded(String path) {
        return path + "_".repeat(LENGTH - path.length());
    }

    /** Folder of the lake below a root. */
    static Path lake(Path root) {
        return root.resolve(LAKE);
    }

    /**
     * Packs what a job left.
     *
     * @param root of the job, which has ended
     */
    static SavedVersion pack(Path root, Path savepoint, Path target) throws IOException {
        try (Stream<Path> files = Files.list(savepoint)) {
            if (!files.allMatch(file -> file.endsWith(METADATA))) {
                throw new IOException("The savepoint in " + savepoint + " is not one file");
            }
        }
        Files.createDirectories(target);
        replace(savepoint.resolve(METADATA), root.toString(), target.resolve(METADATA), NOWHERE);
        copy(lake(root), target.resolve(LAKE));
        SavedVersion version = new SavedVersion(target);
        Files.writeString(target.resolve(STATES), SavedStates.of(target, "").list());
        return version;
    }

    /** Puts everything below a root, and says where the savepoint is. */
    Path unpack(Path root) throws IOException {
        Path savepoint = Files.createDirectory(root.resolve("savepoint"));
        replace(folder.resolve(METADATA), NOWHERE, savepoint.resolve(METADATA), root.toString());
        copy(folder.resolve(LAKE), lake(root));
        return savepoint;
    }

    /** Copies it as it is. */
    void keepAs(SavedVersion other) throws IOException {
        copy(folder, other.folder());
    }

    SavedStates states() throws IOException {
        return SavedStates.of(folder, list());
    }

    /** The list of states that was written with it. */
    String list() throws IOException {
        return Files.readString(folder.resolve(STATES));
    }

    /** All of its files. */
    List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    /** Latin-1 keeps every byte as it is. */
    private static void replace(Path file, String what, Path target, String by) throws IOException {
        if (what.getBytes(UTF_8).length != by.getBytes(UTF_8).length) {
            throw new IOException(
                    "Cannot replace %s by %s: the paths must have equally many bytes"
                            .formatted(what, by));
        }
        String bytes = Files.readString(file, ISO_8859_1);
        Files.writeString(target, bytes.replace(latin(what), latin(by)), ISO_8859_1);
    }

    private static String latin(String path) {
        return new String(path.getBytes(UTF_8), ISO_8859_1);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            all.forEach(
                    path -> {
                        try {
                            Files.copy(path, to.resolve(from.relativize(path).toString()));
                        } catch (IOException e) {
                            throw new UncheckedIOException("Cannot copy " + path, e);
                        }
                    });
        }
    }

    @Override
    public String toString() {
        return folder.startsWith(KEPT) ? "version " + folder.getFileName() : "today's";
    }
}
