package io.pythoflow.job.lake.columns;

import java.io.IOException;
import java.util.Arrays;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.bytes.BytesUtils;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DictionaryPage;
import org.jspecify.annotations.Nullable;

/** Numbers the different values of a row group, as long as that makes its pages smaller. */
final class DoubleDictionary {

    private static final int MOST_ENTRIES = 16 << 10;

    /** After so many values it shows whether they repeat. */
    private static final int SAMPLE = 8 << 10;

    private static final int FIRST_SLOTS = 64;

    /** 2^64 divided by the golden ratio: spreads bits that differ anywhere to the highest ones. */
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private double[] entries = new double[FIRST_SLOTS / 2];
    private int size;

    /** Number of the entry in a slot, plus one; 0 where there is none. */
    private int[] slots = new int[FIRST_SLOTS];

    private int[] numbers = new int[0];
    private boolean givenUp;

    /** The page's values as numbers of entries, or null if they are better stored themselves. */
    @Nullable BytesInput references(double[] values, int count) throws IOException {
        if (givenUp) {
            return null;
        }
        int known = size;
        if (!number(values, count)) {
            size = known;
            givenUp = true;
            return null;
        }
        int width = BytesUtils.getWidthFromMaxInt(size - 1);
        HybridEncoder encoder = new HybridEncoder(width, count);
        encoder.addAll(numbers, count);
        return BytesInput.concat(BytesInput.from(new byte[] {(byte) width}), encoder.bytes());
    }

    private boolean number(double[] values, int count) {
        if (numbers.length < count) {
            numbers = new int[values.length];
        }
        int known = size;
        for (int i = 0; i < count; i++) {
            numbers[i] = numberOf(values[i]);
            if (size > MOST_ENTRIES || (i == SAMPLE && size - known > SAMPLE * 3 / 4)) {
                return false;
            }
        }
        return (size - known) * 2L < count;
    }

    private int numberOf(double value) {
        long bits = Double.doubleToRawLongBits(value);
        int mask = slots.length - 1;
        int slot = (int) ((bits * GOLDEN) >>> 40) & mask;
        while (slots[slot] != 0) {
            int number = slots[slot] - 1;
            if (Double.doubleToRawLongBits(entries[number]) == bits) {
                return number;
            }
            slot = (slot + 1) & mask;
        }
        if (size == entries.length) {
            grow();
            return numberOf(value);
        }
        entries[size] = value;
        slots[slot] = size + 1;
        return size++;
    }

    private void grow() {
        entries = Arrays.copyOf(entries, 2 * size);
        slots = new int[4 * size];
        int known = size;
        size = 0;
        for (int i = 0; i < known; i++) {
            numberOf(entries[i]);
        }
    }

    long bytes() {
        return (long) Double.BYTES * size;
    }

    /** The entries, if a page refers to them; the next row group begins anew. */
    @Nullable DictionaryPage end() {
        DictionaryPage page =
                size == 0
                        ? null
                        : new DictionaryPage(
                                BytesInput.from(DoubleColumn.plain(entries, size)),
                                size,
                                Encoding.PLAIN);
        size = 0;
        Arrays.fill(slots, 0);
        givenUp = false;
        return page;
    }
}
