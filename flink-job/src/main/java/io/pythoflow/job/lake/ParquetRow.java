package io.pythoflow.job.lake;

import java.util.Arrays;
import java.util.List;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/** Writes the columns of one row after another into one Parquet file. */
final class ParquetRow implements RowConsumer {

    private static final String LIST = "list";
    private static final String ELEMENT = "element";
    private static final String KEY_VALUE = "key_value";
    private static final String KEY = "key";
    private static final String VALUE = "value";

    private final RecordConsumer out;
    private final Utf8Cache utf8;
    private final String[] names;

    /** The row in which a column was last given, to notice a column given twice. */
    private final long[] lastRow;

    private long row;
    private int mapColumn;
    private boolean mapHasEntries;

    ParquetRow(MessageType schema, RecordConsumer out, Utf8Cache utf8) {
        this.out = out;
        this.utf8 = utf8;
        this.names = schema.getFields().stream().map(Type::getName).toArray(String[]::new);
        this.lastRow = new long[names.length];
        Arrays.fill(lastRow, -1);
    }

    void start() {
        out.startMessage();
    }

    void end() {
        out.endMessage();
        row++;
    }

    @Override
    public void string(int column, @Nullable String value) {
        if (value != null) {
            bytes(column, Binary.fromString(value));
        }
    }

    @Override
    public void repeatingString(int column, @Nullable String value) {
        if (value != null) {
            bytes(column, utf8.encode(value));
        }
    }

    @Override
    public void binary(int column, byte[] value) {
        bytes(column, Binary.fromConstantByteArray(value));
    }

    @Override
    public void bool(int column, boolean value) {
        open(column);
        out.addBoolean(value);
        close(column);
    }

    @Override
    public void integer(int column, int value) {
        open(column);
        out.addInteger(value);
        close(column);
    }

    @Override
    public void bigint(int column, long value) {
        open(column);
        out.addLong(value);
        close(column);
    }

    @Override
    public void timestamp(int column, long epochMillis) {
        bigint(column, epochMillis);
    }

    @Override
    public void real(int column, double value) {
        if (Double.isNaN(value)) {
            return;
        }
        open(column);
        out.addDouble(value);
        close(column);
    }

    @Override
    public void strings(int column, List<String> values) {
        open(column);
        out.startGroup();
        // An empty list is a group without its repeated field; Parquet refuses an empty field.
        if (!values.isEmpty()) {
            out.startField(LIST, 0);
            for (String value : values) {
                out.startGroup();
                out.startField(ELEMENT, 0);
                out.addBinary(utf8.encode(value));
                out.endField(ELEMENT, 0);
                out.endGroup();
            }
            out.endField(LIST, 0);
        }
        out.endGroup();
        close(column);
    }

    @Override
    public void openMap(int column) {
        open(column);
        out.startGroup();
        mapColumn = column;
        mapHasEntries = false;
    }

    @Override
    public void entry(String key, double value) {
        openEntry(key);
        if (!Double.isNaN(value)) {
            out.startField(VALUE, 1);
            out.addDouble(value);
            out.endField(VALUE, 1);
        }
        out.endGroup();
    }

    @Override
    public void entry(String key, String value) {
        openEntry(key);
        out.startField(VALUE, 1);
        out.addBinary(utf8.encode(value));
        out.endField(VALUE, 1);
        out.endGroup();
    }

    private void openEntry(String key) {
        if (!mapHasEntries) {
            out.startField(KEY_VALUE, 0);
            mapHasEntries = true;
        }
        out.startGroup();
        out.startField(KEY, 0);
        out.addBinary(utf8.encode(key));
        out.endField(KEY, 0);
    }

    @Override
    public void closeMap() {
        if (mapHasEntries) {
            out.endField(KEY_VALUE, 0);
        }
        out.endGroup();
        close(mapColumn);
    }

    private void bytes(int column, Binary value) {
        open(column);
        out.addBinary(value);
        close(column);
    }

    private void open(int column) {
        if (lastRow[column] == row) {
            throw new IllegalStateException(
                    "Column "
                            + names[column]
                            + " was given twice in one row; give every column at most once");
        }
        lastRow[column] = row;
        out.startField(names[column], column);
    }

    private void close(int column) {
        out.endField(names[column], column);
    }
}
