package io.pythoflow.job.lake;

import io.pythoflow.contract.table.ColumnType;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Rows that one writer holds back until enough of their folder have come, compressed. Belongs to
 * one task and its thread; only the counts are read from others, for metrics.
 */
final class WaitingRows {

    /** Encoded bytes at which rows are compressed for good; below it a snapshot does it anew. */
    private static final int CHUNK_BYTES = 64 << 10;

    /** Takes the rows of one folder that have waited long enough. */
    interface Receiver {
        void accept(Release release) throws IOException, InterruptedException;
    }

    /** Takes them one by one. */
    interface RowReceiver {
        void accept(LakeRow row) throws IOException, InterruptedException;
    }

    /** All that waited in one folder: the rows of one file, which is to say so in its footer. */
    record Release(long hour, List<WaitingChunk> chunks, List<ColumnType> types) {

        long partitionTime() {
            return HourBuckets.startOf(hour);
        }

        void forEach(RowReceiver receiver) throws IOException, InterruptedException {
            ReleasedChunks released = ReleasedChunks.of(chunks);
            for (WaitingChunk chunk : chunks) {
                RowDecoder rows = new RowDecoder(types, partitionTime(), chunk.encoded(), released);
                for (int row = 0; row < chunk.published(); row++) {
                    rows.skip();
                }
                for (int row = chunk.published(); row < chunk.rows(); row++) {
                    receiver.accept(rows);
                }
            }
        }
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
        long hour = HourBuckets.hourOf(row.partitionTime());
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
        count(chunk.waitingRows(), chunk.compressed().length);
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
        List<WaitingChunk> chunks = new ArrayList<>();
        folder.collect(chunks);
        receiver.accept(new Release(hour, chunks, types));
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
        private final UUID generation = UUID.randomUUID();
        private @Nullable WaitingChunk openAtLastSnapshot;
        private int nextSequence;

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
            WaitingChunk chunk = open();
            nextSequence++;
            bytes += chunk.compressed().length - open.size();
            sealed.add(chunk);
            open.clear();
        }

        void restore(WaitingChunk chunk) {
            since = Math.min(since, chunk.since());
            sealed.add(chunk);
            rows += chunk.waitingRows();
            bytes += chunk.compressed().length;
        }

        private WaitingChunk open() {
            return WaitingChunk.of(hour, since, generation, nextSequence, open);
        }

        void collect(List<WaitingChunk> chunks) {
            chunks.addAll(sealed);
            if (open.rows() > 0) {
                if (openAtLastSnapshot == null) {
                    openAtLastSnapshot = open();
                }
                chunks.add(openAtLastSnapshot);
            }
        }
    }
}
