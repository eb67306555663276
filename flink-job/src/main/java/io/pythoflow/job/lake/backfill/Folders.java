package io.pythoflow.job.lake.backfill;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.Path;

/** What lies in a folder of any of Flink's file systems. */
final class Folders {

    private Folders() {}

    /** Folders in a folder, by name; none where it does not exist. */
    static List<Path> foldersIn(Path folder) throws IOException {
        return visible(folder, FileStatus::isDir).stream().map(FileStatus::getPath).toList();
    }

    /** Files in a folder, by name, without hidden ones; none where it does not exist. */
    static List<FileStatus> filesIn(Path folder) throws IOException {
        return visible(folder, status -> !status.isDir());
    }

    /** The bytes of a file. */
    static byte[] read(Path file) throws IOException {
        try (InputStream in = file.getFileSystem().open(file)) {
            return in.readAllBytes();
        }
    }

    private static List<FileStatus> visible(Path folder, Predicate<FileStatus> kind)
            throws IOException {
        FileStatus[] all;
        try {
            all = folder.getFileSystem().listStatus(folder);
        } catch (FileNotFoundException e) {
            return List.of();
        }
        if (all == null) {
            return List.of();
        }
        return Arrays.stream(all)
                .filter(kind)
                .filter(status -> !isHidden(status.getPath().getName()))
                .sorted(Comparator.comparing(status -> status.getPath().getName()))
                .toList();
    }

    private static boolean isHidden(String name) {
        return name.startsWith(".") || name.startsWith("_");
    }
}
