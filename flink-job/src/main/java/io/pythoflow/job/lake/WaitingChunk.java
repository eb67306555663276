package io.pythoflow.job.lake;

import com.github.luben.zstd.Zstd;
import java.util.Arrays;
import java.util.UUID;

/**
 * Rows of one folder that wait in the state, encoded and compressed. Never changed, so that
 * snapshots share it.
 *
 * @param hour of the folder, in hours since the epoch
 * @param since epoch milliseconds at which the first row that the folder waits for came
 * @param generation of the folder's rows, drawn when its first row came to wait
 * @param sequence of the chunk in its generation, from 0
 * @param rows how many
 * @param published how many of them, from the first, files hold already
 * @param encodedBytes before compression
 * @param compressed zstd of what {@link RowEncoder} encoded
 */
record WaitingChunk(
        long hour,
        long since,
        UUID generation,
        int sequence,
        int rows,
        int published,
        int encodedBytes,
        byte[] compressed) {

    /** Rows are compressed once and read once: the fastest level. */
    private static final int LEVEL = 1;

    static WaitingChunk of(
            long hour, long since, UUID generation, int sequence, RowEncoder encoder) {
        byte[] encoded = encoder.copyOfBytes();
        return new WaitingChunk(
                hour,
                since,
                generation,
                sequence,
                encoder.rows(),
                0,
                encoded.length,
                Zstd.compress(encoded, LEVEL));
    }

    /** The same, of which files hold so many rows from the first. */
    WaitingChunk withPublished(int rowsInFiles) {
        return new WaitingChunk(
                hour, since, generation, sequence, rows, rowsInFiles, encodedBytes, compressed);
    }

    /** Epoch milliseconds of the hour's start. */
    long partitionTime() {
        return HourBuckets.startOf(hour);
    }

    /** Rows that are in no file. */
    int waitingRows() {
        return rows - published;
    }

    byte[] encoded() {
        return Zstd.decompress(compressed, encodedBytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof WaitingChunk chunk
                && hour == chunk.hour
                && since == chunk.since
                && generation.equals(chunk.generation)
                && sequence == chunk.sequence
                && published == chunk.published
                && rows == chunk.rows
                && encodedBytes == chunk.encodedBytes
                && Arrays.equals(compressed, chunk.compressed);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(compressed);
    }

    @Override
    public String toString() {
        return "WaitingChunk[hour=%d, since=%d, %s %d, rows=%d, published=%d, %d bytes of %d]"
                .formatted(
                        hour,
                        since,
                        generation,
                        sequence,
                        rows,
                        published,
                        compressed.length,
                        encodedBytes);
    }
}
