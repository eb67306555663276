package io.pythoflow.job.lake;

import io.pythoflow.contract.table.ColumnType;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Decodes what {@link RowEncoder} encoded, one row after another, as they are written. */
final class RowDecoder implements LakeRow {

    private final List<ColumnType> types;
    private final long partitionTime;
    private final ByteBuffer in;
    private final List<String> strings = new ArrayList<>();

    /**
     * @param partitionTime of all rows, exact to the hour
     */
    RowDecoder(List<ColumnType> types, long partitionTime, byte[] encoded) {
        this.types = types;
        this.partitionTime = partitionTime;
        this.in = ByteBuffer.wrap(encoded);
    }

    @Override
    public long partitionTime() {
        return partitionTime;
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
            case STRING_DOUBLE_MAP -> map(column, columns);
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
        while (varint() == RowEncoder.ENTRY) {
            columns.entry(repeating(varint()), in.getDouble());
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
}
