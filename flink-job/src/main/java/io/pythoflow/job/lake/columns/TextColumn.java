package io.pythoflow.job.lake.columns;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.Arrays;
import java.util.BitSet;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.bytes.BytesUtils;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.io.api.Binary;
import org.jspecify.annotations.Nullable;

/**
 * Texts. What the first of a page is, repeating or single, all of the page are taken for, and
 * stored as numbers of a dictionary, or one by one. A dictionary that is full ends the page.
 */
final class TextColumn extends LeafColumn {

    private final TextDictionary dictionary = new TextDictionary();
    private final SingleValues singles = new SingleValues();

    private int[] numbers = new int[16];
    private int numberCount;

    TextColumn(ColumnDescriptor column) {
        super(column);
    }

    @Override
    public void addRepeating(int repetitionLevel, String value) {
        addPresent(repetitionLevel);
        if (numberCount > 0 || (singles.count() == 0 && !dictionary.isFull())) {
            addNumber(value);
        } else {
            addBytes(value.getBytes(UTF_8));
        }
    }

    @Override
    public void addSingle(int repetitionLevel, String value) {
        addPresent(repetitionLevel);
        if (numberCount > 0) {
            addNumber(value);
        } else {
            addBytes(value.getBytes(UTF_8));
        }
    }

    private void addNumber(String value) {
        if (numberCount == numbers.length) {
            numbers = Arrays.copyOf(numbers, 2 * numberCount);
        }
        numbers[numberCount++] = dictionary.numberOf(value);
        if (dictionary.isFull()) {
            closePage();
        }
    }

    private void addBytes(byte[] value) {
        singles.add(value);
        if (singles.bytes() >= PAGE_BYTES) {
            closePage();
        }
    }

    @Override
    long pageBytes() {
        return (long) Integer.BYTES * numberCount + singles.bytes();
    }

    @Override
    long dictionaryBytes() {
        return dictionary.bytes();
    }

    @Override
    EncodedValues encode(Statistics<?> statistics) throws IOException {
        return numberCount > 0 ? encodeNumbers(statistics) : singles.encode(statistics);
    }

    private EncodedValues encodeNumbers(Statistics<?> statistics) throws IOException {
        long textBytes = updateBounds(statistics);
        int width = BytesUtils.getWidthFromMaxInt(dictionary.size() - 1);
        HybridEncoder encoder = new HybridEncoder(width, numberCount);
        encoder.addAll(numbers, numberCount);
        return new EncodedValues(
                Encoding.RLE_DICTIONARY,
                BytesInput.concat(BytesInput.from(new byte[] {(byte) width}), encoder.bytes()),
                textBytes);
    }

    /** Looks at each different text once. Answers the bytes of all. */
    private long updateBounds(Statistics<?> statistics) {
        BitSet seen = new BitSet(dictionary.size());
        byte[] least = dictionary.bytesOf(numbers[0]);
        byte[] greatest = least;
        long textBytes = 0;
        for (int i = 0; i < numberCount; i++) {
            byte[] text = dictionary.bytesOf(numbers[i]);
            textBytes += text.length;
            if (!seen.get(numbers[i])) {
                seen.set(numbers[i]);
                if (Arrays.compareUnsigned(text, least) < 0) {
                    least = text;
                } else if (Arrays.compareUnsigned(text, greatest) > 0) {
                    greatest = text;
                }
            }
        }
        statistics.updateStats(Binary.fromConstantByteArray(least));
        statistics.updateStats(Binary.fromConstantByteArray(greatest));
        return textBytes;
    }

    @Override
    void clearValues() {
        numberCount = 0;
        singles.clear();
    }

    @Override
    @Nullable DictionaryPage endDictionary() {
        return dictionary.end();
    }
}
