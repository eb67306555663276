package io.pythoflow.job.lake.columns;

import java.io.IOException;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.statistics.Statistics;

/** Booleans, as runs. */
final class BooleanColumn extends LeafColumn {

    private final Levels values = new Levels(1);
    private boolean anyTrue;
    private boolean anyFalse;

    BooleanColumn(ColumnDescriptor column) {
        super(column);
    }

    @Override
    public void addBoolean(int repetitionLevel, boolean value) {
        addPresent(repetitionLevel);
        values.add(value ? 1 : 0);
        anyTrue |= value;
        anyFalse |= !value;
    }

    @Override
    long pageBytes() {
        return values.bufferedBytes();
    }

    @Override
    EncodedValues encode(Statistics<?> statistics) throws IOException {
        statistics.updateStats(!anyFalse);
        statistics.updateStats(anyTrue);
        BytesInput bytes = values.encoded();
        return new EncodedValues(
                Encoding.RLE,
                BytesInput.concat(BytesInput.fromInt(Math.toIntExact(bytes.size())), bytes));
    }

    @Override
    void clearValues() {
        values.clear();
        anyTrue = false;
        anyFalse = false;
    }
}
