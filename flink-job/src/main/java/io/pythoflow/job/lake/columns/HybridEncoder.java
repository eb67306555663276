package io.pythoflow.job.lake.columns;

import java.io.IOException;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridEncoder;

/** Parquet's hybrid of run lengths and packed bits, for the small integers of one page. */
final class HybridEncoder {

    private static final int FEWEST_BYTES = 64;

    private final RunLengthBitPackingHybridEncoder encoder;

    /**
     * @param width bits of the largest integer
     * @param count of integers there will be
     */
    HybridEncoder(int width, int count) {
        int packedBytes = FEWEST_BYTES + Math.toIntExact((long) width * count / Byte.SIZE);
        this.encoder =
                new RunLengthBitPackingHybridEncoder(
                        width, packedBytes, packedBytes, HeapByteBufferAllocator.getInstance());
    }

    void add(int value, int times) throws IOException {
        for (int i = 0; i < times; i++) {
            encoder.writeInt(value);
        }
    }

    void addAll(int[] values, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            encoder.writeInt(values[i]);
        }
    }

    /** Called once, when everything has been added. */
    BytesInput bytes() throws IOException {
        return encoder.toBytes();
    }
}
