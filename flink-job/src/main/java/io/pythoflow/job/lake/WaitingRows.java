package io.pythoflow.job.lake;

import io.pythoflow.contract.table.ColumnType;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Rows that one writer holds back until enough of their folder have come, compressed. Belongs to
 * one task and its thread; only the counts are read from others, for metrics.
 */
final class WaitingRows {

    /** Encoded bytes at which rows are compressed for good; below it a snapshot does it anew. */
    private static final int CHUNK_BYTES = 64 << 10;

    private static final long HOUR_MS = 3_600_000L;

    /** Takes rows that have waited long enough. */
    interface Receiver {
        void accept(LakeRow row) throws IOException, InterruptedException;
    }

    private final List<ColumnType> types;
    private final long maxBytes;
    private final Map<Long, Folder> folders = new HashMap<>();

    private volatile long rows;
    private volatile long bytes;

    /**
     * @param types of the table's columns, in order
     * @param maxBytes what may wait, compressed where it is; beyond it {@link #isOverfull()}
     */
    WaitingRows(List<ColumnType> types, long maxBytes) {
        this.types = types;
        this.maxBytes = maxBytes;
    }

    /**
     * Adds a row.
     *
     * @param now epoch milliseconds
     */
    void add(LakeRow row, long now) {
        long hour = Math.floorDiv(row.partitionTime(), HOUR_MS);
        Folder folder = folders.computeIfAbsent(hour, key -> new Folder(key, now));
        long before = folder.bytes;
        folder.add(row);
        count(1, folder.bytes - before);
    }

    /** Takes back what a snapshot held, also one of another writer. */
    void restore(WaitingChunk chunk) {
        Folder folder =
                folders.computeIfAbsent(chunk.hour(), key -> new Folder(key, chunk.since()));
        folder.restore(chunk);
        count(chunk.rows(), chunk.compressed().length);
    }

    /** Everything that waits, for a snapshot. */
    List<WaitingChunk> chunks() {
        List<WaitingChunk> chunks = new ArrayList<>();
        folders.values().forEach(folder -> folder.collect(chunks));
        return chunks;
    }

    /**
     * Hands over the folders whose first row came so long ago, one after another, so that each is
     * one file. A clock that was set back counts as well, so that no row waits for it to catch up.
     *
     * @param now epoch milliseconds
     */
    void releaseOlderThan(Duration age, long now, Receiver receiver)
            throws IOException, InterruptedException {
        for (Long hour :
                folders.values().stream()
                        .filter(folder -> Math.abs(now - folder.since) >= age.toMillis())
                        .map(folder -> folder.hour)
                        .sorted()
                        .toList()) {
            release(hour, receiver);
        }
    }

    boolean isOverfull() {
        return bytes > maxBytes;
    }

    /** Hands over the folder that takes most room. */
    void releaseLargest(Receiver receiver) throws IOException, InterruptedException {
        Folder largest =
                folders.values().stream()
                        .max(Comparator.comparingLong((Folder folder) -> folder.bytes))
                        .orElseThrow();
        release(largest.hour, receiver);
    }

    private void release(Long hour, Receiver receiver) throws IOException, InterruptedException {
        Folder folder = folders.remove(hour);
        folder.release(receiver);
        count(-folder.rows, -folder.bytes);
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
    private void count(long addedRows, long addedBytes) {
        rows += addedRows;
        bytes += addedBytes;
    }

    long rows() {
        return rows;
    }

    long bytes() {
        return bytes;
    }

    /** The rows of one folder: compressed chunks, and the last rows as they were encoded. */
    private final class Folder {

        final long hour;
        private final List<WaitingChunk> sealed = new ArrayList<>();
        private final RowEncoder open = new RowEncoder(types);
        private @Nullable WaitingChunk openAtLastSnapshot;

        long since;
        long rows;
        long bytes;

        Folder(long hour, long since) {
            this.hour = hour;
            this.since = since;
        }

        void add(LakeRow row) {
            int before = open.size();
            open.add(row);
            openAtLastSnapshot = null;
            rows++;
            bytes += open.size() - before;
            if (open.size() >= CHUNK_BYTES) {
                seal();
            }
        }

        private void seal() {
            WaitingChunk chunk = WaitingChunk.of(hour, since, open);
            bytes += chunk.compressed().length - open.size();
            sealed.add(chunk);
            open.clear();
        }

        void restore(WaitingChunk chunk) {
            since = Math.min(since, chunk.since());
            sealed.add(chunk);
            rows += chunk.rows();
            bytes += chunk.compressed().length;
        }

        void collect(List<WaitingChunk> chunks) {
            chunks.addAll(sealed);
            if (open.rows() > 0) {
                if (openAtLastSnapshot == null) {
                    openAtLastSnapshot = WaitingChunk.of(hour, since, open);
                }
                chunks.add(openAtLastSnapshot);
            }
        }

        void release(Receiver receiver) throws IOException, InterruptedException {
            List<WaitingChunk> chunks = new ArrayList<>();
            collect(chunks);
            for (WaitingChunk chunk : chunks) {
                RowDecoder decoder = new RowDecoder(types, hour * HOUR_MS, chunk.encoded());
                for (int i = 0; i < chunk.rows(); i++) {
                    receiver.accept(decoder);
                }
            }
        }
    }
}
