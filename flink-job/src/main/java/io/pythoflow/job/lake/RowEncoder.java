package io.pythoflow.job.lake;

import io.pythoflow.contract.table.ColumnType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.jspecify.annotations.Nullable;

/**
 * Encodes rows of one table one after another, for state. A row is its present columns, each the
 * index of the column plus one and its value, and a zero. Since columns are only ever added at the
 * end of a table, a newer job reads what an older one encoded.
 *
 * <p>Strings that repeat are written once and referred to by number, so that encoding a row costs a
 * look-up for each of them and decoding it nothing.
 */
final class RowEncoder implements RowConsumer {

    static final int END_OF_ROW = 0;

    /** In front of a string that is never referred to. */
    static final int SINGLE = 0;

    /** In front of a string that gets the next number. */
    static final int FIRST = 1;

    /** Number of the first string, as a reference to it is written. */
    static final int REFERENCES = 2;

    static final int END_OF_MAP = 0;
    static final int NUMBER_ENTRY = 1;
    static final int STRING_ENTRY = 2;

    private static final int INITIAL_BYTES = 512;

    private final List<ColumnType> types;
    private final DataOutputSerializer out = new DataOutputSerializer(INITIAL_BYTES);
    private final Map<String, Integer> numbers = new HashMap<>();

    private int rows;
    private ColumnType openMap = ColumnType.STRING_DOUBLE_MAP;

    RowEncoder(List<ColumnType> types) {
        this.types = types;
    }

    void add(LakeRow row) {
        row.write(this);
        varint(END_OF_ROW);
        rows++;
    }

    int rows() {
        return rows;
    }

    int size() {
        return out.length();
    }

    byte[] copyOfBytes() {
        return out.getCopyOfBuffer();
    }

    void clear() {
        out.clear();
        numbers.clear();
        rows = 0;
    }

    @Override
    public void string(int column, @Nullable String value) {
        if (value != null) {
            open(column, ColumnType.STRING);
            varint(SINGLE);
            text(value);
        }
    }

    @Override
    public void repeatingString(int column, @Nullable String value) {
        if (value != null) {
            open(column, ColumnType.STRING);
            repeating(value);
        }
    }

    @Override
    public void bool(int column, boolean value) {
        open(column, ColumnType.BOOLEAN);
        varint(value ? 1 : 0);
    }

    @Override
    public void integer(int column, int value) {
        open(column, ColumnType.INT);
        try {
            out.writeInt(value);
        } catch (IOException e) {
            throw outOfMemory(e);
        }
    }

    @Override
    public void bigint(int column, long value) {
        open(column, ColumnType.BIGINT);
        fixed(value);
    }

    @Override
    public void real(int column, double value) {
        open(column, ColumnType.DOUBLE);
        fixed(Double.doubleToRawLongBits(value));
    }

    @Override
    public void timestamp(int column, long epochMillis) {
        open(column, ColumnType.TIMESTAMP);
        fixed(epochMillis);
    }

    @Override
    public void binary(int column, byte[] value) {
        open(column, ColumnType.BINARY);
        bytes(value);
    }

    @Override
    public void strings(int column, List<String> values) {
        open(column, ColumnType.STRING_ARRAY);
        varint(values.size());
        for (String value : values) {
            repeating(value);
        }
    }

    @Override
    public void openMap(int column) {
        openMap =
                types.get(column) == ColumnType.STRING_STRING_MAP
                        ? ColumnType.STRING_STRING_MAP
                        : ColumnType.STRING_DOUBLE_MAP;
        open(column, openMap);
    }

    @Override
    public void entry(String key, double value) {
        openEntry(NUMBER_ENTRY, key, ColumnType.STRING_DOUBLE_MAP);
        fixed(Double.doubleToRawLongBits(value));
    }

    @Override
    public void entry(String key, String value) {
        openEntry(STRING_ENTRY, key, ColumnType.STRING_STRING_MAP);
        repeating(value);
    }

    private void openEntry(int code, String key, ColumnType type) {
        if (openMap != type) {
            throw new UnsupportedOperationException(
                    "Entry '%s' is of %s, and the open column is %s".formatted(key, type, openMap));
        }
        varint(code);
        repeating(key);
    }

    @Override
    public void closeMap() {
        varint(END_OF_MAP);
    }

    private void open(int column, ColumnType type) {
        if (types.get(column) != type) {
            throw new UnsupportedOperationException(
                    "Column %d is %s and was given %s".formatted(column, types.get(column), type));
        }
        varint(column + 1);
    }

    private void repeating(String value) {
        Integer number = numbers.putIfAbsent(value, numbers.size());
        if (number == null) {
            varint(FIRST);
            text(value);
        } else {
            varint(REFERENCES + number);
        }
    }

    private void text(String value) {
        bytes(value.getBytes(StandardCharsets.UTF_8));
    }

    private void bytes(byte[] value) {
        varint(value.length);
        try {
            out.write(value);
        } catch (IOException e) {
            throw outOfMemory(e);
        }
    }

    /** Seven bits a byte, the lowest first; all but the last have the highest bit set. */
    private void varint(int value) {
        int rest = value;
        try {
            while ((rest & ~0x7F) != 0) {
                out.writeByte((rest & 0x7F) | 0x80);
                rest >>>= 7;
            }
            out.writeByte(rest);
        } catch (IOException e) {
            throw outOfMemory(e);
        }
    }

    private void fixed(long value) {
        try {
            out.writeLong(value);
        } catch (IOException e) {
            throw outOfMemory(e);
        }
    }

    /** The only way in which writing to memory fails. */
    private static UncheckedIOException outOfMemory(IOException e) {
        return new UncheckedIOException("Cannot encode a row", e);
    }
}
