package io.pythoflow.job.lake;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds what one writer subtask of one table keeps in memory. FileSink keeps a file per folder
 * open until the checkpoint; where that would be too many files, the one used least recently gets
 * its footer early, and where they hold too many bytes, the largest one. Its folder starts another
 * file at its next row.
 *
 * <p>Belongs to one task and its thread; only the counts are read from others, for metrics.
 */
final class LiveWriters implements Serializable {

    private static final long serialVersionUID = 1L;

    /** Asking every column of every file for its size costs too much to do it for each row. */
    private static final int ROWS_BETWEEN_SIZE_CHECKS = 1024;

    /** An open file, as far as the bounds are concerned. */
    interface LiveWriter {

        String folder();

        /** The {@link LiveWriters#tick()} of its last row. */
        long lastUse();

        /** Bytes that wait in memory for their row group to fill. */
        long bufferedBytes();

        /** Writes the footer and frees the buffers. */
        void finishEarly() throws IOException;
    }

    private final int maxWriters;
    private final long maxBufferedBytes;
    private final List<LiveWriter> live = new ArrayList<>();

    /** Folders whose current file has its footer and waits to be rolled. */
    private final Set<String> finishedFolders = new HashSet<>();

    private long clock;

    private volatile int liveCount;
    private final AtomicLong filesFinished = new AtomicLong();
    private final AtomicLong filesFinishedEarly = new AtomicLong();

    LiveWriters(int maxWriters, long maxBufferedBytes) {
        if (maxWriters < 1) {
            throw new IllegalArgumentException(
                    "Cannot write with at most " + maxWriters + " open files; allow at least one");
        }
        this.maxWriters = maxWriters;
        this.maxBufferedBytes = maxBufferedBytes;
    }

    /** A time that only grows, to tell which writer was used last. */
    long tick() {
        return ++clock;
    }

    /** Admits a writer that is about to open, after making room for it. */
    void admit(LiveWriter writer) throws IOException {
        while (live.size() >= maxWriters) {
            finishEarly(smallest(Comparator.comparingLong(LiveWriter::lastUse)));
        }
        live.add(writer);
        liveCount = live.size();
    }

    /**
     * Gives the folder's file its footer, if one is open: whatever comes next is another file's.
     */
    void finish(String folder) throws IOException {
        for (LiveWriter writer : List.copyOf(live)) {
            if (writer.folder().equals(folder)) {
                close(writer);
            }
        }
    }

    /** Called after every row, so that no row is being written when a file is finished. */
    void rowWritten() throws IOException {
        if (clock % ROWS_BETWEEN_SIZE_CHECKS == 0) {
            while (bufferedBytes() > maxBufferedBytes) {
                finishEarly(smallest(Comparator.comparingLong(w -> -w.bufferedBytes())));
            }
        }
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

    private void finishEarly(LiveWriter writer) throws IOException {
        close(writer);
        filesFinishedEarly.incrementAndGet();
    }

    private void close(LiveWriter writer) throws IOException {
        writer.finishEarly();
        finishedFolders.add(writer.folder());
        finished(writer);
    }

    private long bufferedBytes() {
        long sum = 0;
        for (LiveWriter writer : live) {
            sum += writer.bufferedBytes();
        }
        return sum;
    }

    private LiveWriter smallest(Comparator<LiveWriter> order) {
        LiveWriter found = live.get(0);
        for (LiveWriter writer : live) {
            if (order.compare(writer, found) < 0) {
                found = writer;
            }
        }
        return found;
    }
}
