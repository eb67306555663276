package io.pythoflow.job.lake.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HourFoldersTest {

    private static final LocalDate DAY = LocalDate.of(2026, 1, 31);

    @Test
    void aFolderIsAnHourOfUtc() {
        assertThat(HourFolders.dayOf("dt=2026-01-31")).contains(DAY);
        assertThat(HourFolders.hourOf(DAY, "hour=23"))
                .contains(
                        new Span(
                                Instant.parse("2026-01-31T23:00:00Z").toEpochMilli(),
                                Instant.parse("2026-02-01T00:00:00Z").toEpochMilli()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-01-31", "dt=2026-02-30", "dt=", "day=2026-01-31", "dt=latest"})
    void otherFoldersAreNoDay(String name) {
        assertThat(HourFolders.dayOf(name)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"hour=24", "hour=7", "hour=", "07", "hour=07x"})
    void otherFoldersAreNoHour(String name) {
        assertThat(HourFolders.hourOf(DAY, name)).isEmpty();
    }
}
