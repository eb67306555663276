package io.pythoflow.job.lake;

import static org.assertj.core.api.Assertions.assertThat;

import io.pythoflow.contract.payload.Reading;
import io.pythoflow.contract.payload.RejectedMessage;
import io.pythoflow.contract.table.Tables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.flink.connector.file.sink.FileSinkCommittable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows that wait for others of their folder. */
class FreshnessTest {

    private static final long HOUR_MS = 3_600_000L;
    private static final long CHECKPOINT_MS = 5_000L;
    private static final Duration FRESHNESS = Duration.ofSeconds(60);

    @TempDir Path root;

    @Test
    void aFolderGetsOneFileForAllRowsOfTheFreshness() throws Exception {
        try (DrivenSink<Reading> sink = new DrivenSink<>(readings(FRESHNESS))) {
            for (long now = 0; now < 4 * FRESHNESS.toMillis(); now += CHECKPOINT_MS) {
                sink.clockReaches(now);
                sink.write(Rows.sparseReading("s" + now, Rows.NOON));
                sink.checkpoint();
            }

            assertThat(visibleFiles()).hasSize(3);
            assertThat(sink.gauge("waitingRows")).isEqualTo(48 - count());
        }
    }

    @Test
    void noRowWaitsForLongerThanTheFreshnessAndOneCheckpoint() throws Exception {
        try (DrivenSink<Reading> sink = new DrivenSink<>(readings(FRESHNESS))) {
            sink.clockReaches(1);
            sink.write(Rows.sparseReading("first", Rows.NOON));
            for (long now = CHECKPOINT_MS; now <= FRESHNESS.toMillis(); now += CHECKPOINT_MS) {
                sink.clockReaches(now);
                sink.write(Rows.sparseReading("s" + now, Rows.NOON));
                sink.checkpoint();
                assertThat(visibleFiles()).isEmpty();
            }
            sink.clockReaches(FRESHNESS.toMillis() + CHECKPOINT_MS);
            sink.checkpoint();

            assertThat(count()).isEqualTo(13);
            assertThat(sink.gauge("waitingRows")).isZero();
            assertThat(sink.gauge("waitingBytes")).isZero();
        }
    }

    @Test
    void eachFolderWaitsForItself() throws Exception {
        try (DrivenSink<Reading> sink = new DrivenSink<>(readings(FRESHNESS))) {
            sink.write(Rows.sparseReading("s1", Rows.NOON));
            sink.clockReaches(30_000);
            sink.write(Rows.sparseReading("s2", Rows.NOON + HOUR_MS));
            sink.clockReaches(60_000);
            sink.checkpoint();
            assertThat(visibleFiles()).singleElement().asString().contains("hour=12");

            sink.clockReaches(90_000);
            sink.checkpoint();
            assertThat(visibleFiles()).hasSize(2);
        }
    }

    @Test
    void waitingRowsSurviveACrashWithEveryValueAsItWas() throws Exception {
        List<byte[]> state;
        try (DrivenSink<Reading> sink = new DrivenSink<>(readings(FRESHNESS))) {
            sink.write(Rows.fullReading());
            sink.checkpoint();
            state = sink.state();
            sink.write(Rows.sparseReading("after the checkpoint", Rows.NOON));
        }
        try (DrivenSink<Reading> direct = new DrivenSink<>(readings("direct", Duration.ZERO));
                DrivenSink<Reading> sink = new DrivenSink<>(readings(FRESHNESS), 60_000, state)) {
            assertThat(sink.gauge("waitingRows")).isEqualTo(1);
            sink.checkpoint();
            direct.write(Rows.fullReading());
            direct.checkpoint();
        }

        assertThat(rows(root.resolve("readings")))
                .hasSize(1)
                .isEqualTo(rows(root.resolve("direct/readings")));
    }

    @Test
    void whatAnEndedInputLeavesIsPublished() throws Exception {
        try (DrivenSink<Reading> sink = new DrivenSink<>(readings(FRESHNESS))) {
            sink.write(Rows.sparseReading("s1", Rows.NOON));
            sink.checkpoint();
            assertThat(visibleFiles()).isEmpty();

            sink.commit(sink.end());
        }
        assertThat(count()).isEqualTo(1);
    }

    @Test
    void freshnessMayBeRaisedLoweredAndSwitchedOffBetweenRuns() throws Exception {
        List<byte[]> state = List.of();
        long now = 0;
        int written = 0;
        for (Duration freshness :
                List.of(
                        FRESHNESS,
                        Duration.ofHours(1),
                        Duration.ofSeconds(30),
                        Duration.ZERO,
                        FRESHNESS)) {
            try (DrivenSink<Reading> sink = new DrivenSink<>(readings(freshness), now, state)) {
                sink.write(Rows.sparseReading("s" + written++, Rows.NOON));
                sink.checkpoint();
                state = sink.state();
                assertThat(sink.gauge("waitingRows")).isEqualTo(written - count());
            }
            now += 20_000;
        }
        assertThat(count()).isEqualTo(4);

        try (DrivenSink<Reading> sink = new DrivenSink<>(readings(Duration.ZERO), now, state)) {
            sink.checkpoint();
        }
        assertThat(count()).isEqualTo(written);
        assertThat(distinctSensors()).isEqualTo(written);
    }

    @Test
    void rowsOfSeveralWritersMayComeToOne() throws Exception {
        List<byte[]> state = new ArrayList<>();
        for (int writer = 0; writer < 3; writer++) {
            try (DrivenSink<Reading> sink = new DrivenSink<>(readings(FRESHNESS))) {
                sink.clockReaches(writer);
                sink.write(Rows.sparseReading("s" + writer, Rows.NOON));
                sink.checkpoint();
                state.addAll(sink.state());
            }
        }
        try (DrivenSink<Reading> sink = new DrivenSink<>(readings(FRESHNESS), 60_000, state)) {
            sink.checkpoint();
        }
        assertThat(visibleFiles()).hasSize(1);
        assertThat(distinctSensors()).isEqualTo(3);
    }

    @Test
    void stateOfFileSinkAloneIsRestored() throws Exception {
        List<byte[]> state;
        TableSink<Reading> readings = readings(Duration.ZERO);
        try (DrivenSink<Reading> sink = new DrivenSink<>(readings)) {
            sink.write(Rows.sparseReading("s1", Rows.NOON));
            sink.checkpoint();
            state = sink.state();
        }
        assertThat(state).hasSize(1);
        List<byte[]> former = new ArrayList<>();
        for (byte[] element : state) {
            former.add(DrivenSink.withoutOurFrame(element));
        }

        try (DrivenSink<Reading> sink = new DrivenSink<>(readings, 0, former)) {
            sink.write(Rows.sparseReading("s2", Rows.NOON));
            sink.checkpoint();
        }
        assertThat(distinctSensors()).isEqualTo(2);
    }

    @Test
    void aClockThatIsSetBackHoldsNoRowBack() throws Exception {
        List<byte[]> state;
        try (DrivenSink<Reading> sink = new DrivenSink<>(readings(FRESHNESS))) {
            sink.clockReaches(10 * HOUR_MS);
            sink.write(Rows.sparseReading("s1", Rows.NOON));
            sink.checkpoint();
            state = sink.state();
        }
        try (DrivenSink<Reading> sink = new DrivenSink<>(readings(FRESHNESS), HOUR_MS, state)) {
            sink.checkpoint();
        }
        assertThat(count()).isEqualTo(1);
    }

    @Test
    void moreThanMayWaitIsReleasedFromTheLargestFolder() throws Exception {
        Random random = new Random(1);
        try (DrivenSink<RejectedMessage> sink = new DrivenSink<>(rejected())) {
            sink.write(Rows.rejected(Rows.NOON + HOUR_MS, new byte[1]));
            int written = 0;
            while (sink.gauge("waitingRows") == written + 1) {
                byte[] payload = new byte[1 << 20];
                random.nextBytes(payload);
                sink.write(Rows.rejected(Rows.NOON, payload));
                written++;
                assertThat(sink.gauge("waitingBytes")).isLessThanOrEqualTo(66L << 20);
            }
            assertThat(sink.gauge("waitingRows")).isEqualTo(1);
            sink.checkpoint();

            assertThat(DuckDb.count(root.resolve("rejected_messages"))).isEqualTo(written);
            assertThat(visibleFiles()).allMatch(file -> file.contains("hour=12"));
        }
    }

    /** Commits come late, fail and repeat; the writer is killed and restored from the last one. */
    @Test
    void everyRowIsVisibleOnceWhateverHappensBetween() throws Exception {
        for (long seed = 1; seed <= 20; seed++) {
            Path lake = root.resolve("seed-" + seed);
            assertThat(randomRun(seed, lake))
                    .as("seed %d", seed)
                    .isEqualTo(DuckDb.count(lake.resolve("readings")));
            assertThat(distinctSensors(lake)).isEqualTo(DuckDb.count(lake.resolve("readings")));
        }
    }

    /** How many rows were written, as far as a checkpoint completed. */
    private long randomRun(long seed, Path lake) throws Exception {
        Random random = new Random(seed);
        long now = 0;
        long durable = 0;
        List<byte[]> state = List.of();
        Collection<FileSinkCommittable> uncommitted = List.of();
        for (int run = 0; run < 6; run++) {
            Duration freshness = Duration.ofSeconds(random.nextInt(4) * 15L);
            TableSink<Reading> table = readings(lake, freshness);
            try (DrivenSink<Reading> sink = new DrivenSink<>(table, now, state)) {
                // What a checkpoint named may have been committed already, or not.
                sink.commit(uncommitted);
                for (int checkpoint = 0; checkpoint < random.nextInt(12); checkpoint++) {
                    int rows = random.nextInt(5);
                    for (int row = 0; row < rows; row++) {
                        sink.write(
                                Rows.sparseReading(
                                        "s" + (durable + row),
                                        Rows.NOON + random.nextInt(3) * HOUR_MS));
                    }
                    now += CHECKPOINT_MS;
                    sink.clockReaches(now);
                    uncommitted = sink.prepare();
                    state = sink.state();
                    durable += rows;
                    if (random.nextInt(10) > 0) {
                        sink.commit(uncommitted);
                    } else {
                        break;
                    }
                }
                sink.write(Rows.sparseReading("lost with the process", Rows.NOON));
            }
        }
        try (DrivenSink<Reading> last =
                new DrivenSink<>(readings(lake, Duration.ofDays(1)), now, state)) {
            last.commit(uncommitted);
            last.commit(last.end());
        }
        return durable;
    }

    @Test
    void anOlderCheckpointPublishesNoRowAgainThatANewerOneMadeVisible() throws Exception {
        List<byte[]> older;
        try (DrivenSink<Reading> sink = new DrivenSink<>(readings(FRESHNESS))) {
            sink.write(Rows.sparseReading("s1", Rows.NOON));
            sink.checkpoint();
            older = sink.state();
            sink.write(Rows.sparseReading("s2", Rows.NOON));
            sink.clockReaches(FRESHNESS.toMillis());
            sink.checkpoint();
        }
        assertThat(count()).isEqualTo(2);

        try (DrivenSink<Reading> sink = new DrivenSink<>(readings(FRESHNESS), 60_000, older)) {
            assertThat(sink.gauge("waitingRows")).isZero();
            sink.write(Rows.sparseReading("s3", Rows.NOON));
            sink.checkpoint();
            sink.commit(sink.end());
        }
        assertThat(count()).isEqualTo(3);
        assertThat(distinctSensors()).isEqualTo(3);
    }

    @Test
    void aNewerCheckpointStillPublishesWhatAnOlderOneDidNotKnow() throws Exception {
        List<byte[]> older;
        List<byte[]> newer;
        try (DrivenSink<Reading> sink = new DrivenSink<>(readings(FRESHNESS))) {
            sink.write(Rows.sparseReading("s1", Rows.NOON));
            sink.checkpoint();
            older = sink.state();
            sink.write(Rows.sparseReading("s2", Rows.NOON));
            sink.checkpoint();
            newer = sink.state();
        }
        try (DrivenSink<Reading> sink = new DrivenSink<>(readings(FRESHNESS), 60_000, older)) {
            sink.checkpoint();
        }
        assertThat(count()).isEqualTo(1);

        try (DrivenSink<Reading> sink = new DrivenSink<>(readings(FRESHNESS), 0, newer)) {
            assertThat(sink.gauge("waitingRows")).isEqualTo(1);
            sink.checkpoint();
            newer = sink.state();
        }
        try (DrivenSink<Reading> sink = new DrivenSink<>(readings(FRESHNESS), 60_000, newer)) {
            sink.checkpoint();
        }
        assertThat(count()).isEqualTo(2);
        assertThat(distinctSensors()).isEqualTo(2);
    }

    @Test
    void somebodyElsesFileInAFolderHoldsNoRestoreUp() throws Exception {
        List<byte[]> state;
        try (DrivenSink<Reading> sink = new DrivenSink<>(readings(FRESHNESS))) {
            sink.write(Rows.sparseReading("s1", Rows.NOON));
            sink.checkpoint();
            state = sink.state();
        }
        Path folder = Files.createDirectories(root.resolve("readings/dt=2026-06-01/hour=12"));
        Path foreign = Files.writeString(folder.resolve("part-foreign.parquet"), "no Parquet");

        try (DrivenSink<Reading> sink = new DrivenSink<>(readings(FRESHNESS), 60_000, state)) {
            sink.checkpoint();
        }
        Files.delete(foreign);
        assertThat(count()).isEqualTo(1);
    }

    /** Any checkpoint may be gone on from, again and again, with any freshness. */
    @Test
    void noRowIsVisibleTwiceWhicheverCheckpointIsRestored() throws Exception {
        for (long seed = 1; seed <= 20; seed++) {
            Path lake = root.resolve("lake-" + seed);
            Set<String> lineage = restoreAtRandom(seed, lake);
            List<String> visible =
                    DuckDb.query(
                                    "SELECT sensor_id FROM "
                                            + DuckDb.parquet(lake.resolve("readings")))
                            .stream()
                            .map(row -> (String) row.get("sensor_id"))
                            .toList();
            assertThat(visible).as("seed %d", seed).doesNotHaveDuplicates();
            assertThat(visible).as("seed %d", seed).containsAll(lineage);
        }
    }

    /** A checkpoint, and the rows that were written up to it by the runs that led there. */
    private record Taken(
            List<byte[]> state, Collection<FileSinkCommittable> files, Set<String> rows) {}

    /** The rows of the last run and those it went on from. */
    private static Set<String> restoreAtRandom(long seed, Path lake) throws Exception {
        Random random = new Random(seed);
        List<Taken> taken = new ArrayList<>(List.of(new Taken(List.of(), List.of(), Set.of())));
        long now = 0;
        int written = 0;
        for (int run = 0; run < 8; run++) {
            Taken from = taken.get(random.nextInt(taken.size()));
            Duration freshness = Duration.ofSeconds(random.nextInt(4) * 15L);
            try (DrivenSink<Reading> sink =
                    new DrivenSink<>(readings(lake, freshness), now, from.state())) {
                sink.commit(from.files());
                Set<String> rows = new HashSet<>(from.rows());
                for (int checkpoint = 0; checkpoint < random.nextInt(8); checkpoint++) {
                    for (int row = 0; row < random.nextInt(600); row++) {
                        String sensor = "sensor-with-some-name-" + written++;
                        sink.write(
                                Rows.sparseReading(
                                        sensor, Rows.NOON + random.nextInt(2) * HOUR_MS));
                        rows.add(sensor);
                    }
                    now += CHECKPOINT_MS;
                    sink.clockReaches(now);
                    Collection<FileSinkCommittable> files = sink.prepare();
                    taken.add(new Taken(sink.state(), files, Set.copyOf(rows)));
                    sink.commit(files);
                }
            }
        }
        Taken last = taken.get(taken.size() - 1);
        try (DrivenSink<Reading> sink =
                new DrivenSink<>(readings(lake, Duration.ofDays(1)), now, last.state())) {
            sink.commit(last.files());
            sink.commit(sink.end());
        }
        return last.rows();
    }

    private TableSink<Reading> readings(Duration freshness) {
        return readings(root, freshness);
    }

    private TableSink<Reading> readings(String folder, Duration freshness) {
        return readings(root.resolve(folder), freshness);
    }

    private static TableSink<Reading> readings(Path root, Duration freshness) {
        return TableSinks.parquet(
                Tables.READINGS,
                new org.apache.flink.core.fs.Path(root.toUri()),
                new ReadingRows(),
                new TableSettings(64, freshness));
    }

    private TableSink<RejectedMessage> rejected() {
        return TableSinks.parquet(
                Tables.REJECTED_MESSAGES,
                new org.apache.flink.core.fs.Path(root.toUri()),
                new RejectedMessageRows(),
                new TableSettings(64, FRESHNESS));
    }

    private long count() throws Exception {
        return visibleFiles().isEmpty() ? 0 : DuckDb.count(root.resolve("readings"));
    }

    private long distinctSensors() throws Exception {
        return distinctSensors(root);
    }

    private static long distinctSensors(Path root) throws Exception {
        return (long)
                DuckDb.query(
                                "SELECT count(DISTINCT sensor_id) AS n FROM "
                                        + DuckDb.parquet(root.resolve("readings")))
                        .get(0)
                        .get("n");
    }

    private static List<Map<String, Object>> rows(Path table) throws Exception {
        return DuckDb.query(
                "SELECT * REPLACE (flags::VARCHAR AS flags) FROM " + DuckDb.parquet(table));
    }

    private List<String> visibleFiles() throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> root.relativize(file).toString())
                    .filter(file -> file.endsWith(".parquet"))
                    .sorted()
                    .toList();
        }
    }
}
