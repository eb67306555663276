package io.pythoflow.job.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SeenIdsTest {

    @Test
    void agreesWithASetOfTheJdk() {
        Random random = new Random(7);
        SeenIds ids = new SeenIds();
        Set<Long> expected = new HashSet<>();
        for (int i = 0; i < 50_000; i++) {
            // Half of the range is drawn twice, and neighbours crowd the same slots.
            long hash = 1 + random.nextInt(30_000) + ((long) random.nextInt(2) << 62);
            assertThat(ids.contains(hash)).isEqualTo(expected.contains(hash));
            assertThat(ids.add(hash)).isEqualTo(expected.add(hash));
        }

        assertThat(ids.size()).isEqualTo(expected.size());
        assertThat(ids.hashes()).containsExactlyInAnyOrder(expected.toArray(Long[]::new));
    }

    @Test
    void takesAtMostSixteenBytesForEachOfManyIds() {
        Random random = new Random(7);
        SeenIds ids = new SeenIds();
        for (int size = 1; size <= 100_000; size++) {
            ids.add(random.nextLong() | 1);
            if (size >= 32) {
                assertThat(8.0 * ids.capacity() / size).isLessThanOrEqualTo(16);
            }
        }
    }

    @Test
    void oneIdTakesTwoSlots() {
        SeenIds ids = new SeenIds();
        ids.add(5);

        assertThat(ids.capacity()).isEqualTo(2);
    }

    @Test
    void aCopyGoesItsOwnWay() {
        SeenIds ids = new SeenIds();
        ids.add(1);
        ids.expireAt(10);
        SeenIds copy = ids.copy();
        copy.add(2);
        copy.expireAt(20);

        assertThat(ids.hashes()).containsExactly(1);
        assertThat(ids.expiresAt()).isEqualTo(10);
        assertThat(copy.hashes()).containsExactlyInAnyOrder(1, 2);
        assertThat(copy.expiresAt()).isEqualTo(20);
    }
}
