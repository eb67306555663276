package io.pythoflow.job.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pythoflow.job.state.PackedInput;
import io.pythoflow.job.state.PackedOutput;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeptPointsTest {
    private static final int WINDOW_MILLIS = 300_000;

    private record Point(int offset, double value) {}

    /** Points, and beside them what they have to be. */
    private record Pair(KeptPoints kept, List<Point> expected) {

        static Pair empty() {
            return new Pair(new KeptPoints(), new ArrayList<>());
        }

        void add(Point point) {
            kept.keep(point.offset(), point.value());
            expected.add(point);
        }

        Pair with(KeptPoints other) {
            return new Pair(other, new ArrayList<>(expected));
        }

        void keepNewerHalf() {
            expected.sort(Comparator.comparingInt(Point::offset).thenComparingDouble(Point::value));
            expected.subList(0, expected.size() / 2).clear();
            Points sorted = kept.points();
            kept.replace(sorted.slice(sorted.size() / 2, sorted.size()));
        }

        void assertSame() {
            Points sorted = kept.points();
            List<Point> points = new ArrayList<>();
            for (int i = 0; i < sorted.size(); i++) {
                points.add(new Point(sorted.offsets()[i], sorted.values()[i]));
            }

            assertThat(kept.size()).isEqualTo(expected.size());
            // Records tell -0.0 from 0.0.
            assertThat(points)
                    .isEqualTo(
                            expected.stream()
                                    .sorted(
                                            Comparator.comparingInt(Point::offset)
                                                    .thenComparingDouble(Point::value))
                                    .toList());
        }
    }

    @Test
    void whateverHappensToThemNoneIsLostOrChanged() {
        Random random = new Random(17);
        for (int round = 0; round < 100; round++) {
            List<Pair> pairs = new ArrayList<>(List.of(Pair.empty()));
            int kind = random.nextInt(6);
            for (int step = 0; step < 150; step++) {
                int chosen = random.nextInt(pairs.size());
                Pair pair = pairs.get(chosen);
                switch (random.nextInt(60)) {
                    case 0, 1, 2 -> pairs.add(pair.with(new KeptPoints(pair.kept())));
                    case 3, 4 -> pairs.set(chosen, pair.with(throughState(pair.kept())));
                    case 5 -> pair.kept().pack(pair.kept().points());
                    case 6 -> pair.keepNewerHalf();
                    default -> {
                        int count = 1 + random.nextInt(8);
                        for (int i = 0; i < count; i++) {
                            pair.add(point(random, kind));
                        }
                    }
                }
            }
            pairs.forEach(Pair::assertSame);
        }
    }

    @Test
    void copiesThatShareBlocksGoTheirOwnWays() {
        Random random = new Random(3);
        // The array has room for another block at some sizes.
        for (int size = 0; size < 300; size += 5) {
            Pair first = filled(random, size);
            Pair second = first.with(new KeptPoints(first.kept()));
            Pair third = second.with(new KeptPoints(second.kept()));
            for (int i = 0; i < 40; i++) {
                for (Pair pair : List.of(first, second, third)) {
                    pair.add(point(random, 1));
                }
            }

            first.assertSame();
            second.assertSame();
            third.assertSame();
        }
    }

    @Test
    void aSnapshotStaysAsItWasWhateverIsAddedToItsCopy() {
        Random random = new Random(3);
        Pair snapshot = filled(random, 100);
        byte[] before = bytes(snapshot.kept());
        Pair live = snapshot.with(new KeptPoints(snapshot.kept()));
        for (int i = 0; i < 100; i++) {
            live.add(point(random, 1));
            live.kept().pack(live.kept().points());
        }

        assertThat(bytes(snapshot.kept())).isEqualTo(before);
        live.assertSame();
    }

    @Test
    void theyComeBackFromTheStateAtEverySizeAndGoOnAlike() {
        Random random = new Random(5);
        for (int size = 0; size <= 4 * KeptPoints.TAIL + 1; size++) {
            Pair pair = filled(random, size);
            byte[] bytes = bytes(pair.kept());
            Pair read = pair.with(throughState(pair.kept()));

            assertThat(bytes(read.kept())).isEqualTo(bytes);
            read.assertSame();
            for (int i = 0; i < 2 * KeptPoints.TAIL; i++) {
                Point next = point(random, 1);
                pair.add(next);
                read.add(next);
                assertThat(bytes(read.kept())).isEqualTo(bytes(pair.kept()));
            }
            read.assertSame();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 15, 16, 17, 100, 1_024})
    void theOneBlockOfVersion3IsReadAndAddedTo(int size) {
        Random random = new Random(7);
        Pair pair = filled(random, size);
        int[] offsets = pair.expected().stream().mapToInt(Point::offset).toArray();
        double[] values = pair.expected().stream().mapToDouble(Point::value).toArray();
        PackedOutput block = new PackedOutput();
        PackedPoints.write(offsets, values, size, block);
        PackedOutput out = new PackedOutput();
        out.writeBlock(block.array(), block.size());
        Pair read = pair.with(new KeptPoints());
        read.kept().readPointsVersion3(new PackedInput(out.toByteArray()));

        read.assertSame();
        for (int i = 0; i < 40; i++) {
            read.add(point(random, 1));
        }
        read.assertSame();
    }

    @Test
    void theyTakeFewBytesWhileTheyCome() {
        KeptPoints kept = new KeptPoints();
        for (int i = 0; i < 1_000; i++) {
            kept.keep(i * 4_000 + i % 7, Math.round(2_700 + 30 * Math.sin(i / 5.0)) / 100.0);
            int stored = bytes(kept).length;

            assertThat(stored).isLessThan(10 + 5 * (i + 1) + 8);
            // Beside objects, the tail, and room for a quarter more.
            assertThat(kept.pointsHeapBytes())
                    .isLessThan(80 + 12 * KeptPoints.TAIL + stored * 5 / 4);
        }
        long open = kept.pointsHeapBytes();
        kept.pack(kept.points());

        assertThat(kept.pointsHeapBytes()).isBetween(1_000L, Math.min(open, 4_000L));
        assertThat(kept.pointsHeapBytes()).isCloseTo(bytes(kept).length, within(70L));
    }

    private static Pair filled(Random random, int size) {
        Pair pair = Pair.empty();
        for (int i = 0; i < size; i++) {
            pair.add(point(random, 1));
        }
        return pair;
    }

    private static Point point(Random random, int kind) {
        // Whole seconds now and then, so that instants coincide.
        int offset =
                random.nextBoolean()
                        ? random.nextInt(WINDOW_MILLIS)
                        : 1_000 * random.nextInt(WINDOW_MILLIS / 1_000);
        double value =
                switch (kind) {
                    case 0 -> random.nextInt(4_096);
                    case 1 -> decimal(random, random.nextInt(4));
                    case 2 -> decimal(random, random.nextInt(8));
                    case 3 -> random.nextGaussian();
                    case 4 -> Double.longBitsToDouble(random.nextLong() & 0x7fefffffffffffffL);
                    default -> random.nextBoolean() ? -0.0 : random.nextInt(2);
                };
        return new Point(offset, value);
    }

    private static double decimal(Random random, int decimals) {
        double power = Math.pow(10, decimals);
        return Math.round(random.nextGaussian() * 40 * power) / power;
    }

    private static byte[] bytes(KeptPoints kept) {
        PackedOutput out = new PackedOutput();
        kept.writePoints(out);
        return out.toByteArray();
    }

    private static KeptPoints throughState(KeptPoints kept) {
        KeptPoints read = new KeptPoints();
        read.readPoints(new PackedInput(bytes(kept)));
        return read;
    }
}
