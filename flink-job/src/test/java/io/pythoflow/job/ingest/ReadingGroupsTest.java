package io.pythoflow.job.ingest;

import static io.pythoflow.job.testing.ReadingBuilder.NOON;
import static io.pythoflow.job.testing.ReadingBuilder.aReading;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Noon is a multiple of every length here but those of seconds. */
class ReadingGroupsTest {
    private static final long HOUR = Duration.ofHours(1).toMillis();

    @ParameterizedTest
    @CsvSource({"PT10S,1", "PT30M,1", "PT1H,1", "PT2H,2", "PT90M,3", "PT24H,24"})
    void aGroupIsMadeOfWholeWindowsAndWholeHours(Duration window, int hours) {
        ReadingGroups groups = ReadingGroups.of(window);
        long start = Math.floorDiv(NOON, hours * HOUR) * hours * HOUR;

        assertThat(key(groups, start)).isEqualTo(key(groups, start + hours * HOUR - 1));
        assertThat(key(groups, start)).isNotEqualTo(key(groups, start - 1));
        assertThat(key(groups, start)).isNotEqualTo(key(groups, start + hours * HOUR));
        assertThat(groups.holdCopiesOf(aReading().at(NOON).build())).isTrue();
    }

    @Test
    void windowsThatShareNoDayWithAnHourAreGroupsThemselves() {
        ReadingGroups groups = ReadingGroups.of(Duration.ofSeconds(29));
        long start = Math.floorDiv(NOON, 29_000L) * 29_000;

        assertThat(key(groups, start)).isEqualTo(key(groups, start + 28_999));
        assertThat(key(groups, start)).isNotEqualTo(key(groups, start + 29_000));
        assertThat(groups.holdCopiesOf(aReading().at(NOON).build())).isFalse();
    }

    @Test
    void sensorsHaveGroupsOfTheirOwn() {
        ReadingGroups groups = ReadingGroups.of(Duration.ofMinutes(30));

        assertThat(groups.keyOf(aReading().of("A1").at(NOON).build()))
                .isNotEqualTo(groups.keyOf(aReading().of("A2").at(NOON).build()));
    }

    private static long key(ReadingGroups groups, long time) {
        return groups.keyOf(aReading().at(time).build());
    }
}
