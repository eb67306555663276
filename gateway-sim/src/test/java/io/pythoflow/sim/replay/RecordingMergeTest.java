package io.pythoflow.sim.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pythoflow.sim.SimException;
import io.pythoflow.sim.mqtt.OutgoingReading.Value;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordingMergeTest {

    @TempDir private Path folder;

    private final RowCounts counts = new RowCounts();

    @Test
    void takesTheEarliestOfTheFilesAndTheFirstFileOnATie() throws Exception {
        Recording a = recording("a.csv", "timestamp,value", row(1, "a1"), row(4, "a4"));
        Recording b = recording("b.csv", "timestamp,value", row(1, "b1"), row(3, "b3"));

        assertThat(values(a, b)).containsExactly("a1", "b1", "b3", "a4");
        assertThat(values(b, a)).containsExactly("b1", "a1", "b3", "a4");
    }

    @Test
    void keepsTheOrderInsideAFileAlsoWhereItsTimeStepsBack() throws Exception {
        Recording a =
                recording("a.csv", "timestamp,value", row(5, "a5"), row(2, "a2"), row(9, "a9"));
        Recording b = recording("b.csv", "timestamp,value", row(1, "b1"), row(6, "b6"));

        assertThat(values(a, b)).containsExactly("b1", "a5", "a2", "b6", "a9");
    }

    @Test
    void skipsAndCountsWhatIsNoRow() throws Exception {
        Recording file =
                recording(
                        "a.csv",
                        "",
                        "\"timestamp\",\"value\"",
                        row(1, "\"0.00\""),
                        "",
                        "   ",
                        "\"timestamp\",\"value\"",
                        row(2, ""),
                        row(3, "-1.56"));

        assertThat(values(file)).containsExactly("0.00", "-1.56");
        assertThat(counts)
                .hasToString(
                        "4 rows read, 2 skipped (1 repeated headers, 1 without a value),"
                                + " 3 blank lines");
    }

    @Test
    void keepsCopiesAndWhatIsNoNumber() throws Exception {
        Recording file =
                recording("a.csv", "timestamp,value", row(1, "7"), row(1, "7"), row(2, "dry"));

        assertThat(values(file)).containsExactly("7", "7", "dry");
    }

    @Test
    void aRowWithAnUnreadableTimeFollowsTheRowBeforeIt() throws Exception {
        Recording a = recording("a.csv", "timestamp,value", row(1, "a1"), "soon,a?", row(3, "a3"));
        Recording b = recording("b.csv", "timestamp,value", row(2, "b2"));

        List<RecordedRow> rows = rows(a, b);

        assertThat(rows.stream().map(RecordingMergeTest::onlyValue))
                .containsExactly("a1", "a?", "b2", "a3");
        assertThat(rows.get(1).unreadableTime()).isEqualTo("soon");
        assertThat(counts.unreadableTimes).isEqualTo(1);
    }

    @Test
    void oneRowGivesAReadingPerSensor() throws Exception {
        Path file =
                Files.writeString(
                        folder.resolve("plots.csv"),
                        "\uFEFFtimestamp,Plot 1,Plot 2,Air\n2019-02-23 00:00:00,67.92,,19.52\n");
        Recording plots =
                new Recording(
                        file,
                        "station",
                        "timestamp",
                        ZoneOffset.UTC,
                        Stream.of("p1/soil:%=Plot 1", "p2/soil:%=Plot 2", "air:Cel=Air", "t=Air")
                                .map(ValueColumn::parse)
                                .toList());

        assertThat(rows(plots))
                .singleElement()
                .satisfies(
                        row -> {
                            assertThat(row.time())
                                    .isEqualTo(
                                            Instant.parse("2019-02-23T00:00:00Z").toEpochMilli());
                            assertThat(row.valuesBySensor())
                                    .isEqualTo(
                                            Map.of(
                                                    "p1",
                                                    List.of(new Value("soil", "67.92", "%")),
                                                    "station",
                                                    List.of(
                                                            new Value("air", "19.52", "Cel"),
                                                            new Value("t", "19.52", null))));
                        });
    }

    @Test
    void saysWhichColumnAFileLacks() throws Exception {
        Recording file = recording("a.csv", "time,value", row(1, "7"));

        assertThatThrownBy(() -> rows(file))
                .isInstanceOf(SimException.class)
                .hasMessage(
                        "'" + file.file() + "' has no column 'timestamp'; it has 'time', 'value'");
    }

    @Test
    void refusesAnEmptyFile() throws Exception {
        Recording file = recording("a.csv", "", "");

        assertThatThrownBy(() -> rows(file)).hasMessage("'" + file.file() + "' is empty");
    }

    @Test
    void survivesBytesThatAreNoText() throws Exception {
        Recording file = recording("a.csv", "timestamp,value");
        Files.write(
                file.file(),
                "timestamp,value\n1970-01-02,\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));

        assertThat(values(file)).containsExactly("\uFFFD");
    }

    private Recording recording(String name, String... lines) throws IOException {
        Path file = Files.writeString(folder.resolve(name), String.join("\n", lines) + "\n");
        return new Recording(
                file,
                name,
                "timestamp",
                ZoneOffset.UTC,
                List.of(ValueColumn.parse("metric=value")));
    }

    private static String row(int second, String value) {
        return "\"%s\",%s".formatted(Instant.ofEpochSecond(1_550_000_000L + second), value);
    }

    private List<String> values(Recording... recordings) throws IOException {
        return rows(recordings).stream().map(RecordingMergeTest::onlyValue).toList();
    }

    private static String onlyValue(RecordedRow row) {
        return row.valuesBySensor().values().iterator().next().get(0).text();
    }

    private List<RecordedRow> rows(Recording... recordings) throws IOException {
        List<RecordedRow> rows = new ArrayList<>();
        try (RecordingMerge merge = new RecordingMerge(List.of(recordings), counts)) {
            for (RecordedRow row = merge.next(); row != null; row = merge.next()) {
                rows.add(row);
            }
        }
        return rows;
    }
}
