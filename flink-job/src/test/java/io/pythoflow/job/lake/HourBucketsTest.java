package io.pythoflow.job.lake;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HourBucketsTest {

    private final HourBuckets buckets = new HourBuckets();

    @ParameterizedTest
    @CsvSource({
        "2026-06-01T00:00:00Z,      dt=2026-06-01/hour=00",
        "2026-06-01T09:59:59.999Z,  dt=2026-06-01/hour=09",
        "2026-06-01T10:00:00Z,      dt=2026-06-01/hour=10",
        "2026-12-31T23:59:59.999Z,  dt=2026-12-31/hour=23",
        "2024-02-29T12:00:00Z,      dt=2024-02-29/hour=12",
        "1971-01-01T05:30:00Z,      dt=1971-01-01/hour=05",
        "1969-12-31T23:59:59.999Z,  dt=1969-12-31/hour=23",
        "2099-12-31T22:00:00Z,      dt=2099-12-31/hour=22",
    })
    void aRowLiesInTheUtcHourOfItsPartitionTime(Instant time, String folder) {
        assertThat(buckets.folderOf(time.toEpochMilli())).isEqualTo(folder);
    }

    @Test
    void hoursThatShareASlotOfTheCacheKeepTheirOwnFolders() {
        long noon = Instant.parse("2026-06-01T12:00:00Z").toEpochMilli();
        long sameSlot = noon + 64 * 3_600_000L;

        assertThat(buckets.folderOf(noon)).isEqualTo("dt=2026-06-01/hour=12");
        assertThat(buckets.folderOf(sameSlot)).isEqualTo("dt=2026-06-04/hour=04");
        assertThat(buckets.folderOf(noon)).isEqualTo("dt=2026-06-01/hour=12");
    }

    @Test
    void rowsOfOneHourShareOneString() {
        long noon = Instant.parse("2026-06-01T12:00:00Z").toEpochMilli();

        assertThat(buckets.folderOf(noon)).isSameAs(buckets.folderOf(noon + 1));
    }
}
