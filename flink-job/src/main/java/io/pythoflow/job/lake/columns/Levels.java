package io.pythoflow.job.lake.columns;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.bytes.BytesUtils;

/**
 * The repetition or definition levels of one page, as runs: a column that is always there, or
 * never, has one run a page.
 */
final class Levels {

    private final int highest;

    private int[] runLevels = new int[2];
    private int[] runLengths = new int[2];
    private int closedRuns;

    private int level;
    private int length;

    /**
     * @param highest level of the column
     */
    Levels(int highest) {
        this.highest = highest;
    }

    void add(int value) {
        if (value == level) {
            length++;
        } else {
            add(value, 1);
        }
    }

    void add(int value, int times) {
        if (value == level) {
            length += times;
            return;
        }
        if (length > 0) {
            closeRun();
        }
        level = value;
        length = times;
    }

    private void closeRun() {
        if (closedRuns == runLevels.length) {
            runLevels = Arrays.copyOf(runLevels, 2 * closedRuns);
            runLengths = Arrays.copyOf(runLengths, 2 * closedRuns);
        }
        runLevels[closedRuns] = level;
        runLengths[closedRuns] = length;
        closedRuns++;
    }

    long bufferedBytes() {
        return 2L * Integer.BYTES * closedRuns;
    }

    /** How many of each level there are; none where a column has but one, as Parquet wants it. */
    List<Long> histogram(int fewestLevels) {
        if (highest < fewestLevels) {
            return List.of();
        }
        long[] counts = new long[highest + 1];
        for (int run = 0; run < closedRuns; run++) {
            counts[runLevels[run]] += runLengths[run];
        }
        counts[level] += length;
        return LongStream.of(counts).boxed().toList();
    }

    /** Parquet's hybrid of runs and packed bits, without a length in front. */
    BytesInput encoded() throws IOException {
        if (highest == 0) {
            return BytesInput.empty();
        }
        if (closedRuns == 0) {
            return BytesInput.concat(
                    BytesInput.fromUnsignedVarInt(length << 1),
                    BytesInput.from(new byte[] {(byte) level}));
        }
        HybridEncoder encoder =
                new HybridEncoder(BytesUtils.getWidthFromMaxInt(highest), closedRuns);
        for (int run = 0; run < closedRuns; run++) {
            encoder.add(runLevels[run], runLengths[run]);
        }
        encoder.add(level, length);
        return encoder.bytes();
    }

    void clear() {
        closedRuns = 0;
        length = 0;
    }
}
