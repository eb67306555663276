package io.pythoflow.job.lake.columns;

import java.io.IOException;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridEncoder;

/** Parquet's hybrid of run lengths and packed bits, for the small integers of one page. */
final class HybridEncoder {

    private static final int FIRST_BYTES = 4 << 10;
    private static final int MOST_BYTES = 256 << 10;

    private final RunLengthBitPackingHybridEncoder encoder;

    /**
     * @param width bits of the largest integer
     */
    HybridEncoder(int width) {
        this.encoder =
                new RunLengthBitPackingHybridEncoder(
                        width, FIRST_BYTES, MOST_BYTES, HeapByteBufferAllocator.getInstance());
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
