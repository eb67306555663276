package io.pythoflow.job.lake;

import io.pythoflow.contract.table.ColumnType;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decodes what {@link RowEncoder} encoded, one row after another, as they are written. */
final class RowDecoder implements LakeRow {

    private final List<ColumnType> types;
    private final long partitionTime;
    private final ByteBuffer in;
    private final List<String> strings = new ArrayList<>();
    private final ReleasedChunks released;

    /**
     * @param partitionTime of all rows, exact to the hour
     * @param released what their file holds
     */
    RowDecoder(
            List<ColumnType> types, long partitionTime, byte[] encoded, ReleasedChunks released) {
        this.types = types;
        this.partitionTime = partitionTime;
        this.in = ByteBuffer.wrap(encoded);
        this.released = released;
    }

    @Override
    public ReleasedChunks released() {
        return released;
    }

    @Override
    public long partitionTime() {
        return partitionTime;
    }

    /** Passes over the next row. */
    void skip() {
        write(Nobody.INSTANCE);
    }

    /** Hands over the next row. */
    @Override
    public void write(RowConsumer columns) {
        int field = varint();
        while (field != RowEncoder.END_OF_ROW) {
            column(field - 1, columns);
            field = varint();
        }
    }

    private void column(int column, RowConsumer columns) {
        if (column >= types.size()) {
            throw new IllegalStateException(
                    "Rows in the state have a column %d, and the table has %d: resume with the job that wrote it, or a newer one"
                            .formatted(column, types.size()));
        }
        switch (types.get(column)) {
            case STRING -> string(column, columns);
            case BOOLEAN -> columns.bool(column, varint() == 1);
            case INT -> columns.integer(column, in.getInt());
            case BIGINT -> columns.bigint(column, in.getLong());
            case DOUBLE -> columns.real(column, in.getDouble());
            case TIMESTAMP -> columns.timestamp(column, in.getLong());
            case BINARY -> columns.binary(column, bytes());
            case STRING_ARRAY -> columns.strings(column, repeatingStrings());
            case STRING_DOUBLE_MAP, STRING_STRING_MAP -> map(column, columns);
        }
    }

    private void string(int column, RowConsumer columns) {
        int code = varint();
        if (code == RowEncoder.SINGLE) {
            columns.string(column, text());
        } else {
            columns.repeatingString(column, repeating(code));
        }
    }

    private List<String> repeatingStrings() {
        int size = varint();
        List<String> values = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            values.add(repeating(varint()));
        }
        return values;
    }

    private void map(int column, RowConsumer columns) {
        columns.openMap(column);
        int code = varint();
        while (code != RowEncoder.END_OF_MAP) {
            String key = repeating(varint());
            switch (code) {
                case RowEncoder.NUMBER_ENTRY -> columns.entry(key, in.getDouble());
                case RowEncoder.STRING_ENTRY -> columns.entry(key, repeating(varint()));
                default ->
                        throw new IllegalStateException(
                                "Unknown kind of map entry in the state: " + code);
            }
            code = varint();
        }
        columns.closeMap();
    }

    private String repeating(int code) {
        if (code == RowEncoder.FIRST) {
            String value = text();
            strings.add(value);
            return value;
        }
        return strings.get(code - RowEncoder.REFERENCES);
    }

    private String text() {
        return new String(bytes(), StandardCharsets.UTF_8);
    }

    private byte[] bytes() {
        byte[] value = new byte[varint()];
        in.get(value);
        return value;
    }

    private int varint() {
        int value = 0;
        int shift = 0;
        int next = in.get();
        while (next < 0) {
            value |= (next & 0x7F) << shift;
            shift += 7;
            next = in.get();
        }
        return value | next << shift;
    }

    /** Takes what nobody wants. */
    private static final class Nobody implements RowConsumer {

        static final Nobody INSTANCE = new Nobody();

        @Override
        public void string(int column, @Nullable String value) {}

        @Override
        public void repeatingString(int column, @Nullable String value) {}

        @Override
        public void bool(int column, boolean value) {}

        @Override
        public void integer(int column, int value) {}

        @Override
        public void bigint(int column, long value) {}

        @Override
        public void real(int column, double value) {}

        @Override
        public void timestamp(int column, long epochMillis) {}

        @Override
        public void binary(int column, byte[] value) {}

        @Override
        public void strings(int column, List<String> values) {}

        @Override
        public void openMap(int column) {}

        @Override
        public void entry(String key, double value) {}

        @Override
        public void entry(String key, String value) {}

        @Override
        public void closeMap() {}
    }
}
