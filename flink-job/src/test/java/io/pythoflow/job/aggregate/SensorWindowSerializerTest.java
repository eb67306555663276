package io.pythoflow.job.aggregate;

import static io.pythoflow.job.testing.ReadingBuilder.NOON;
import static io.pythoflow.job.testing.ReadingBuilder.aReading;
import static org.assertj.core.api.Assertions.assertThat;

import io.pythoflow.contract.payload.Reading;
import io.pythoflow.job.aggregate.SensorAggregate.Origin;
import io.pythoflow.job.testing.ReadingBuilder;
import io.pythoflow.job.testing.StateBytes;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SensorWindowSerializerTest {
    private static final int HALF_HOUR = 1_800_000;
    private static final int EXACT_LIMIT = 64;
    private static final SensorWindowSerializer SERIALIZER = new SensorWindowSerializer();

    /** Start, length, fired. */
    private static final String WINDOW = "000001972b5cee00" + "001b7740" + "01";

    /** Gateway and its offset, zone (null) and never, sample period and its offset. */
    private static final String SENDER =
            "00000004"
                    + "67772d31"
                    + "000003e8"
                    + "ffffffff"
                    + "ffffffff"
                    + "00000078"
                    + "00000000";

    /** Two readings, received 1,004 ms after the window's start altogether. */
    private static final String RECEIPT = "00000002" + "00000000000003ec";

    /** In %: one value. */
    private static final String LEAF_WETNESS =
            "0000000c"
                    + "6c6561665f7765746e657373"
                    + "00000001"
                    + "25"
                    + "00000001"
                    + "00000000"
                    + "4029000000000000"
                    // historical, late, duplicates, next revision
                    + "00000000"
                    + "00000000"
                    + "00000001"
                    + "00000001";

    /** Without unit: two values. */
    private static final String RAIN =
            "00000004"
                    + "7261696e"
                    + "ffffffff"
                    + "00000002"
                    + "00000000"
                    + "3fe0000000000000"
                    + "000003e8"
                    + "3ff0000000000000"
                    + "00000001"
                    + "00000001"
                    + "00000000"
                    + "00000001";

    /** Changed, nothing folded. */
    private static final String CHANGED = "01" + "00";

    private static final String UNCHANGED = "00" + "00";

    /** Of {@link #window()} when readings were not counted and each metric changed alone. */
    private static final String V1 =
            "01" + WINDOW + SENDER + "00000002" + LEAF_WETNESS + UNCHANGED + RAIN + CHANGED;

    private static final String V2 =
            "02" + WINDOW + SENDER + RECEIPT + "00000002" + LEAF_WETNESS + CHANGED + RAIN + CHANGED;

    /** In versions 3 and 4, numbers in as few bytes as they need, signed ones folded. */
    private static final String PACKED_HEAD =
            // start, length, fired
            "80b8e7b5e565"
                    + "c0ee6d"
                    + "01"
                    // sender
                    + "0567772d31"
                    + "d00f"
                    + "00"
                    + "01"
                    + "78"
                    + "00"
                    // receipt
                    + "04"
                    + "d80f"
                    // metrics
                    + "02";

    /** Behind its length. */
    private static final String V3 =
            "03"
                    + "00000046"
                    + PACKED_HEAD
                    // leaf wetness: five bytes of one point at 0, one decimal, 125; the counts
                    + "0d6c6561665f7765746e657373"
                    + "0225"
                    + "05"
                    + "0100"
                    + "01"
                    + "fa01"
                    + "00000101"
                    + "01"
                    // rain: seven bytes of points at 0 and 1,000, one decimal, 5 and 5 more
                    + "057261696e"
                    + "00"
                    + "07"
                    + "0200d00f"
                    + "01"
                    + "0a0a"
                    + "01010001"
                    + "01";

    /** Points that made a row are in a block, the one that came since is behind it. */
    private static final String V4 =
            "04"
                    + "0000004b"
                    + PACKED_HEAD
                    // leaf wetness: one point in five bytes of blocks, none behind them; the counts
                    + "0d6c6561665f7765746e657373"
                    + "0225"
                    + "01"
                    + "05"
                    + "0100"
                    + "01"
                    + "fa01"
                    + "00"
                    + "00000101"
                    + "01"
                    // rain: a point of its first row, and another behind it
                    + "057261696e"
                    + "00"
                    + "01"
                    + "04"
                    + "0100"
                    + "01"
                    + "0a"
                    + "01"
                    + "d00f"
                    + "00"
                    + "02"
                    + "01010001"
                    + "01";

    @Test
    void aWindowKeepsItsBytes() throws Exception {
        assertThat(StateBytes.write(SERIALIZER, window())).isEqualTo(V4);
    }

    @Test
    void aWindowOfVersion3IsRead() throws Exception {
        SensorWindow read = StateBytes.read(SERIALIZER, V3);

        assertThat(rows(read)).isEqualTo(rows(window())).hasSize(2);
    }

    @Test
    void aWindowOfVersion2IsRead() throws Exception {
        SensorWindow read = StateBytes.read(SERIALIZER, V2);

        assertThat(rows(read)).isEqualTo(rows(window())).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {15, 16, 17, 100})
    void manyPointsOfVersion2AreRead(int count) throws Exception {
        SensorWindow expected = new SensorWindow(NOON, HALF_HOUR);
        StringBuilder rain = new StringBuilder("00000004" + "7261696e" + "ffffffff");
        rain.append("%08x".formatted(count));
        for (int i = 0; i < count; i++) {
            int offset = 1_000 * (i ^ 1);
            double value = i / 10.0;
            rain.append("%08x%016x".formatted(offset, Double.doubleToRawLongBits(value)));
            expected.add(
                    aReading().at(NOON + offset).with("rain", value).build(), Integer.MAX_VALUE);
        }
        String counts = "00000000".repeat(4);
        SensorWindow read =
                StateBytes.read(
                        SERIALIZER,
                        "02" + WINDOW + SENDER + RECEIPT + "00000001" + rain + counts + CHANGED);

        assertThat(rows(read))
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields(
                        "gatewayId",
                        "expectedCount",
                        "completeness",
                        "quality",
                        "readingCount",
                        "receivedAtMean")
                .isEqualTo(rows(expected))
                .extracting(SensorAggregate::count)
                .containsExactly((long) count);
    }

    @Test
    void aWindowOfVersion1IsReadAndItsReadingsStayUncounted() throws Exception {
        SensorWindow read = StateBytes.read(SERIALIZER, V1);
        SensorWindow known = StateBytes.read(SERIALIZER, V2);
        Reading more = aReading().at(NOON + 2_000).with("rain", 2).build();
        read.add(more, EXACT_LIMIT);
        known.add(more, EXACT_LIMIT);
        // Through a checkpoint of this version.
        SensorWindow again = StateBytes.read(SERIALIZER, StateBytes.write(SERIALIZER, read));

        List<SensorAggregate> rows = rows(again);
        assertThat(rows)
                .allMatch(row -> row.readingCount() == null && row.receivedAtMean() == null);
        assertThat(rows)
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields(
                        "readingCount", "receivedAtMean")
                .isEqualTo(rows(known))
                .hasSize(2);
    }

    @Test
    void anyWindowComesBackAndGoesOnAlike() throws Exception {
        Random random = new Random(9);
        for (int round = 0; round < 100; round++) {
            SensorWindow window = new SensorWindow(NOON, HALF_HOUR);
            addRandom(window, random, random.nextInt(150));
            if (random.nextBoolean()) {
                rows(window);
                addRandom(window, random, random.nextInt(150));
            }
            String bytes = StateBytes.write(SERIALIZER, window);
            SensorWindow read = StateBytes.read(SERIALIZER, bytes);
            SensorWindow copy = SERIALIZER.copy(window);

            assertThat(StateBytes.write(SERIALIZER, read)).isEqualTo(bytes);
            assertThat(StateBytes.write(SERIALIZER, copy)).isEqualTo(bytes);
            assertThat(StateBytes.copy(SERIALIZER, bytes)).isEqualTo(bytes);
            long seed = random.nextLong();
            addRandom(window, new Random(seed), 3);
            addRandom(read, new Random(seed), 3);
            assertThat(rows(read)).isEqualTo(rows(window));
            assertThat(StateBytes.write(SERIALIZER, copy)).as("untouched copy").isEqualTo(bytes);
        }
    }

    @Test
    void foldedPointsComeBack() throws Exception {
        Random random = new Random(9);
        SensorWindow window = new SensorWindow(NOON, HALF_HOUR);
        addRandom(window, random, 5_000);
        String bytes = StateBytes.write(SERIALIZER, window);
        SensorWindow copy = SERIALIZER.copy(window);
        SensorWindow read = StateBytes.read(SERIALIZER, bytes);

        assertThat(StateBytes.write(SERIALIZER, read)).isEqualTo(bytes);
        addRandom(copy, random, 1_000);
        assertThat(StateBytes.write(SERIALIZER, window)).as("after its copy").isEqualTo(bytes);
        assertThat(rows(read))
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields(
                        "p05", "p25", "p50", "p75", "p95")
                .isEqualTo(rows(window));
    }

    @Test
    void storedSnapshotsStayCompatible() throws Exception {
        assertThat(
                        SERIALIZER
                                .snapshotConfiguration()
                                .resolveSchemaCompatibility(
                                        StateBytes.throughCheckpoint(SERIALIZER))
                                .isCompatibleAsIs())
                .isTrue();
    }

    private static SensorWindow window() {
        SensorWindow window = new SensorWindow(NOON, HALF_HOUR);
        ReadingBuilder first =
                aReading()
                        .receivedAt(NOON + 1)
                        .through("gw-1")
                        .every(120)
                        .with("leaf_wetness", 12.5, "%")
                        .with("rain", 0.5);
        window.add(first.build(), EXACT_LIMIT);
        rows(window);
        window.add(
                aReading()
                        .at(NOON + 1_000)
                        .receivedAt(NOON + 1_003)
                        .through("gw-1")
                        .fromBuffer()
                        .with("rain", 1)
                        .build(),
                EXACT_LIMIT);
        window.countDuplicate(aReading().with("leaf_wetness", 12.5, "%").build());
        return window;
    }

    private static void addRandom(SensorWindow window, Random random, int count) {
        String[] metrics = {"rain", "wind_direction", "leaf_wetness", "blattnässe"};
        for (int i = 0; i < count; i++) {
            ReadingBuilder reading = aReading().at(NOON + random.nextInt(HALF_HOUR));
            reading.inZone("z-" + random.nextInt(3)).every(1 + random.nextInt(3));
            reading.receivedAt(NOON + random.nextLong(90_000_000));
            reading.with(metrics[random.nextInt(metrics.length)], random.nextGaussian(), "u");
            window.add(reading.build(), EXACT_LIMIT);
        }
    }

    private static List<SensorAggregate> rows(SensorWindow window) {
        return window.takeRows("A1", Origin.LIVE, NOON + HALF_HOUR);
    }
}
