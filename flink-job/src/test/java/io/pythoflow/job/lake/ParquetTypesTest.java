package io.pythoflow.job.lake;

import static io.pythoflow.contract.table.ColumnType.BIGINT;
import static io.pythoflow.contract.table.ColumnType.BINARY;
import static io.pythoflow.contract.table.ColumnType.BOOLEAN;
import static io.pythoflow.contract.table.ColumnType.DOUBLE;
import static io.pythoflow.contract.table.ColumnType.INT;
import static io.pythoflow.contract.table.ColumnType.STRING;
import static io.pythoflow.contract.table.ColumnType.STRING_ARRAY;
import static io.pythoflow.contract.table.ColumnType.STRING_DOUBLE_MAP;
import static io.pythoflow.contract.table.ColumnType.STRING_STRING_MAP;
import static io.pythoflow.contract.table.ColumnType.TIMESTAMP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pythoflow.contract.table.Column;
import io.pythoflow.contract.table.TableDefinition;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.io.LocalInputFile;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.FieldSource;

/** Every column type of the contract, written by us and read by DuckDB. */
class ParquetTypesTest {

    private static final TableDefinition EVERY_TYPE =
            new TableDefinition(
                    "every_type",
                    TableDefinition.Root.RAW,
                    "moment",
                    List.of(
                            new Column("text", STRING, "Text"),
                            new Column("yes", BOOLEAN, "Flag"),
                            new Column("number", INT, "Number"),
                            new Column("long_number", BIGINT, "Long number"),
                            new Column("amount", DOUBLE, "Amount"),
                            new Column("moment", TIMESTAMP, "Time"),
                            new Column("bytes", BINARY, "Bytes"),
                            new Column("words", STRING_ARRAY, "Words"),
                            new Column("amounts", STRING_DOUBLE_MAP, "Amounts"),
                            new Column("names", STRING_STRING_MAP, "Names")));

    /** How one row fills its columns; the rows of these tests are functions. */
    private interface Fill extends Serializable {
        void into(RowConsumer columns);
    }

    private static final class Fills implements TableRows<Fill> {

        private static final long serialVersionUID = 1L;

        @Override
        public long partitionTime(Fill row) {
            return Rows.NOON;
        }

        @Override
        public void write(Fill row, RowConsumer columns) {
            row.into(columns);
        }
    }

    @TempDir Path root;

    @Test
    void everyTypeComesBackAsWritten() throws Exception {
        Map<String, @Nullable Object> row =
                readBack(
                        columns -> {
                            columns.string(0, "Größe 水 😀 \u0000 \"quoted\"\n");
                            columns.bool(1, true);
                            columns.integer(2, Integer.MIN_VALUE);
                            columns.bigint(3, Long.MAX_VALUE);
                            columns.real(4, -0.1);
                            columns.timestamp(5, 1_780_315_200_123L);
                            columns.binary(6, new byte[] {0, -1, 127, -128});
                            columns.strings(7, List.of("a", "", "ü"));
                            columns.openMap(8);
                            columns.entry("one", 1);
                            columns.entry("minus", -2.5);
                            columns.closeMap();
                            columns.openMap(9);
                            columns.entry("größe", "水 😀");
                            columns.entry("empty", "");
                            columns.closeMap();
                        },
                        "text, yes, number, long_number, amount, epoch_ms(moment) AS at_ms, moment::VARCHAR"
                                + " AS at_text, hex(bytes) AS bytes, words::VARCHAR AS words,"
                                + " len(words) AS words_count, amounts['one'] AS one,"
                                + " amounts['minus'] AS minus, cardinality(amounts) AS entries,"
                                + " names['größe'] AS size, names['empty'] AS empty,"
                                + " cardinality(names)::BIGINT AS names");

        assertThat(row.get("text")).isEqualTo("Größe 水 😀 \u0000 \"quoted\"\n");
        assertThat(row.get("yes")).isEqualTo(true);
        assertThat(row.get("number")).isEqualTo(Integer.MIN_VALUE);
        assertThat(row.get("long_number")).isEqualTo(Long.MAX_VALUE);
        assertThat(row.get("amount")).isEqualTo(-0.1);
        assertThat(row.get("at_ms")).isEqualTo(1_780_315_200_123L);
        assertThat(row.get("at_text")).isEqualTo("2026-06-01 12:00:00.123+00");
        assertThat(row.get("bytes")).isEqualTo("00FF7F80");
        assertThat(row.get("words")).isEqualTo("[a, '', ü]");
        assertThat(row.get("words_count")).isEqualTo(3L);
        assertThat(row.get("one")).isEqualTo(1.0);
        assertThat(row.get("minus")).isEqualTo(-2.5);
        assertThat(row.get("entries").toString()).isEqualTo("2");
        assertThat(row.get("size")).isEqualTo("水 😀");
        assertThat(row.get("empty")).isEqualTo("");
        assertThat(row.get("names")).isEqualTo(2L);
    }

    @Test
    void aColumnThatIsNotGivenIsNull() throws Exception {
        Map<String, @Nullable Object> row =
                readBack(
                        columns -> {},
                        "text, yes, number, long_number, amount, moment, bytes, words, amounts,"
                                + " names");

        assertThat(row).hasSize(10);
        assertThat(row.values()).containsOnlyNulls();
    }

    @Test
    void aNullGivenForAColumnIsNull() throws Exception {
        Map<String, @Nullable Object> row =
                readBack(
                        columns -> {
                            columns.string(0, null);
                            columns.integer(2, (Integer) null);
                            columns.bigint(3, (Long) null);
                            columns.real(4, (Double) null);
                        },
                        "text, number, long_number, amount");

        assertThat(row.values()).containsOnlyNulls();
    }

    @Test
    void emptyIsNotNull() throws Exception {
        Map<String, @Nullable Object> row =
                readBack(
                        columns -> {
                            columns.repeatingString(0, "");
                            columns.binary(6, new byte[0]);
                            columns.strings(7, List.of());
                            columns.openMap(8);
                            columns.closeMap();
                            columns.openMap(9);
                            columns.closeMap();
                        },
                        "text, octet_length(bytes) AS bytes, len(words) AS words,"
                                + " cardinality(amounts)::BIGINT AS amounts,"
                                + " cardinality(names)::BIGINT AS names");

        assertThat(row)
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("text", "", "bytes", 0L, "words", 0L, "amounts", 0L, "names", 0L));
    }

    @Test
    void whatIsNoNumberIsStoredAsNull() throws Exception {
        Map<String, @Nullable Object> row =
                readBack(
                        columns -> {
                            columns.real(4, Double.NaN);
                            columns.openMap(8);
                            columns.entry("gone", Double.NaN);
                            columns.entry("there", 0);
                            columns.closeMap();
                        },
                        "amount, amounts['gone'] AS gone, amounts['there'] AS there");

        assertThat(row.get("amount")).isNull();
        assertThat(row.get("gone")).isNull();
        assertThat(row.get("there")).isEqualTo(0.0);
    }

    @Test
    void aStringOfAnyLengthAndAnyNumberOfStringsComeBackUnchanged() throws Exception {
        String longText = "é".repeat(200_000);
        TableSink<Fill> sink = sink(EVERY_TYPE);
        try (DrivenSink<Fill> driven = new DrivenSink<>(sink)) {
            driven.write(columns -> columns.string(0, longText));
            for (int i = 0; i < 50_000; i++) {
                String text = "sensor-" + i % 5_000;
                driven.write(columns -> columns.repeatingString(0, text));
            }
            driven.checkpoint();
        }

        assertThat(
                        DuckDb.query(
                                "SELECT count(*) AS n, count(DISTINCT text) AS texts,"
                                        + " max(length(text)) AS longest, count(*) FILTER (text ="
                                        + " 'sensor-4711') AS one FROM "
                                        + DuckDb.parquet(root.resolve("every_type"))))
                .containsExactly(
                        Map.of("n", 50_001L, "texts", 5_001L, "longest", 200_000L, "one", 10L));
    }

    @Test
    void aColumnGivenTwiceInOneRowIsRefused() throws Exception {
        try (DrivenSink<Fill> driven = new DrivenSink<>(sink(EVERY_TYPE))) {
            assertThatThrownBy(
                            () ->
                                    driven.write(
                                            columns -> {
                                                columns.integer(2, 1);
                                                columns.integer(2, 2);
                                            }))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage(
                            "Column number was given twice in one row; give every column at most"
                                    + " once");
        }
    }

    @Test
    void anEntryOfTheOtherKindOfMapIsRefused() throws Exception {
        for (Fill fill :
                List.<Fill>of(
                        columns -> {
                            columns.openMap(8);
                            columns.entry("word", "is none");
                        },
                        columns -> {
                            columns.openMap(9);
                            columns.entry("number", 1);
                        })) {
            try (DrivenSink<Fill> driven = new DrivenSink<>(sink(EVERY_TYPE))) {
                assertThatThrownBy(() -> driven.write(fill))
                        .isInstanceOf(UnsupportedOperationException.class);
            }
        }
    }

    @Test
    void theSchemaOfEveryTypeIsTheOnePromised() throws Exception {
        readBack(columns -> {}, "text");

        assertThat(footer("every_type").getFileMetaData().getSchema())
                .hasToString(
                        """
                        message every_type {
                          optional binary text (STRING);
                          optional boolean yes;
                          optional int32 number;
                          optional int64 long_number;
                          optional double amount;
                          optional int64 moment (TIMESTAMP(MILLIS,true));
                          optional binary bytes;
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
                          optional group names (MAP) {
                            repeated group key_value {
                              required binary key (STRING);
                              optional binary value (STRING);
                            }
                          }
                        }
                        """);
    }

    @ParameterizedTest
    @FieldSource("io.pythoflow.contract.table.Tables#ALL")
    void everyTableHasItsColumnsInTheOrderOfTheCatalogueAndZstdInside(TableDefinition table)
            throws Exception {
        try (DrivenSink<Fill> driven = new DrivenSink<>(sink(table))) {
            driven.write(columns -> {});
            driven.checkpoint();
        }

        ParquetMetadata footer = footer(table.name());
        assertThat(footer.getFileMetaData().getSchema().getFields())
                .extracting(field -> field.getName())
                .containsExactlyElementsOf(table.columns().stream().map(Column::name).toList());
        assertThat(footer.getFileMetaData().getSchema()).isEqualTo(ParquetSchemas.of(table));
        assertThat(footer.getBlocks().get(0).getColumns())
                .extracting(ColumnChunkMetaData::getCodec)
                .containsOnly(CompressionCodecName.ZSTD);
    }

    @ParameterizedTest
    @EnumSource(
            value = CompressionCodecName.class,
            names = {"ZSTD"},
            mode = EnumSource.Mode.EXCLUDE)
    void anotherCodecIsRefusedByName(CompressionCodecName codec) {
        ZstdCodec codecs = new ZstdCodec();

        assertThatThrownBy(() -> codecs.getCompressor(codec))
                .hasMessage("Codec " + codec + " is not supported; the lake's files use ZSTD");
        assertThatThrownBy(() -> codecs.getDecompressor(codec))
                .hasMessage("Codec " + codec + " is not supported; the lake's files use ZSTD");
    }

    private Map<String, @Nullable Object> readBack(Fill row, String columns) throws Exception {
        try (DrivenSink<Fill> driven = new DrivenSink<>(sink(EVERY_TYPE))) {
            driven.write(row);
            driven.checkpoint();
        }
        List<Map<String, @Nullable Object>> rows =
                DuckDb.query(
                        "SELECT "
                                + columns
                                + " FROM "
                                + DuckDb.parquet(root.resolve(EVERY_TYPE.name())));
        assertThat(rows).hasSize(1);
        return rows.get(0);
    }

    private TableSink<Fill> sink(TableDefinition table) {
        return TableSinks.parquet(
                table,
                new org.apache.flink.core.fs.Path(root.toUri()),
                new Fills(),
                TableSettings.writers(4));
    }

    private ParquetMetadata footer(String table) throws IOException {
        try (Stream<Path> files = Files.walk(root.resolve(table))) {
            Optional<Path> file =
                    files.filter(path -> path.toString().endsWith(".parquet")).findFirst();
            ParquetReadOptions options =
                    ParquetReadOptions.builder(new PlainParquetConfiguration())
                            .withCodecFactory(new ZstdCodec())
                            .build();
            try (ParquetFileReader reader =
                    ParquetFileReader.open(new LocalInputFile(file.orElseThrow()), options)) {
                return reader.getFooter();
            }
        }
    }
}
