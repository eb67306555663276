package io.pythoflow.job.lake.columns;

import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT32;

import java.util.Arrays;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.column.values.ValuesWriter;
import org.apache.parquet.column.values.delta.DeltaBinaryPackingValuesWriterForInteger;
import org.apache.parquet.column.values.delta.DeltaBinaryPackingValuesWriterForLong;

/** Times, counts and numbers of 32 or 64 bits: the differences of neighbours, packed. */
final class IntegerColumn extends LeafColumn {

    private static final int SLAB_BYTES = 1 << 10;

    private long[] values = new long[16];
    private int count;

    IntegerColumn(ColumnDescriptor column) {
        super(column);
    }

    @Override
    public void addInteger(int repetitionLevel, int value) {
        if (type().getPrimitiveTypeName() != INT32) {
            super.addInteger(repetitionLevel, value);
        }
        append(repetitionLevel, value);
    }

    @Override
    public void addLong(int repetitionLevel, long value) {
        if (type().getPrimitiveTypeName() == INT32) {
            super.addLong(repetitionLevel, value);
        }
        append(repetitionLevel, value);
    }

    private void append(int repetitionLevel, long value) {
        addPresent(repetitionLevel);
        if (count == values.length) {
            values = Arrays.copyOf(values, 2 * count);
        }
        values[count++] = value;
    }

    @Override
    long pageBytes() {
        return (long) Long.BYTES * count;
    }

    @Override
    EncodedValues encode(Statistics<?> statistics) {
        long least = Long.MAX_VALUE;
        long greatest = Long.MIN_VALUE;
        for (int i = 0; i < count; i++) {
            least = Math.min(least, values[i]);
            greatest = Math.max(greatest, values[i]);
        }
        if (type().getPrimitiveTypeName() == INT32) {
            statistics.updateStats((int) least);
            statistics.updateStats((int) greatest);
            return delta32();
        }
        statistics.updateStats(least);
        statistics.updateStats(greatest);
        return delta64();
    }

    private EncodedValues delta32() {
        ValuesWriter writer =
                new DeltaBinaryPackingValuesWriterForInteger(
                        SLAB_BYTES, PAGE_BYTES, HeapByteBufferAllocator.getInstance());
        for (int i = 0; i < count; i++) {
            writer.writeInteger((int) values[i]);
        }
        return new EncodedValues(Encoding.DELTA_BINARY_PACKED, writer.getBytes());
    }

    private EncodedValues delta64() {
        ValuesWriter writer =
                new DeltaBinaryPackingValuesWriterForLong(
                        SLAB_BYTES, PAGE_BYTES, HeapByteBufferAllocator.getInstance());
        for (int i = 0; i < count; i++) {
            writer.writeLong(values[i]);
        }
        return new EncodedValues(Encoding.DELTA_BINARY_PACKED, writer.getBytes());
    }

    @Override
    void clearValues() {
        count = 0;
    }
}
