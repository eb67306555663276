package io.pythoflow.job.lake;

import io.pythoflow.job.lake.columns.ColumnFile;
import io.pythoflow.job.lake.columns.LeafColumn;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/** Writes the columns of one row after another into one Parquet file. */
final class ParquetRows implements RowConsumer, Closeable {

    /** Repetition levels: of what begins a row, and what continues its list or map. */
    private static final int FIRST = 0;

    private static final int NEXT = 1;

    /** Definition levels: of a list or map in which nothing is, and of an entry without value. */
    private static final int EMPTY = 1;

    private static final int NO_VALUE = 2;

    private final ColumnFile file;
    private final LeafColumn[] leaves;

    /** By column of the table, the leaf of its values; of a map that of its keys, then values. */
    private final int[] firstLeaf;

    private long row;
    private int openMap;
    private int entryRepetition;

    ParquetRows(MessageType schema, ColumnFile file) {
        this.file = file;
        this.leaves = file.columns().toArray(LeafColumn[]::new);
        this.firstLeaf = new int[schema.getFieldCount()];
        int leaf = 0;
        for (int column = 0; column < firstLeaf.length; column++) {
            firstLeaf[column] = leaf;
            leaf += leavesOf(schema.getType(column));
        }
    }

    private static int leavesOf(Type type) {
        return type.isPrimitive()
                ? 1
                : type.asGroupType().getFields().stream().mapToInt(ParquetRows::leavesOf).sum();
    }

    void write(LakeRow lakeRow) throws IOException {
        row = file.row();
        lakeRow.write(this);
        file.endRow();
    }

    long bufferedBytes() {
        return file.bufferedBytes();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    @Override
    public void string(int column, @Nullable String value) {
        if (value != null) {
            open(column).addSingle(FIRST, value);
        }
    }

    @Override
    public void repeatingString(int column, @Nullable String value) {
        if (value != null) {
            open(column).addRepeating(FIRST, value);
        }
    }

    @Override
    public void binary(int column, byte[] value) {
        open(column).addBytes(FIRST, value);
    }

    @Override
    public void bool(int column, boolean value) {
        open(column).addBoolean(FIRST, value);
    }

    @Override
    public void integer(int column, int value) {
        open(column).addInteger(FIRST, value);
    }

    @Override
    public void bigint(int column, long value) {
        open(column).addLong(FIRST, value);
    }

    @Override
    public void timestamp(int column, long epochMillis) {
        bigint(column, epochMillis);
    }

    @Override
    public void real(int column, double value) {
        if (!Double.isNaN(value)) {
            open(column).addDouble(FIRST, value);
        }
    }

    @Override
    public void strings(int column, List<String> values) {
        LeafColumn elements = open(column);
        if (values.isEmpty()) {
            elements.addNone(FIRST, EMPTY);
        }
        int repetition = FIRST;
        for (String value : values) {
            elements.addRepeating(repetition, value);
            repetition = NEXT;
        }
    }

    @Override
    public void openMap(int column) {
        openMap = firstLeaf[column];
        keys().startRow(row);
        values().startRow(row);
        entryRepetition = FIRST;
    }

    @Override
    public void entry(String key, double value) {
        if (Double.isNaN(value)) {
            values().addNone(entryRepetition, NO_VALUE);
        } else {
            values().addDouble(entryRepetition, value);
        }
        addKey(key);
    }

    @Override
    public void entry(String key, String value) {
        values().addRepeating(entryRepetition, value);
        addKey(key);
    }

    private void addKey(String key) {
        keys().addRepeating(entryRepetition, key);
        entryRepetition = NEXT;
    }

    @Override
    public void closeMap() {
        if (entryRepetition == FIRST) {
            keys().addNone(FIRST, EMPTY);
            values().addNone(FIRST, EMPTY);
        }
    }

    private LeafColumn keys() {
        return leaves[openMap];
    }

    private LeafColumn values() {
        return leaves[openMap + 1];
    }

    private LeafColumn open(int column) {
        LeafColumn leaf = leaves[firstLeaf[column]];
        leaf.startRow(row);
        return leaf;
    }
}
