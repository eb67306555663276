package io.pythoflow.job.lake.columns;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.filter2.compat.FilterCompat;
import org.apache.parquet.filter2.predicate.FilterApi;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written here, read by Parquet's own reader. */
class ColumnFileTest {

    /** More than a few pages of a column hold. */
    private static final int MANY_ROWS = 70_000;

    /** Gives the columns of one row. */
    private interface RowWriter {
        void write(int number, long row, List<LeafColumn> columns);
    }

    /** Takes from a row what a test looks at. */
    private interface Field<T> {
        T of(Group row);
    }

    @TempDir Path folder;

    private Path path;

    @BeforeEach
    void nameTheFile() {
        path = folder.resolve("file.parquet");
    }

    @Test
    void everyKindOfColumnComesBackWithItsNullsWhereTheyWere() throws Exception {
        MessageType schema =
                MessageTypeParser.parseMessageType(
                        """
                        message every_kind {
                          optional binary text (STRING);
                          optional double amount;
                          optional int64 big;
                          optional int32 small;
                          optional boolean yes;
                          optional binary bytes;
                        }
                        """);
        write(
                schema,
                MANY_ROWS,
                (number, row, columns) -> {
                    Sample sample = Sample.of(number);
                    for (int i = 0; i < columns.size(); i++) {
                        if (sample.isThere(i)) {
                            columns.get(i).startRow(row);
                        }
                    }
                    if (sample.isThere(0)) {
                        columns.get(0).addRepeating(0, sample.text());
                    }
                    if (sample.isThere(1)) {
                        columns.get(1).addDouble(0, sample.amount());
                    }
                    if (sample.isThere(2)) {
                        columns.get(2).addLong(0, sample.big());
                    }
                    if (sample.isThere(3)) {
                        columns.get(3).addInteger(0, sample.small());
                    }
                    if (sample.isThere(4)) {
                        columns.get(4).addBoolean(0, sample.yes());
                    }
                    if (sample.isThere(5)) {
                        columns.get(5).addBytes(0, sample.id().getBytes(UTF_8));
                    }
                });

        assertThat(read(Group::toString))
                .isEqualTo(
                        IntStream.range(0, MANY_ROWS)
                                .mapToObj(number -> Sample.of(number).asRead())
                                .toList());
    }

    /**
     * One value for each column.
     *
     * @param there bits of the columns that are not null
     */
    private record Sample(
            int there, String text, double amount, long big, int small, boolean yes, String id) {

        static Sample of(int number) {
            SplittableRandom random = new SplittableRandom(number);
            return new Sample(
                    random.nextInt() & (number % 10_000 < 5_000 ? 0b111111 : 0b110001),
                    "sensor-" + random.nextInt(500),
                    random.nextInt(1_000) / 10.0,
                    random.nextLong(),
                    random.nextInt(),
                    random.nextBoolean(),
                    "id-" + number);
        }

        boolean isThere(int column) {
            return ((there >> column) & 1) == 1;
        }

        String asRead() {
            List<String> lines =
                    List.of(
                            "text: " + text + "\n",
                            "amount: " + amount + "\n",
                            "big: " + big + "\n",
                            "small: " + small + "\n",
                            "yes: " + yes + "\n",
                            "bytes: " + id + "\n");
            return IntStream.range(0, lines.size())
                    .filter(this::isThere)
                    .mapToObj(lines::get)
                    .collect(Collectors.joining());
        }
    }

    @Test
    void listsAndMapsOfEveryLengthComeBackAcrossPages() throws Exception {
        MessageType schema =
                MessageTypeParser.parseMessageType(
                        """
                        message nested {
                          optional group words (LIST) {
                            repeated group list {
                              optional binary element (STRING);
                            }
                          }
                          optional group amounts (MAP) {
                            repeated group key_value {
                              required binary key (STRING);
                              optional double value;
                            }
                          }
                        }
                        """);
        write(
                schema,
                MANY_ROWS,
                (number, row, columns) -> {
                    int length = number % 5 - 1;
                    if (length < 0) {
                        return;
                    }
                    LeafColumn words = columns.get(0);
                    LeafColumn keys = columns.get(1);
                    LeafColumn values = columns.get(2);
                    List.of(words, keys, values).forEach(column -> column.startRow(row));
                    if (length == 0) {
                        List.of(words, keys, values).forEach(column -> column.addNone(0, 1));
                    }
                    for (int i = 0; i < length; i++) {
                        int repetition = i == 0 ? 0 : 1;
                        words.addRepeating(repetition, "w" + i);
                        keys.addRepeating(repetition, "k" + i);
                        if (i == 1) {
                            values.addNone(repetition, 2);
                        } else {
                            values.addDouble(repetition, number + i / 10.0);
                        }
                    }
                });

        List<String> expected = new ArrayList<>();
        for (int number = 0; number < MANY_ROWS; number++) {
            int length = number % 5 - 1;
            StringBuilder row = new StringBuilder();
            if (length >= 0) {
                row.append("words\n");
                for (int i = 0; i < length; i++) {
                    row.append("  list\n    element: w").append(i).append('\n');
                }
                row.append("amounts\n");
                for (int i = 0; i < length; i++) {
                    row.append("  key_value\n    key: k").append(i).append('\n');
                    if (i != 1) {
                        row.append("    value: ").append(number + i / 10.0).append('\n');
                    }
                }
            }
            expected.add(row.toString());
        }
        assertThat(read(Group::toString)).isEqualTo(expected);
    }

    @Test
    void aColumnThatIsNeverGivenTakesNoRoom() throws Exception {
        write(
                MessageTypeParser.parseMessageType(
                        "message m { optional double there; optional double never; }"),
                MANY_ROWS,
                (number, row, columns) -> {
                    columns.get(0).startRow(row);
                    columns.get(0).addDouble(0, number);
                });

        ColumnChunkMetaData never = chunk(1);
        assertThat(never.getStatistics().getNumNulls()).isEqualTo(MANY_ROWS);
        assertThat(never.getStatistics().hasNonNullValue()).isFalse();
        assertThat(never.getTotalSize()).isLessThan(100);
    }

    @Test
    void measuredValuesAreNumberedAndComputedOnesStoredAsTheyAre() throws Exception {
        write(
                MessageTypeParser.parseMessageType(
                        "message m { optional double measured; optional double computed; }"),
                MANY_ROWS,
                (number, row, columns) -> {
                    columns.forEach(column -> column.startRow(row));
                    columns.get(0).addDouble(0, measured(number));
                    columns.get(1).addDouble(0, Math.sin(number));
                });

        assertThat(chunk(0).getEncodings()).contains(Encoding.RLE_DICTIONARY);
        assertThat(chunk(1).getEncodings())
                .contains(Encoding.PLAIN)
                .doesNotContain(Encoding.RLE_DICTIONARY);
        assertThat(chunk(0).getTotalSize()).isLessThan(chunk(1).getTotalSize() / 4);
        assertThat(read(row -> row.getDouble("measured", 0)))
                .isEqualTo(rows(ColumnFileTest::measured));
        assertThat(read(row -> row.getDouble("computed", 0))).isEqualTo(rows(Math::sin));
    }

    private static double measured(int number) {
        return number % 700 / 10.0;
    }

    @Test
    void valuesThatStopRepeatingAreStoredAsTheyAreFromThenOn() throws Exception {
        Field<Double> value = row -> row.getDouble("value", 0);
        write(
                MessageTypeParser.parseMessageType("message m { optional double value; }"),
                MANY_ROWS,
                (number, row, columns) -> {
                    columns.get(0).startRow(row);
                    columns.get(0).addDouble(0, firstRepeating(number));
                });

        assertThat(chunk(0).getEncodings()).contains(Encoding.PLAIN, Encoding.RLE_DICTIONARY);
        assertThat(read(value)).isEqualTo(rows(ColumnFileTest::firstRepeating));
    }

    private static double firstRepeating(int number) {
        return number < 30_000 ? number % 100 : Math.sin(number);
    }

    @Test
    void zeroKeepsItsSign() throws Exception {
        write(
                MessageTypeParser.parseMessageType("message m { optional double value; }"),
                100,
                (number, row, columns) -> {
                    columns.get(0).startRow(row);
                    columns.get(0).addDouble(0, number % 2 == 0 ? 0.0 : -0.0);
                });

        assertThat(read(row -> 1 / row.getDouble("value", 0)))
                .hasSize(100)
                .startsWith(Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY);
    }

    @Test
    void textsThatFillTheDictionaryGoOnOneByOne() throws Exception {
        write(
                MessageTypeParser.parseMessageType("message m { optional binary text (STRING); }"),
                MANY_ROWS,
                (number, row, columns) -> {
                    columns.get(0).startRow(row);
                    columns.get(0).addRepeating(0, text(number));
                });

        assertThat(chunk(0).getEncodings())
                .contains(Encoding.RLE_DICTIONARY, Encoding.DELTA_BYTE_ARRAY);
        assertThat(read(row -> row.getString("text", 0)))
                .isEqualTo(IntStream.range(0, MANY_ROWS).mapToObj(ColumnFileTest::text).toList());
    }

    private static String text(int number) {
        return "a text of its own, number " + number;
    }

    @Test
    void theBoundsOfTextsAreThoseOfTheirBytes() throws Exception {
        List<String> texts = List.of("zebra", "Ähre", "", "a", "😀", "水");
        write(
                MessageTypeParser.parseMessageType(
                        "message m { optional binary repeating (STRING);"
                                + " optional binary single (STRING); }"),
                texts.size(),
                (number, row, columns) -> {
                    columns.forEach(column -> column.startRow(row));
                    columns.get(0).addRepeating(0, texts.get(number));
                    columns.get(1).addSingle(0, texts.get(number));
                });

        for (int column = 0; column < 2; column++) {
            assertThat(chunk(column).getStatistics().getMinBytes()).isEmpty();
            assertThat(chunk(column).getStatistics().getMaxBytes()).isEqualTo("😀".getBytes(UTF_8));
        }
    }

    @Test
    void whatIsTooLargeForARowGroupGoesOnInTheNext() throws Exception {
        int rows = 40;
        MessageType schema =
                MessageTypeParser.parseMessageType(
                        "message m { optional int32 number; optional binary bytes; }");
        write(
                schema,
                rows,
                (number, row, columns) -> {
                    columns.forEach(column -> column.startRow(row));
                    columns.get(0).addInteger(0, number);
                    columns.get(1).addBytes(0, megabyte(number));
                });

        List<BlockMetaData> groups = groups();
        assertThat(groups).hasSizeGreaterThan(2);
        assertThat(groups.stream().mapToLong(BlockMetaData::getRowCount).sum()).isEqualTo(rows);
        assertThat(read(row -> row.getInteger("number", 0)))
                .isEqualTo(IntStream.range(0, rows).boxed().toList());
        assertThat(
                        read(
                                row ->
                                        row.getBinary("bytes", 0)
                                                .equals(
                                                        Binary.fromConstantByteArray(
                                                                megabyte(
                                                                        row.getInteger(
                                                                                "number", 0))))))
                .containsOnly(true);
    }

    private static byte[] megabyte(int seed) {
        byte[] bytes = new byte[1 << 20];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    @Test
    void aReaderThatFiltersLooksAtThePagesThatMatter() throws Exception {
        write(
                MessageTypeParser.parseMessageType("message m { optional int64 at; }"),
                MANY_ROWS,
                (number, row, columns) -> {
                    columns.get(0).startRow(row);
                    columns.get(0).addLong(0, number);
                });

        ParquetReadOptions options =
                ParquetReadOptions.builder(new PlainParquetConfiguration())
                        .withRecordFilter(
                                FilterCompat.get(
                                        FilterApi.gt(FilterApi.longColumn("at"), MANY_ROWS - 10L)))
                        .build();
        try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(path), options)) {
            assertThat(reader.readNextFilteredRowGroup().getRowCount())
                    .isBetween(9L, MANY_ROWS / 3L);
        }
    }

    @Test
    void aRowThatWasNotEndedIsNoRowOfAFile() throws Exception {
        ColumnFile file =
                open(MessageTypeParser.parseMessageType("message m { optional double value; }"));
        LeafColumn column = file.columns().get(0);
        column.startRow(file.row());
        column.addDouble(0, 1.0);
        file.endRow();
        column.startRow(file.row());

        assertThatThrownBy(file::close)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("Column value holds a part of a row that was never ended");
    }

    @Test
    void aValueOfAnotherTypeIsRefused() throws Exception {
        ColumnFile file =
                open(
                        MessageTypeParser.parseMessageType(
                                "message m { optional int32 small; optional int64 big; }"));

        assertThatThrownBy(() -> file.columns().get(0).addLong(0, 1L))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessage("Column small cannot hold a long");
        assertThatThrownBy(() -> file.columns().get(1).addInteger(0, 1))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessage("Column big cannot hold an int");
        assertThatThrownBy(() -> file.columns().get(1).addSingle(0, "1"))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessage("Column big cannot hold text");
    }

    private static List<Double> rows(IntToDoubleFunction value) {
        return IntStream.range(0, MANY_ROWS).mapToDouble(value).boxed().toList();
    }

    private void write(MessageType schema, int rows, RowWriter writer) throws IOException {
        try (ColumnFile file = open(schema)) {
            for (int number = 0; number < rows; number++) {
                writer.write(number, file.row(), file.columns());
                file.endRow();
            }
        }
    }

    private ColumnFile open(MessageType schema) throws IOException {
        return new ColumnFile(new LocalOutputFile(path), schema, new NoCompression(), Map.of(), 10);
    }

    private List<BlockMetaData> groups() throws IOException {
        try (ParquetFileReader reader = reader()) {
            return reader.getRowGroups();
        }
    }

    private ColumnChunkMetaData chunk(int column) throws IOException {
        return groups().get(0).getColumns().get(column);
    }

    private <T> List<T> read(Field<T> field) throws IOException {
        List<T> values = new ArrayList<>();
        try (ParquetFileReader reader = reader()) {
            MessageType schema = reader.getFileMetaData().getSchema();
            for (@Nullable PageReadStore pages = reader.readNextRowGroup();
                    pages != null;
                    pages = reader.readNextRowGroup()) {
                RecordReader<Group> rows =
                        new ColumnIOFactory()
                                .getColumnIO(schema)
                                .getRecordReader(pages, new GroupRecordConverter(schema));
                for (long row = 0; row < pages.getRowCount(); row++) {
                    values.add(field.of(rows.read()));
                }
            }
        }
        return values;
    }

    private ParquetFileReader reader() throws IOException {
        return ParquetFileReader.open(
                new LocalInputFile(path),
                ParquetReadOptions.builder(new PlainParquetConfiguration()).build());
    }
}
