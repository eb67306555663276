package io.pythoflow.job.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pythoflow.contract.payload.Measurement;
import io.pythoflow.contract.payload.Reading;
import io.pythoflow.contract.table.Tables;
import io.pythoflow.job.ingest.FoundReading;
import io.pythoflow.job.ingest.FoundReading.Place;
import io.pythoflow.job.ingest.MergeCopiesFunction;
import io.pythoflow.job.lake.StoredReadings.BrokenFileException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredReadingsTest {

    @TempDir private Path folder;

    @Test
    void aReadingComesBackAsItWasStored() throws Exception {
        Reading full = Rows.fullReading();
        Reading sparse = Rows.sparseReading("s1", Rows.NOON);

        List<Reading> read = read(Files.readAllBytes(stored(full, sparse)));

        assertThat(read).hasSize(2);
        assertThat(read.get(1)).isEqualTo(sparse);
        assertThat(read.get(0))
                .usingRecursiveComparison()
                .ignoringFields("measurements")
                .isEqualTo(full);
        assertThat(read.get(0).measurements())
                .as("units of metrics that the contract does not know are in no column")
                .containsExactlyInAnyOrderElementsOf(
                        full.measurements().stream()
                                .map(one -> new Measurement(one.metric(), one.value(), null))
                                .toList());
    }

    @Test
    void theIdentityOfAReadingSurvives() throws Exception {
        for (Reading reading :
                List.of(
                        Rows.fullReading(),
                        withoutId(Rows.fullReading()),
                        Rows.sparseReading("s1", Rows.NOON))) {
            Reading back = read(Files.readAllBytes(stored(reading))).get(0);

            assertThat(MergeCopiesFunction.identityOf(new FoundReading(back, Place.TABLE)))
                    .isEqualTo(
                            MergeCopiesFunction.identityOf(
                                    new FoundReading(reading, Place.ARCHIVE)));
        }
    }

    @Test
    void aFileIsReadWhereItLiesToo() throws Exception {
        Path file = stored(Rows.sparseReading("s1", Rows.NOON));
        List<Reading> read = new ArrayList<>();

        StoredReadings.read(
                new org.apache.flink.core.fs.Path(file.toUri()), Files.size(file), read::add);

        assertThat(read).containsExactly(Rows.sparseReading("s1", Rows.NOON));
    }

    @Test
    void columnsAreFoundByNameAndMayBeMissingOrUnknown() throws Exception {
        Path file = folder.resolve("older.parquet");
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "COPY (SELECT 5 AS later_column, 21.5::DOUBLE AS temperature, 'device' AS"
                            + " ts_source, TIMESTAMP_MS '2026-01-01 00:00:01' AS received_at, 'A1' AS"
                            + " sensor_id, TIMESTAMP_MS '2026-01-01 00:00:00' AS ts) TO '"
                            + file
                            + "' (FORMAT parquet, CODEC 'zstd')");
        }

        assertThat(read(Files.readAllBytes(file)))
                .singleElement()
                .satisfies(
                        reading -> {
                            assertThat(reading.sensorId()).isEqualTo("A1");
                            assertThat(reading.receivedAt() - reading.timestamp()).isEqualTo(1000);
                            assertThat(reading.measurements())
                                    .containsExactly(new Measurement("temperature", 21.5, null));
                            assertThat(reading.messageId()).isNull();
                            assertThat(reading.flags()).isEmpty();
                        });
    }

    @Test
    void aColumnMayBeEmptyInOneRowGroupAndNotInTheNext() throws Exception {
        Path file = folder.resolve("two-groups.parquet");
        int inAGroup = 2_048;
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "COPY (SELECT 'A1' AS sensor_id, 'device' AS ts_source, TIMESTAMP_MS '2026-01-01"
                            + " 00:00:00' AS ts, TIMESTAMP_MS '2026-01-01 00:00:01' AS received_at,"
                            + " 21.5::DOUBLE AS temperature, CASE WHEN i >= "
                            + inAGroup
                            + " THEN 55.0::DOUBLE END AS humidity, CASE WHEN i >= "
                            + inAGroup
                            + " THEN ['clock_ahead'] END AS flags, CASE WHEN i < "
                            + inAGroup
                            + " THEN 'm-' || i END AS message_id FROM range("
                            + 2 * inAGroup
                            + ") AS numbers(i) ORDER BY i) TO '"
                            + file
                            + "' (FORMAT parquet, CODEC 'zstd', ROW_GROUP_SIZE "
                            + inAGroup
                            + ")");
        }

        List<Reading> read = read(Files.readAllBytes(file));

        assertThat(read).hasSize(2 * inAGroup);
        Reading first = read.get(inAGroup - 1);
        assertThat(first.messageId()).isEqualTo("m-" + (inAGroup - 1));
        assertThat(first.flags()).isEmpty();
        assertThat(first.measurements())
                .containsExactly(new Measurement("temperature", 21.5, null));
        Reading second = read.get(inAGroup);
        assertThat(second.messageId()).isNull();
        assertThat(second.flags()).containsExactly("clock_ahead");
        assertThat(second.measurements())
                .containsExactlyInAnyOrder(
                        new Measurement("temperature", 21.5, null),
                        new Measurement("humidity", 55, null));
    }

    @Test
    void aFileThatIsNoneOfOursSaysSo() throws Exception {
        byte[] whole = Files.readAllBytes(stored(Rows.sparseReading("s1", Rows.NOON)));

        for (byte[] broken :
                List.of(
                        new byte[0],
                        "not Parquet at all".getBytes(StandardCharsets.UTF_8),
                        Arrays.copyOf(whole, whole.length / 2))) {
            assertThatThrownBy(() -> read(broken))
                    .isInstanceOf(BrokenFileException.class)
                    .hasMessageStartingWith("Cannot be read as a file of readings");
        }
    }

    @Test
    void whatTheReaderOfAReadingThrowsIsItsOwn() throws Exception {
        byte[] file = Files.readAllBytes(stored(Rows.sparseReading("s1", Rows.NOON)));

        assertThatThrownBy(
                        () ->
                                StoredReadings.read(
                                        file,
                                        reading -> {
                                            throw new IllegalStateException("downstream");
                                        }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("downstream");
    }

    private static List<Reading> read(byte[] file) throws BrokenFileException {
        List<Reading> readings = new ArrayList<>();
        StoredReadings.read(file, readings::add);
        return readings;
    }

    /** The file that the table's sink makes of readings of one hour. */
    private Path stored(Reading... readings) throws Exception {
        Path root = Files.createTempDirectory(folder, "lake");
        TableSink<Reading> table =
                TableSinks.parquet(
                        Tables.READINGS,
                        new org.apache.flink.core.fs.Path(root.toUri()),
                        new ReadingRows(),
                        TableSettings.writers(4));
        try (DrivenSink<Reading> sink = new DrivenSink<>(table)) {
            for (Reading reading : readings) {
                sink.write(reading);
            }
            sink.checkpoint();
        }
        return newestFile(root);
    }

    private static Path newestFile(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".parquet"))
                    .max(Comparator.comparing(Path::toString))
                    .orElseThrow();
        }
    }

    private static Reading withoutId(Reading reading) {
        return new Reading(
                null,
                reading.sensorId(),
                reading.gatewayId(),
                reading.zoneId(),
                reading.timestamp(),
                reading.timestampSource(),
                reading.receivedAt(),
                reading.sequence(),
                reading.samplePeriodSeconds(),
                reading.historical(),
                reading.measurements(),
                reading.flags(),
                reading.topic(),
                reading.firmware());
    }
}
