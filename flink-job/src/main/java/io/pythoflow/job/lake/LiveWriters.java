package io.pythoflow.job.lake;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds the Parquet writers that one writer subtask of one table holds open, since each buffers
 * about a megabyte. FileSink keeps a file per folder until the checkpoint; when one more would be
 * too many, the file used least recently gets its footer here, and its folder starts another file
 * at its next row.
 *
 * <p>Belongs to one task and its thread; only the counts are read from others, for metrics.
 */
final class LiveWriters implements Serializable {

    private static final long serialVersionUID = 1L;

    /** An open file, as far as the bound is concerned. */
    interface LiveWriter {

        String folder();

        /** The {@link LiveWriters#tick()} of its last row. */
        long lastUse();

        /** Writes the footer and frees the buffers. */
        void finishEarly() throws IOException;
    }

    private final int maxLiveWriters;
    private final List<LiveWriter> live = new ArrayList<>();

    /** Folders whose current file has its footer and waits to be rolled. */
    private final Set<String> finishedFolders = new HashSet<>();

    private long clock;

    private volatile int liveCount;
    private final AtomicLong filesFinished = new AtomicLong();
    private final AtomicLong filesFinishedEarly = new AtomicLong();

    LiveWriters(int maxLiveWriters) {
        if (maxLiveWriters < 1) {
            throw new IllegalArgumentException(
                    "Cannot write with at most "
                            + maxLiveWriters
                            + " open files; allow at least one");
        }
        this.maxLiveWriters = maxLiveWriters;
    }

    /** A time that only grows, to tell which writer was used last. */
    long tick() {
        return ++clock;
    }

    /** Admits a writer that is about to open, after making room for it. */
    void admit(LiveWriter writer) throws IOException {
        while (live.size() >= maxLiveWriters) {
            LiveWriter idlest = leastRecentlyUsed();
            idlest.finishEarly();
            live.remove(idlest);
            finishedFolders.add(idlest.folder());
            filesFinishedEarly.incrementAndGet();
            filesFinished.incrementAndGet();
        }
        live.add(writer);
        liveCount = live.size();
    }

    /** The writer's file has got its footer because its folder rolls. */
    void finished(LiveWriter writer) {
        live.remove(writer);
        liveCount = live.size();
        filesFinished.incrementAndGet();
    }

    /** The folder's file, finished early, has been rolled. */
    void rolled(String folder) {
        finishedFolders.remove(folder);
    }

    boolean mustRoll(String folder) {
        return !finishedFolders.isEmpty() && finishedFolders.contains(folder);
    }

    int liveCount() {
        return liveCount;
    }

    long filesFinished() {
        return filesFinished.get();
    }

    long filesFinishedEarly() {
        return filesFinishedEarly.get();
    }

    private LiveWriter leastRecentlyUsed() {
        LiveWriter idlest = live.get(0);
        for (LiveWriter writer : live) {
            if (writer.lastUse() < idlest.lastUse()) {
                idlest = writer;
            }
        }
        return idlest;
    }
}
