package io.pythoflow.job.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class IdFiltersTest {
    private final Random random = new Random(7);

    @Test
    void everyHashIsFoundInItsSet() {
        IdFilters filters = new IdFilters();
        List<long[]> sets = new ArrayList<>();
        for (int size : new int[] {0, 1, 2, 5, 100, 3_000}) {
            sets.add(hashes(size));
            filters.add(sets.get(sets.size() - 1));
        }

        for (int set = 0; set < sets.size(); set++) {
            for (long hash : sets.get(set)) {
                assertThat(filters.next(set, hash)).isEqualTo(set);
                assertThat(filters.next(0, hash)).isBetween(0, set);
            }
        }
        assertThat(filters.sets()).isEqualTo(6);
        assertThat(filters.hashes()).isEqualTo(3_108);
    }

    @Test
    void oneAbsentHashInTwoHundredIsTakenForOneOfASetAtMost() {
        IdFilters filters = new IdFilters();
        filters.add(hashes(200));
        int wrong = 0;
        for (long hash : hashes(100_000)) {
            wrong += filters.next(0, hash) < 0 ? 0 : 1;
        }

        assertThat(wrong).isLessThan(500);
    }

    @Test
    void aCopyGoesItsOwnWay() {
        IdFilters filters = new IdFilters();
        filters.add(hashes(10));
        IdFilters copy = filters.copy();
        copy.add(hashes(20));
        copy.expireAt(5);

        assertThat(filters.sets()).isEqualTo(1);
        assertThat(filters.hashes()).isEqualTo(10);
        assertThat(filters.expiresAt()).isZero();
        assertThat(copy.hashes()).isEqualTo(30);
    }

    private long[] hashes(int size) {
        return random.longs().filter(hash -> hash != 0).limit(size).toArray();
    }
}
