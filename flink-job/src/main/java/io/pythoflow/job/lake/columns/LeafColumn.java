package io.pythoflow.job.lake.columns;

import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageWriter;
import org.apache.parquet.column.statistics.SizeStatistics;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.schema.PrimitiveType;
import org.jspecify.annotations.Nullable;

/**
 * One column of primitive values in a file that is being written. A row's values come after {@link
 * #startRow}; rows that are passed over are null and cost nothing until the next page is encoded.
 *
 * <p>Each value comes with its repetition level: 0 where it is the first of its row, 1 where it
 * continues a list or map.
 */
public abstract class LeafColumn {

    /** What a page holds at most, the values of its last row apart; nulls count as well. */
    private static final int PAGE_VALUES = 20_000;

    static final int PAGE_BYTES = 256 << 10;

    /** Both are left out of the statistics where they would say nothing that a count does not. */
    private static final int FEWEST_REPETITION_LEVELS = 1;

    private static final int FEWEST_DEFINITION_LEVELS = 2;

    private final ColumnDescriptor column;
    private final int present;
    private final Levels repetition;
    private final Levels definition;

    private @Nullable PageWriter pages;

    /** Rows of the row group so far, those included that were passed over. */
    private long rows;

    private int pageRows;
    private int pageValues;
    private int pageNulls;
    private boolean pageFull;

    LeafColumn(ColumnDescriptor column) {
        this.column = column;
        this.present = column.getMaxDefinitionLevel();
        this.repetition = new Levels(column.getMaxRepetitionLevel());
        this.definition = new Levels(present);
    }

    static LeafColumn of(ColumnDescriptor column) {
        return switch (column.getPrimitiveType().getPrimitiveTypeName()) {
            case DOUBLE -> new DoubleColumn(column);
            case INT32, INT64 -> new IntegerColumn(column);
            case BOOLEAN -> new BooleanColumn(column);
            case BINARY -> isText(column) ? new TextColumn(column) : new BytesColumn(column);
            default -> throw new IllegalArgumentException("No table has columns such as " + column);
        };
    }

    private static boolean isText(ColumnDescriptor column) {
        return stringType().equals(column.getPrimitiveType().getLogicalTypeAnnotation());
    }

    /**
     * Turns to a row; its values follow.
     *
     * @param row counted from the start of the row group
     * @throws IllegalStateException if the column already has its values of that row
     */
    public final void startRow(long row) {
        if (row < rows) {
            throw new IllegalStateException(
                    "Column "
                            + column.getPath()[0]
                            + " was given twice in one row; give every column at most once");
        }
        if (pageFull || pageValues >= PAGE_VALUES) {
            writePage();
        }
        if (row > rows) {
            passOver(Math.toIntExact(row - rows));
        }
        rows++;
        pageRows++;
    }

    private void passOver(int missing) {
        repetition.add(0, missing);
        definition.add(0, missing);
        pageNulls += missing;
        pageValues += missing;
        pageRows += missing;
        rows += missing;
    }

    /**
     * What is there in place of a value: an empty list or map, or null in one.
     *
     * @param definitionLevel how much of the column's path there is
     */
    public final void addNone(int repetitionLevel, int definitionLevel) {
        repetition.add(repetitionLevel);
        definition.add(definitionLevel);
        pageNulls++;
        pageValues++;
    }

    /** Called with the levels of every value. */
    final void addPresent(int repetitionLevel) {
        repetition.add(repetitionLevel);
        definition.add(present);
        pageValues++;
    }

    /** The page takes no further row. */
    final void closePage() {
        pageFull = true;
    }

    public void addDouble(int repetitionLevel, double value) {
        throw ofAnotherType("a double");
    }

    public void addInteger(int repetitionLevel, int value) {
        throw ofAnotherType("an int");
    }

    public void addLong(int repetitionLevel, long value) {
        throw ofAnotherType("a long");
    }

    public void addBoolean(int repetitionLevel, boolean value) {
        throw ofAnotherType("a boolean");
    }

    /** Text that many rows share. */
    public void addRepeating(int repetitionLevel, String value) {
        throw ofAnotherType("text");
    }

    /** Text that hardly ever repeats. */
    public void addSingle(int repetitionLevel, String value) {
        throw ofAnotherType("text");
    }

    public void addBytes(int repetitionLevel, byte[] value) {
        throw ofAnotherType("bytes");
    }

    private UnsupportedOperationException ofAnotherType(String given) {
        return new UnsupportedOperationException(
                "Column " + String.join(".", column.getPath()) + " cannot hold " + given);
    }

    /** Begins a row group. */
    final void start(PageWriter pageWriter) {
        pages = pageWriter;
        rows = 0;
    }

    /**
     * Writes what the row group still lacks.
     *
     * @param groupRows of the row group
     */
    final void finish(long groupRows) throws IOException {
        if (rows > groupRows) {
            throw new IllegalStateException(
                    "Column %s holds a part of a row that was never ended"
                            .formatted(column.getPath()[0]));
        }
        passOver(Math.toIntExact(groupRows - rows));
        writePage();
        DictionaryPage dictionary = endDictionary();
        if (dictionary != null) {
            pages().writeDictionaryPage(dictionary);
        }
    }

    /** What waits in memory: the page that is being filled, and those that are compressed. */
    final long bufferedBytes() {
        return pageBytes()
                + dictionaryBytes()
                + repetition.bufferedBytes()
                + definition.bufferedBytes()
                + pages().getMemSize();
    }

    private void writePage() {
        if (pageRows == 0) {
            return;
        }
        try {
            Statistics<?> statistics = Statistics.createStats(column.getPrimitiveType());
            statistics.incrementNumNulls(pageNulls);
            EncodedValues encoded =
                    pageNulls == pageValues ? EncodedValues.NONE : encode(statistics);
            pages().writePageV2(
                            pageRows,
                            pageNulls,
                            pageValues,
                            repetition.encoded(),
                            definition.encoded(),
                            encoded.encoding(),
                            encoded.bytes(),
                            statistics,
                            new SizeStatistics(
                                    column.getPrimitiveType(),
                                    encoded.textBytes(),
                                    repetition.histogram(FEWEST_REPETITION_LEVELS),
                                    definition.histogram(FEWEST_DEFINITION_LEVELS)),
                            null);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write a page of " + column, e);
        }
        repetition.clear();
        definition.clear();
        clearValues();
        pageRows = 0;
        pageValues = 0;
        pageNulls = 0;
        pageFull = false;
    }

    private PageWriter pages() {
        if (pages == null) {
            throw new IllegalStateException("No row group was started");
        }
        return pages;
    }

    final PrimitiveType type() {
        return column.getPrimitiveType();
    }

    /** Bytes that the values of the page take in memory. */
    abstract long pageBytes();

    long dictionaryBytes() {
        return 0;
    }

    /** The page's values, of which there is one at least; their least and greatest are put down. */
    abstract EncodedValues encode(Statistics<?> statistics) throws IOException;

    abstract void clearValues();

    /** What the pages of the row group refer to, if they do; the next row group begins anew. */
    @Nullable DictionaryPage endDictionary() throws IOException {
        return null;
    }

    /**
     * Encoded values of a page.
     *
     * @param textBytes of all values together, where they are bytes; else 0
     */
    record EncodedValues(Encoding encoding, BytesInput bytes, long textBytes) {

        static final EncodedValues NONE = new EncodedValues(Encoding.PLAIN, BytesInput.empty(), 0);

        EncodedValues(Encoding encoding, BytesInput bytes) {
            this(encoding, bytes, 0);
        }
    }
}
