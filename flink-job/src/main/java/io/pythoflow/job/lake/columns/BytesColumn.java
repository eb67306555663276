package io.pythoflow.job.lake.columns;

import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.statistics.Statistics;

/** Bytes that are no text, each stored by itself. */
final class BytesColumn extends LeafColumn {

    private final SingleValues values = new SingleValues();

    BytesColumn(ColumnDescriptor column) {
        super(column);
    }

    @Override
    public void addBytes(int repetitionLevel, byte[] value) {
        addPresent(repetitionLevel);
        values.add(value);
        if (values.bytes() >= PAGE_BYTES) {
            closePage();
        }
    }

    @Override
    long pageBytes() {
        return values.bytes();
    }

    @Override
    EncodedValues encode(Statistics<?> statistics) {
        return values.encode(statistics);
    }

    @Override
    void clearValues() {
        values.clear();
    }
}
