package io.pythoflow.job.lake;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.UnixOperatingSystemMXBean;
import io.pythoflow.contract.payload.Reading;
import io.pythoflow.contract.table.Tables;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.flink.connector.file.sink.FileSinkCommittable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableSinkTest {

    private static final long HOUR_MS = 3_600_000L;

    @TempDir Path root;

    @Test
    void filesAppearWithTheCheckpointInTheFolderOfTheirHour() throws Exception {
        try (DrivenSink<Reading> sink = new DrivenSink<>(readings(64))) {
            sink.write(Rows.sparseReading("s1", Rows.NOON));
            sink.write(Rows.sparseReading("s2", Rows.NOON + HOUR_MS));
            assertThat(visibleFiles()).isEmpty();

            Collection<FileSinkCommittable> committables = sink.prepare();
            assertThat(visibleFiles()).isEmpty();

            sink.commit(committables);
            assertThat(visibleFiles())
                    .hasSize(2)
                    .anyMatch(
                            name ->
                                    name.matches(
                                            "readings/dt=2026-06-01/hour=12/part-.*-0\\.parquet"))
                    .anyMatch(
                            name ->
                                    name.matches(
                                            "readings/dt=2026-06-01/hour=13/part-.*-0\\.parquet"));
        }
    }

    @Test
    void everyFileIsHiddenFromReadersByPathUntilItsCheckpointCompletes() throws Exception {
        try (DrivenSink<Reading> sink = new DrivenSink<>(readings(2))) {
            for (int hour = 0; hour < 5; hour++) {
                sink.write(Rows.sparseReading("s1", Rows.NOON + hour * HOUR_MS));
            }
            sink.prepare();

            List<String> files = files();
            assertThat(files).hasSize(5);
            assertThat(files)
                    .allSatisfy(
                            file ->
                                    assertThat(Path.of(file).getFileName().toString())
                                            .startsWith(".part-")
                                            .doesNotEndWith(".parquet"));
        }
    }

    @Test
    void fiveHundredHoursInOneCheckpointNeverOpenMoreThanTheBound() throws Exception {
        long hours = 500;
        int rounds = 2;
        int bound = 16;
        long mostLive = 0;
        try (DrivenSink<Reading> sink = new DrivenSink<>(readings(bound))) {
            for (int round = 0; round < rounds; round++) {
                for (int hour = 0; hour < hours; hour++) {
                    sink.write(Rows.sparseReading("s" + round, Rows.NOON + hour * HOUR_MS));
                    mostLive = Math.max(mostLive, sink.gauge("liveParquetWriters"));
                }
            }
            assertThat(mostLive).isEqualTo(bound);
            assertThat(sink.gauge("parquetFilesFinishedEarly")).isEqualTo(hours * rounds - bound);

            sink.checkpoint();
            assertThat(sink.gauge("liveParquetWriters")).isZero();
            assertThat(sink.gauge("parquetFilesWritten")).isEqualTo(hours * rounds);
        }

        assertThat(
                        DuckDb.query(
                                "SELECT count(*) AS n, count(DISTINCT (sensor_id, ts)) AS rows,"
                                        + " count(DISTINCT (dt, hour)) AS folders FROM "
                                        + DuckDb.parquet(root.resolve("readings"))))
                .containsExactly(
                        Map.of(
                                "n", hours * rounds,
                                "rows", hours * rounds,
                                "folders", hours));
    }

    @Test
    void filesFinishedEarlyKeepNoDescriptorAfterTheNextInspection() throws Exception {
        int hours = 300;
        try (DrivenSink<Reading> sink = new DrivenSink<>(readings(1))) {
            for (int hour = 0; hour < hours; hour++) {
                sink.write(Rows.sparseReading("s1", Rows.NOON + hour * HOUR_MS));
            }
            long before = openDescriptors();
            sink.clockReaches(1_000);
            assertThat(before - openDescriptors()).isGreaterThan(hours - 50);

            sink.checkpoint();
        }
        assertThat(DuckDb.count(root.resolve("readings"))).isEqualTo(hours);
    }

    @Test
    void aFolderGoesOnInAnotherFileAfterItsFirstWasFinishedEarly() throws Exception {
        try (DrivenSink<Reading> sink = new DrivenSink<>(readings(1))) {
            sink.write(Rows.sparseReading("s1", Rows.NOON));
            sink.write(Rows.sparseReading("s1", Rows.NOON + HOUR_MS));
            sink.write(Rows.sparseReading("s2", Rows.NOON));
            sink.write(Rows.sparseReading("s3", Rows.NOON));
            sink.checkpoint();
        }

        assertThat(visibleFiles()).filteredOn(file -> file.contains("hour=12")).hasSize(2);
        assertThat(DuckDb.count(root.resolve("readings"))).isEqualTo(4);
    }

    @Test
    void aFileFinishedEarlyBeforeACheckpointIsNotRolledAgainAfterIt() throws Exception {
        try (DrivenSink<Reading> sink = new DrivenSink<>(readings(1))) {
            sink.write(Rows.sparseReading("s1", Rows.NOON));
            sink.write(Rows.sparseReading("s1", Rows.NOON + HOUR_MS));
            sink.checkpoint();

            sink.write(Rows.sparseReading("s2", Rows.NOON));
            sink.write(Rows.sparseReading("s3", Rows.NOON));
            sink.checkpoint();
        }

        assertThat(visibleFiles()).filteredOn(file -> file.contains("hour=12")).hasSize(2);
    }

    @Test
    void sixtyFourOpenFilesHoldFewMegabytes() throws Exception {
        try (DrivenSink<Reading> sink = new DrivenSink<>(readings(64))) {
            sink.write(Rows.sparseReading("warm-up", Rows.NOON));
            long before = usedHeapBytes();
            for (int hour = 1; hour < 64; hour++) {
                sink.write(Rows.sparseReading("s1", Rows.NOON + hour * HOUR_MS));
            }
            long perFile = (usedHeapBytes() - before) / 63;

            assertThat(sink.gauge("liveParquetWriters")).isEqualTo(64);
            // No lower bound: what other tests' threads let go of meanwhile counts, too.
            assertThat(perFile).isLessThan(512L * 1024);
            sink.checkpoint();
        }
    }

    private TableSink<Reading> readings(int maxLiveWriters) {
        return TableSinks.parquet(
                Tables.READINGS,
                new org.apache.flink.core.fs.Path(root.toUri()),
                new ReadingRows(),
                TableSettings.writers(maxLiveWriters));
    }

    private List<String> visibleFiles() throws IOException {
        return files().stream().filter(file -> file.endsWith(".parquet")).toList();
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> root.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    private static long openDescriptors() {
        return ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getOpenFileDescriptorCount();
    }

    private static long usedHeapBytes() {
        Runtime runtime = Runtime.getRuntime();
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
