package io.pythoflow.job.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pythoflow.contract.payload.Reading;
import io.pythoflow.contract.table.Column;
import io.pythoflow.contract.table.ColumnType;
import io.pythoflow.contract.table.TableDefinition;
import io.pythoflow.contract.table.Tables;
import io.pythoflow.job.control.decision.Decision;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RowCodecTest {

    @Test
    void everyColumnOfEveryTableComesBackAsItWas() {
        assertComesBack(Tables.READINGS, new ReadingRows(), Rows.fullReading());
        assertComesBack(Tables.READINGS, new ReadingRows(), Rows.sparseReading("s", Rows.NOON));
        assertComesBack(Tables.SENSOR_AGGREGATES, new SensorAggregateRows(), Rows.fullAggregate());
        assertComesBack(
                Tables.SENSOR_AGGREGATES, new SensorAggregateRows(), Rows.sparseAggregate());
        assertComesBack(
                Tables.REJECTED_MESSAGES, new RejectedMessageRows(), Rows.rejectedElement());
        assertComesBack(Tables.GATEWAY_EVENTS, new GatewayEventRows(), ControlRows.fullEvent());
        assertComesBack(Tables.GATEWAY_EVENTS, new GatewayEventRows(), ControlRows.sparseEvent());
        for (Decision decision :
                List.of(
                        ControlRows.fullDecision(),
                        ControlRows.sparseDecision(),
                        ControlRows.barelyKnownOutcome())) {
            assertComesBack(Tables.IRRIGATION_DECISIONS, new DecisionRows(), decision);
        }
    }

    @Test
    void extremeValuesComeBackAsTheyWere() {
        List<ColumnType> types = List.of(ColumnType.values());
        int text = types.indexOf(ColumnType.STRING);
        int map = types.indexOf(ColumnType.STRING_DOUBLE_MAP);
        int words = types.indexOf(ColumnType.STRING_STRING_MAP);
        Consumer<RowConsumer> row =
                columns -> {
                    columns.string(text, "x".repeat(100_000));
                    columns.bool(types.indexOf(ColumnType.BOOLEAN), false);
                    columns.integer(types.indexOf(ColumnType.INT), Integer.MIN_VALUE);
                    columns.bigint(types.indexOf(ColumnType.BIGINT), Long.MIN_VALUE);
                    columns.real(types.indexOf(ColumnType.DOUBLE), Double.NaN);
                    columns.timestamp(types.indexOf(ColumnType.TIMESTAMP), Long.MAX_VALUE);
                    columns.binary(types.indexOf(ColumnType.BINARY), new byte[0]);
                    columns.strings(types.indexOf(ColumnType.STRING_ARRAY), List.of());
                    columns.openMap(map);
                    columns.entry("", -0.0);
                    columns.entry("inf", Double.NEGATIVE_INFINITY);
                    columns.closeMap();
                    columns.openMap(words);
                    columns.entry("", "");
                    columns.entry("long", "x".repeat(100_000));
                    columns.closeMap();
                };

        assertThat(decoded(types, encode(types, row, row))).containsExactly(given(row), given(row));
    }

    @Test
    void stringsThatRepeatAreWrittenOnce() {
        List<ColumnType> types = List.of(ColumnType.STRING);
        Consumer<RowConsumer> row = columns -> columns.repeatingString(0, "a-sensor-of-a-field");

        RowEncoder one = encode(types, row);
        RowEncoder hundred = new RowEncoder(types);
        for (int i = 0; i < 100; i++) {
            hundred.add(new Given(row));
        }

        assertThat(hundred.size() - one.size()).isEqualTo(99 * 3);
        assertThat(decoded(types, hundred)).hasSize(100).containsOnly(given(row));
    }

    @Test
    void rowsOfATableThatHasGrownSinceAreRead() {
        List<ColumnType> before = List.of(ColumnType.BIGINT);
        List<ColumnType> since = List.of(ColumnType.BIGINT, ColumnType.STRING);

        assertThat(decoded(since, encode(before, columns -> columns.bigint(0, 7))))
                .containsExactly(Map.of(0, 7L));
    }

    @Test
    void rowsOfANewerTableAreRefused() {
        List<ColumnType> newer = List.of(ColumnType.BIGINT, ColumnType.STRING);
        RowEncoder rows = encode(newer, columns -> columns.string(1, "later"));

        assertThatThrownBy(() -> decoded(List.of(ColumnType.BIGINT), rows))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("column 1, and the table has 1");
    }

    @Test
    void aValueOfAnotherTypeThanTheColumnsIsRefused() {
        assertThatThrownBy(
                        () -> encode(List.of(ColumnType.STRING), columns -> columns.bigint(0, 1)))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessage("Column 0 is STRING and was given BIGINT");
    }

    @Test
    void anEntryOfTheOtherKindOfMapIsRefused() {
        assertThatThrownBy(
                        () ->
                                encode(
                                        List.of(ColumnType.STRING_DOUBLE_MAP),
                                        columns -> {
                                            columns.openMap(0);
                                            columns.entry("word", "is none");
                                        }))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessage(
                        "Entry 'word' is of STRING_STRING_MAP, and the open column is"
                                + " STRING_DOUBLE_MAP");
        assertThatThrownBy(
                        () ->
                                encode(
                                        List.of(ColumnType.STRING_STRING_MAP),
                                        columns -> {
                                            columns.openMap(0);
                                            columns.entry("number", 1);
                                        }))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageStartingWith("Entry 'number' is of STRING_DOUBLE_MAP");
    }

    @Test
    void aColumnThatIsNoMapIsNotOpenedAsOne() {
        assertThatThrownBy(() -> encode(List.of(ColumnType.STRING), columns -> columns.openMap(0)))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void mapsOfVersion101StayReadable() {
        List<ColumnType> types =
                List.of(ColumnType.STRING_DOUBLE_MAP, ColumnType.STRING_STRING_MAP);
        Consumer<RowConsumer> row =
                columns -> {
                    columns.openMap(0);
                    columns.entry("leaf", 0.5);
                    columns.closeMap();
                    columns.openMap(1);
                    columns.entry("rain", "failed");
                    columns.entry("frost", "failed");
                    columns.closeMap();
                };

        assertThat(HexFormat.of().formatHex(encode(types, row).copyOfBytes()))
                .isEqualTo(MAPS_OF_VERSION_101);
        RowDecoder decoder =
                new RowDecoder(
                        types,
                        0,
                        HexFormat.of().parseHex(MAPS_OF_VERSION_101),
                        ReleasedChunks.NONE);
        assertThat(given(decoder::write)).isEqualTo(given(row));
    }

    @Test
    void anEntryThatOnlyANewerJobKnowsIsRefused() {
        byte[] encoded = HexFormat.of().parseHex(MAPS_OF_VERSION_101);
        encoded[1] = 3;
        RowDecoder decoder =
                new RowDecoder(
                        List.of(ColumnType.STRING_DOUBLE_MAP, ColumnType.STRING_STRING_MAP),
                        0,
                        encoded,
                        ReleasedChunks.NONE);

        assertThatThrownBy(() -> given(decoder::write))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("Unknown kind of map entry in the state: 3");
    }

    /** One row of a map of each kind. */
    private static final String MAPS_OF_VERSION_101 =
            "010101046c6561663fe00000000000000002020104"
                    + "7261696e01066661696c6564020105"
                    + "66726f7374040000";

    @Test
    void whatVersion101EncodedStaysReadable() {
        List<ColumnType> types = Tables.READINGS.columns().stream().map(Column::type).toList();
        RowDecoder decoder =
                new RowDecoder(types, 0, HexFormat.of().parseHex(VERSION_101), ReleasedChunks.NONE);
        TableRows<Reading> rows = new ReadingRows();

        for (long timestamp : List.of(1_780_000_000_000L, 1_780_000_001_000L)) {
            assertThat(given(decoder::write))
                    .isEqualTo(
                            given(
                                    columns ->
                                            rows.write(
                                                    Rows.sparseReading("s1", timestamp), columns)));
        }
    }

    /** Two sparse readings; a change of the encoding needs another version of the state. */
    private static final String VERSION_101 =
            "0201027331050000019e70448800060106696e67657374070000019e704488070a000b403f40000000"
                    + "00001b001c001d011a69727269676174696f6e2f73656e736f72732f67312f64617461000202"
                    + "050000019e70448be80603070000019e70448bef0a000b403f4000000000001b001c001d0400";

    private static <T> void assertComesBack(TableDefinition table, TableRows<T> rows, T row) {
        List<ColumnType> types = table.columns().stream().map(Column::type).toList();
        Consumer<RowConsumer> written = columns -> rows.write(row, columns);

        assertThat(decoded(types, encode(types, written, written, written)))
                .containsExactly(given(written), given(written), given(written));
    }

    @SafeVarargs
    private static RowEncoder encode(List<ColumnType> types, Consumer<RowConsumer>... rows) {
        RowEncoder encoder = new RowEncoder(types);
        for (Consumer<RowConsumer> row : rows) {
            encoder.add(new Given(row));
        }
        return encoder;
    }

    private static List<Map<Integer, Object>> decoded(List<ColumnType> types, RowEncoder rows) {
        RowDecoder decoder = new RowDecoder(types, 0, rows.copyOfBytes(), ReleasedChunks.NONE);
        List<Map<Integer, Object>> decoded = new ArrayList<>();
        for (int i = 0; i < rows.rows(); i++) {
            decoded.add(given(decoder::write));
        }
        return decoded;
    }

    private static Map<Integer, Object> given(Consumer<RowConsumer> row) {
        Recorder recorder = new Recorder();
        row.accept(recorder);
        return recorder.columns;
    }

    private record Given(Consumer<RowConsumer> columns) implements LakeRow {
        @Override
        public long partitionTime() {
            return 0;
        }

        @Override
        public void write(RowConsumer out) {
            columns.accept(out);
        }
    }

    /** What a row gave, by column. */
    private static final class Recorder implements RowConsumer {

        final Map<Integer, Object> columns = new LinkedHashMap<>();
        private Map<String, Object> map = new LinkedHashMap<>();

        @Override
        public void string(int column, @Nullable String value) {
            put(column, value == null ? null : "once " + value);
        }

        @Override
        public void repeatingString(int column, @Nullable String value) {
            put(column, value);
        }

        @Override
        public void bool(int column, boolean value) {
            put(column, value);
        }

        @Override
        public void integer(int column, int value) {
            put(column, value);
        }

        @Override
        public void bigint(int column, long value) {
            put(column, value);
        }

        @Override
        public void real(int column, double value) {
            put(column, value);
        }

        @Override
        public void timestamp(int column, long epochMillis) {
            put(column, epochMillis);
        }

        @Override
        public void binary(int column, byte[] value) {
            put(column, HexFormat.of().formatHex(value));
        }

        @Override
        public void strings(int column, List<String> values) {
            put(column, List.copyOf(values));
        }

        @Override
        public void openMap(int column) {
            map = new LinkedHashMap<>();
            put(column, map);
        }

        @Override
        public void entry(String key, double value) {
            map.put(key, value);
        }

        @Override
        public void entry(String key, String value) {
            map.put(key, value);
        }

        @Override
        public void closeMap() {
            map = new LinkedHashMap<>();
        }

        private void put(int column, @Nullable Object value) {
            if (value != null) {
                columns.put(column, value);
            }
        }
    }
}
