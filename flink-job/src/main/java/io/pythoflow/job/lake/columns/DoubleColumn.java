package io.pythoflow.job.lake.columns;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.statistics.Statistics;
import org.jspecify.annotations.Nullable;

/**
 * Measured values. A sensor's has two or three digits, so that few of them are different and a page
 * of references is a quarter as large and much sooner compressed; what is computed, a mean say,
 * hardly ever repeats and is stored as it is.
 */
final class DoubleColumn extends LeafColumn {

    private double[] values = new double[16];
    private int count;

    private final DoubleDictionary dictionary = new DoubleDictionary();

    DoubleColumn(ColumnDescriptor column) {
        super(column);
    }

    @Override
    public void addDouble(int repetitionLevel, double value) {
        addPresent(repetitionLevel);
        if (count == values.length) {
            values = Arrays.copyOf(values, 2 * count);
        }
        values[count++] = value;
    }

    @Override
    long pageBytes() {
        return (long) Double.BYTES * count;
    }

    @Override
    long dictionaryBytes() {
        return dictionary.bytes();
    }

    @Override
    EncodedValues encode(Statistics<?> statistics) throws IOException {
        double least = Double.POSITIVE_INFINITY;
        double greatest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < count; i++) {
            least = Math.min(least, values[i]);
            greatest = Math.max(greatest, values[i]);
        }
        statistics.updateStats(least);
        statistics.updateStats(greatest);
        BytesInput references = dictionary.references(values, count);
        return references != null
                ? new EncodedValues(Encoding.RLE_DICTIONARY, references)
                : new EncodedValues(Encoding.PLAIN, BytesInput.from(plain(values, count)));
    }

    static byte[] plain(double[] values, int count) {
        byte[] bytes = new byte[Double.BYTES * count];
        ByteBuffer.wrap(bytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .asDoubleBuffer()
                .put(values, 0, count);
        return bytes;
    }

    @Override
    void clearValues() {
        count = 0;
    }

    @Override
    @Nullable DictionaryPage endDictionary() {
        return dictionary.end();
    }
}
