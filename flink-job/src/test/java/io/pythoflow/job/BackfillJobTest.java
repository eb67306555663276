package io.pythoflow.job;

import static io.pythoflow.job.testing.ReadingBuilder.NOON;
import static io.pythoflow.job.testing.ReadingBuilder.aReading;
import static org.assertj.core.api.Assertions.assertThat;

import io.pythoflow.contract.payload.Reading;
import io.pythoflow.contract.property.JobProperties;
import io.pythoflow.contract.topic.Topics;
import io.pythoflow.job.testing.ArchiveFiles;
import io.pythoflow.job.testing.BackfillRun;
import io.pythoflow.job.testing.Lake;
import io.pythoflow.job.testing.RawFiles;
import io.pythoflow.job.testing.StoredTable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole job in batch mode, on the files of a folder. Noon is that of 2025-06-01. */
class BackfillJobTest {

    private static final String DAY = "2025-06-01T00:00:00Z";
    private static final String NEXT_DAY = "2025-06-02T00:00:00Z";
    private static final long MINUTE = 60_000;
    private static final long HOUR = 60 * MINUTE;

    @TempDir private Path folder;

    private Lake lake;
    private RawFiles raw;
    private ArchiveFiles archive;

    @BeforeEach
    void nameTheFolders() {
        lake = new Lake(folder.resolve("lake"));
        raw = new RawFiles(folder.resolve("raw"));
        archive = new ArchiveFiles(folder.resolve("archive"));
    }

    @Test
    void theTableAloneFillsItsWindows() throws Exception {
        StoredTable.store(
                lake,
                List.of(
                        aReading().at(NOON).with("temperature", 20).build(),
                        aReading().at(NOON + MINUTE).with("temperature", 21).fromBuffer().build(),
                        aReading().at(NOON + 31 * MINUTE).with("temperature", 30).build()));

        String report = new BackfillRun(lake).run(DAY, NEXT_DAY);

        assertThat(
                        lake.query(
                                "SELECT \"count\", mean, historical_count, late_count, revision, origin,"
                                        + " reading_count FROM {sensor_aggregates} ORDER BY window_start"))
                .containsExactly(
                        List.of(2L, 20.5, 1L, 0L, 0, "backfill", 2L),
                        List.of(1L, 30.0, 0L, 0L, 0, "backfill", 1L));
        assertThat(report)
                .contains("from readings         files 1 of 1")
                .contains("readings 3, out of range 0")
                .contains("to sensor_aggregates  rows 2 ")
                .doesNotContain("original");
    }

    @Test
    void rowsAreOfExactlyTheWindowsInTheRange() throws Exception {
        StoredTable.store(
                lake,
                IntStream.range(0, 8)
                        .mapToObj(i -> aReading().at(NOON + i * 15L * MINUTE).build())
                        .toList());

        String report = new BackfillRun(lake).run("2025-06-01T12:30:00Z", "2025-06-01T13:30:00Z");

        assertThat(
                        lake.query(
                                "SELECT strftime(window_start::TIMESTAMP, '%H:%M'), \"count\" FROM"
                                        + " {sensor_aggregates} ORDER BY 1"))
                .containsExactly(List.of("12:30", 2L), List.of("13:00", 2L));
        assertThat(report).contains("readings 8, out of range 4");
    }

    @Test
    void aTableThatDoesNotExistIsEmpty() throws Exception {
        assertThat(new BackfillRun(lake).run(DAY, NEXT_DAY)).contains("rows 0 ");
    }

    @Test
    void theOriginalsFilesFillBothTables() throws Exception {
        for (int i = 0; i < 10; i++) {
            raw.array(
                    Topics.GATEWAY_STATUS,
                    NOON + i * 2L * MINUTE,
                    "{\"identifier\":\"A1\",\"values\":{\"temperature\":%d,\"humidity\":60.2}},"
                                    .formatted(20 + i)
                            + "{\"identifier\":\"B1\",\"values\":{\"soil_humidity\":40}}");
        }

        String report = new BackfillRun(lake).legacyRoot(raw.root()).run(DAY, NEXT_DAY);

        assertThat(lake.query("SELECT metric, \"count\", mean FROM {sensor_aggregates} ORDER BY 1"))
                .containsExactly(
                        List.of("humidity", 10L, 60.2),
                        List.of("soil_moisture_relative", 10L, 40.0),
                        List.of("temperature", 10L, 24.5));
        assertThat(
                        lake.query(
                                "SELECT count(*), count(DISTINCT ts), min(ts = received_at),"
                                        + " min(ts_source), min(topic) FROM {readings}"))
                .containsExactly(List.of(20L, 10L, true, "ingest", Topics.GATEWAY_STATUS));
        assertThat(report)
                .contains(
                        "from original         files 10 of 10 · folders 1 · messages 10 · readings 20,");
    }

    @Test
    void aSecondRunWritesTheSameLatestRowsAndNoReadingAgain() throws Exception {
        for (int i = 0; i < 10; i++) {
            // Every other content is sent once more after the horizon, and honestly counts.
            raw.array(
                    Topics.GATEWAY_STATUS,
                    NOON + i * 2L * MINUTE,
                    "{\"identifier\":\"A1\",\"values\":{\"temperature\":%d}}".formatted(i / 2));
        }
        archive.file(
                NOON,
                List.of(
                        archive.line(
                                "irrigation/sensors/C1/data",
                                NOON + 5,
                                "{\"ts\":%d,\"values\":{\"wind\":3,\"x\":{\"v\":1,\"u\":\"ppm\"}}}"
                                        .formatted(NOON))));
        BackfillRun run = new BackfillRun(lake).legacyRoot(raw.root()).archiveRoot(archive.root());

        run.run(DAY, NEXT_DAY);
        List<List<Object>> first = latest();
        String second = run.run(DAY, NEXT_DAY);

        assertThat(lake.count("SELECT count(*) FROM {readings}")).isEqualTo(11);
        assertThat(lake.count("SELECT count(*) FROM {sensor_aggregates}")).isEqualTo(6);
        assertThat(latest()).isEqualTo(first).hasSize(3);
        assertThat(second)
                .contains("to readings           rows 0 ")
                .contains("in a second place 11 · sent twice 0");
    }

    @Test
    void theTimeInWhichBothWroteCountsOnceWithTheFlagsThatWereStored() throws Exception {
        List<Reading> stored = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            long seenByTheRule = NOON + i * 2L * MINUTE;
            raw.array(
                    Topics.GATEWAY_STATUS,
                    seenByTheRule,
                    "{\"identifier\":\"A1\",\"values\":{\"temperature\":21}}");
            if (i >= 5) {
                // The job's clock, before or after the rule's.
                stored.add(
                        aReading()
                                .through(null)
                                .timedByReceiptAt(seenByTheRule + (i % 2 == 0 ? 700 : -700))
                                .on(Topics.GATEWAY_STATUS)
                                .with("temperature", 21)
                                .flagged("sender_quality")
                                .build());
            }
        }
        StoredTable.store(lake, stored);

        String report = new BackfillRun(lake).legacyRoot(raw.root()).run(DAY, NEXT_DAY);

        assertThat(lake.query("SELECT \"count\", duplicate_count FROM {sensor_aggregates}"))
                .containsExactly(List.of(10L, 0L));
        assertThat(lake.query("SELECT count(*), count(*) FILTER (len(flags) = 1) FROM {readings}"))
                .containsExactly(List.of(10L, 5L));
        assertThat(report).contains("in a second place 5 ");
    }

    @Test
    void aMessageThatTheJobGotAfterAnOutageIsACopyAlsoBeyondTheRange() throws Exception {
        StoredTable.store(
                lake, List.of(aReading().withId("m-1").timedByReceiptAt(NOON + 3 * HOUR).build()));
        archive.file(
                NOON,
                List.of(
                        archive.line(
                                "irrigation/sensors/A1/data",
                                NOON,
                                "{\"message_id\":\"m-1\",\"values\":{\"soil_moisture\":25}}")));

        new BackfillRun(lake)
                .archiveRoot(archive.root())
                .run("2025-06-01T12:00:00Z", "2025-06-01T13:00:00Z");

        assertThat(lake.count("SELECT count(*) FROM {sensor_aggregates}")).isZero();
        assertThat(lake.count("SELECT count(*) FROM {readings}")).isEqualTo(1);
    }

    @Test
    void whatWasSentTwiceCountsAsADuplicateOfItsWindow() throws Exception {
        byte[] line =
                archive.line(
                        "irrigation/sensors/A1/data",
                        NOON + 10,
                        "{\"ts\":%d,\"values\":{\"temperature\":20}}".formatted(NOON));
        archive.file(NOON, List.of(line, line, line));

        new BackfillRun(lake).archiveRoot(archive.root()).run(DAY, NEXT_DAY);

        assertThat(lake.query("SELECT \"count\", duplicate_count FROM {sensor_aggregates}"))
                .containsExactly(List.of(1L, 2L));
    }

    @Test
    void readingsWithAndWithoutATimeOfTheirOwnShareAWindow() throws Exception {
        StoredTable.store(
                lake,
                List.of(
                        aReading().withId("m-1").at(NOON).with("temperature", 20).build(),
                        aReading().withId("m-2").at(NOON).with("temperature", 21).build(),
                        aReading()
                                .timedByReceiptAt(NOON + MINUTE)
                                .with("temperature", 25)
                                .build()));

        String report = new BackfillRun(lake).run(DAY, NEXT_DAY);

        assertThat(lake.query("SELECT \"count\", mean FROM {sensor_aggregates}"))
                .containsExactly(List.of(3L, 22.0));
        assertThat(report).contains("rows 1 · hours 1 · windows 1");
    }

    @Test
    void ofCopiesTheFirstReceivedCountsWhateverFileItIsIn() throws Exception {
        StoredTable.store(
                lake,
                List.of(
                        aReading()
                                .withId("m-1")
                                .at(NOON + 40 * MINUTE)
                                .receivedAt(NOON + HOUR)
                                .with("temperature", 30)
                                .build()));
        StoredTable.store(
                lake,
                List.of(
                        aReading()
                                .withId("m-1")
                                .at(NOON)
                                .receivedAt(NOON)
                                .with("temperature", 20)
                                .build()));

        String report = new BackfillRun(lake).run(DAY, NEXT_DAY);

        assertThat(lake.query("SELECT mean, duplicate_count FROM {sensor_aggregates}"))
                .containsExactly(List.of(20.0, 0L));
        assertThat(report).contains("sent twice 1");
    }

    @Test
    void windowsThatShareNoDayWithAnHourAreFilledAsWell() throws Exception {
        long start = Math.floorDiv(NOON, 29_000L) * 29_000;
        StoredTable.store(
                lake,
                List.of(
                        aReading().withId("m-1").at(start).with("temperature", 20).build(),
                        aReading().withId("m-2").at(start + 28_999).with("temperature", 21).build(),
                        aReading().withId("m-3").at(start + 29_000).with("temperature", 30).build(),
                        aReading().withId("m-1").at(start).with("temperature", 20).build()));

        new BackfillRun(lake)
                .with(JobProperties.WINDOW_LENGTH, "29 s")
                .run(
                        Instant.ofEpochMilli(start).toString(),
                        Instant.ofEpochMilli(start + 58_000).toString());

        assertThat(
                        lake.query(
                                "SELECT \"count\", mean, duplicate_count FROM {sensor_aggregates}"
                                        + " ORDER BY window_start"))
                .containsExactly(List.of(2L, 20.5, 1L), List.of(1L, 30.0, 0L));
    }

    @Test
    void badInputIsCountedWithItsFileAndStopsNothing() throws Exception {
        String topic = "irrigation/sensors/A1/data";
        byte[] good =
                archive.line(topic, NOON, "{\"ts\":%d,\"values\":{\"rain\":1}}".formatted(NOON));
        archive.file(
                NOON,
                List.of(
                        "{\"topic\":".getBytes(StandardCharsets.UTF_8),
                        good,
                        archive.line(topic, NOON, "no JSON"),
                        archive.line("irrigation/errors", NOON, "no reading, and not looked at")));
        List<byte[]> many = new ArrayList<>();
        for (int i = 1; i <= 2000; i++) {
            many.add(
                    archive.line(
                            topic,
                            NOON + i,
                            "{\"ts\":%d,\"values\":{\"rain\":%d}}".formatted(NOON + i * 100L, i)));
        }
        archive.fileBrokenOff(NOON, many);
        archive.bytes(NOON, "plain text".getBytes(StandardCharsets.UTF_8));
        raw.write(Topics.GATEWAY_STATUS, NOON, "{\"$unknown\":[{\"identifier\"");
        raw.array(Topics.GATEWAY_STATUS, NOON + 1, "{\"identifier\":\"A2\",\"values\":{}}");
        raw.write("irrigation/control/000/command", NOON, "{\"command\":\"AGUAR\"}");
        Path hour = lake.root().resolve("raw/readings/dt=2025-06-01/hour=12");
        Files.createDirectories(hour);
        Files.writeString(hour.resolve("part-broken.parquet"), "PAR1");
        Files.writeString(hour.resolve(".part-hidden.parquet"), "not looked at");

        String report =
                new BackfillRun(lake)
                        .legacyRoot(raw.root())
                        .archiveRoot(archive.root())
                        .run(DAY, NEXT_DAY);

        assertThat(lake.count("SELECT sum(\"count\") FROM {sensor_aggregates}"))
                .as("the good line, and those before the end of the broken file")
                .isBetween(1900L, 2001L);
        assertThat(report)
                .contains(
                        "broken_line 1 in archive, first: "
                                + archive.root().toUri().toString().replace("///", "/"))
                .contains("malformed_json 1 in archive")
                .contains("broken_file 2 in archive")
                .contains("malformed_json 1 in original")
                .contains("no_values 1 in original")
                .contains("topic_without_readings 1 in original")
                .contains("broken_file 1 in readings")
                .contains("part-broken.parquet")
                .contains("archive-2.gz, ");
    }

    @Test
    void receiptOutsideOfTheRangeIsNotReadAndATimeOfItsOwnInItIs() throws Exception {
        String topic = "irrigation/sensors/A1/data";
        raw.write(
                topic,
                NOON + 30 * HOUR,
                "{\"ts\":%d,\"values\":{\"rain\":1},\"ingestion_timestamp\":%d}"
                        .formatted(NOON, NOON + 30 * HOUR));
        raw.write(topic, NOON - 40 * HOUR, "not read, so not rejected");

        String report =
                new BackfillRun(lake)
                        .with(JobProperties.INGEST_MAX_AGE, "0 s")
                        .legacyRoot(raw.root())
                        .run(DAY, NEXT_DAY);

        assertThat(lake.query("SELECT \"count\", ts_source FROM {sensor_aggregates}, {readings}"))
                .containsExactly(List.of(1L, "device"));
        assertThat(report).contains("files 1 of 1 ").doesNotContain("rejected");
    }

    @Test
    void aYearOfHoursIsOneFileEach() throws Exception {
        long start = Instant.parse("2024-01-01T00:00:00Z").toEpochMilli();
        for (int hour = 0; hour < 24 * 60; hour++) {
            raw.array(
                    Topics.GATEWAY_STATUS,
                    start + hour * 6L * HOUR,
                    "{\"identifier\":\"A1\",\"values\":{\"temperature\":%d}}".formatted(hour % 40)
                            + ",{\"identifier\":\"A2\",\"values\":{\"temperature\":1}}");
        }

        String report =
                new BackfillRun(lake)
                        .legacyRoot(raw.root())
                        .run("2024-01-01T00:00:00Z", "2025-01-01T00:00:00Z");

        assertThat(visibleFiles("aggregated")).isEqualTo(1440);
        assertThat(visibleFiles("raw")).isEqualTo(1440);
        assertThat(report).contains("rows 2,880 · hours 1,440 · windows 2,880");
    }

    private long visibleFiles(String side) throws Exception {
        try (Stream<Path> files = Files.walk(lake.root().resolve(side))) {
            return files.filter(Files::isRegularFile)
                    .peek(file -> assertThat(file.getFileName().toString()).startsWith("part-"))
                    .count();
        }
    }

    private List<List<Object>> latest() {
        return lake.query(
                "SELECT sensor_id, metric, window_start, \"count\", mean, min, max, first_value,"
                        + " last_value, quality FROM {sensor_aggregates} QUALIFY row_number() OVER"
                        + " (PARTITION BY sensor_id, metric, window_start ORDER BY emitted_at DESC,"
                        + " revision DESC) = 1 ORDER BY ALL");
    }
}
