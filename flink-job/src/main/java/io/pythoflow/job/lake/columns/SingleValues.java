package io.pythoflow.job.lake.columns;

import java.util.Arrays;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.column.values.ValuesWriter;
import org.apache.parquet.column.values.delta.DeltaBinaryPackingValuesWriterForInteger;
import org.apache.parquet.io.api.Binary;

/**
 * The texts or bytes of one page, one behind the other. Encoded, each is what differs from the one
 * before it, which of numbered ids is a digit or two.
 */
final class SingleValues {

    private static final int FIRST_BYTES = 256;
    private static final int SLAB_BYTES = 1 << 10;

    /** Room that one long value has made is not kept for the pages to come. */
    private static final int MOST_BYTES_KEPT = 2 * LeafColumn.PAGE_BYTES;

    private byte[] bytes = new byte[FIRST_BYTES];
    private int[] ends = new int[16];
    private int count;

    void add(byte[] value) {
        int start = start(count);
        int end = Math.addExact(start, value.length);
        if (end > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(end, 2 * bytes.length));
        }
        if (count == ends.length) {
            ends = Arrays.copyOf(ends, 2 * count);
        }
        System.arraycopy(value, 0, bytes, start, value.length);
        ends[count++] = end;
    }

    private int start(int value) {
        return value == 0 ? 0 : ends[value - 1];
    }

    int count() {
        return count;
    }

    long bytes() {
        return start(count) + (long) Integer.BYTES * count;
    }

    LeafColumn.EncodedValues encode(Statistics<?> statistics) {
        updateBounds(statistics);
        ValuesWriter prefixLengths = lengths();
        ValuesWriter restLengths = lengths();
        byte[] rests = new byte[start(count)];
        int restsEnd = 0;
        int previous = 0;
        int start = 0;
        for (int i = 0; i < count; i++) {
            int end = ends[i];
            int prefix = commonPrefix(previous, start, end);
            int rest = end - start - prefix;
            prefixLengths.writeInteger(prefix);
            restLengths.writeInteger(rest);
            System.arraycopy(bytes, start + prefix, rests, restsEnd, rest);
            restsEnd += rest;
            previous = start;
            start = end;
        }
        return new LeafColumn.EncodedValues(
                Encoding.DELTA_BYTE_ARRAY,
                BytesInput.concat(
                        prefixLengths.getBytes(),
                        restLengths.getBytes(),
                        BytesInput.from(rests, 0, restsEnd)),
                start);
    }

    /** Of the value from start to end and the one before it, which is as long as its place. */
    private int commonPrefix(int previous, int start, int end) {
        int most = Math.min(start - previous, end - start);
        int mismatch =
                Arrays.mismatch(bytes, previous, previous + most, bytes, start, start + most);
        return mismatch < 0 ? most : mismatch;
    }

    private static ValuesWriter lengths() {
        return new DeltaBinaryPackingValuesWriterForInteger(
                SLAB_BYTES, LeafColumn.PAGE_BYTES, HeapByteBufferAllocator.getInstance());
    }

    private void updateBounds(Statistics<?> statistics) {
        int least = 0;
        int greatest = 0;
        for (int i = 1; i < count; i++) {
            if (compare(i, least) < 0) {
                least = i;
            } else if (compare(i, greatest) > 0) {
                greatest = i;
            }
        }
        statistics.updateStats(copyOf(least));
        statistics.updateStats(copyOf(greatest));
    }

    private int compare(int one, int other) {
        return Arrays.compareUnsigned(
                bytes, start(one), ends[one], bytes, start(other), ends[other]);
    }

    private Binary copyOf(int value) {
        return Binary.fromConstantByteArray(Arrays.copyOfRange(bytes, start(value), ends[value]));
    }

    void clear() {
        count = 0;
        if (bytes.length > MOST_BYTES_KEPT) {
            bytes = new byte[FIRST_BYTES];
        }
    }
}
