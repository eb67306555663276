package io.pythoflow.job.lake;

import com.github.luben.zstd.Zstd;
import java.util.Arrays;

/**
 * Rows of one folder that wait in the state, encoded and compressed. Never changed, so that
 * snapshots share it.
 *
 * @param hour of the folder, in hours since the epoch
 * @param since epoch milliseconds at which the first row that the folder waits for came
 * @param rows how many
 * @param encodedBytes before compression
 * @param compressed zstd of what {@link RowEncoder} encoded
 */
record WaitingChunk(long hour, long since, int rows, int encodedBytes, byte[] compressed) {

    /** Rows are compressed once and read once: the fastest level. */
    private static final int LEVEL = 1;

    static WaitingChunk of(long hour, long since, RowEncoder encoder) {
        byte[] encoded = encoder.copyOfBytes();
        return new WaitingChunk(
                hour, since, encoder.rows(), encoded.length, Zstd.compress(encoded, LEVEL));
    }

    byte[] encoded() {
        return Zstd.decompress(compressed, encodedBytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof WaitingChunk chunk
                && hour == chunk.hour
                && since == chunk.since
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
        return "WaitingChunk[hour=%d, since=%d, rows=%d, %d bytes of %d]"
                .formatted(hour, since, rows, compressed.length, encodedBytes);
    }
}
