package io.pythoflow.sim.field;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PastTest {

    @ParameterizedTest
    @CsvSource({
        "UTC, 2026-03-10T12:00:00Z, PT24H, 2026-03-09T06:00Z",
        "UTC, 2026-03-10T06:00:00Z, PT24H, 2026-03-09T06:00Z",
        "UTC, 2026-03-10T05:59:59.999Z, PT24H, 2026-03-08T06:00Z",
        "America/Sao_Paulo, 2026-03-10T12:00:00Z, PT24H, 2026-03-09T06:00-03:00",
        "America/Sao_Paulo, 2026-03-10T01:00:00Z, PT1H, 2026-03-09T06:00-03:00",
        "Europe/Lisbon, 2026-04-10T12:00:00Z, P30D, 2026-03-11T06:00Z",
        "Europe/Lisbon, 2026-07-10T12:00:00Z, P30D, 2026-06-10T06:00+01:00",
    })
    void beginsAtTheLastSixInTheMorningThatIsLongEnoughAgo(
            ZoneId zone, Instant now, Duration atLeast, String start) {
        Past past = Past.of(atLeast, zone, now);

        assertThat(past.start().toOffsetDateTime()).hasToString(start);
        assertThat(past.startMillis()).isEqualTo(past.start().toInstant().toEpochMilli());
        assertThat(past.endMillis()).isEqualTo(now.toEpochMilli());
    }

    @Test
    void itsFirstDayIsThatOfThePlace() {
        Instant now = Instant.parse("2026-03-10T20:00:00Z");

        Past past = Past.of(Duration.ofHours(1), ZoneId.of("Pacific/Kiritimati"), now);

        assertThat(past.firstDay()).isEqualTo(LocalDate.of(2026, 3, 11));
        assertThat(past.start().toInstant()).isEqualTo("2026-03-10T16:00:00Z");
        assertThat(past.end().toOffsetDateTime()).hasToString("2026-03-11T10:00+14:00");
    }

    @ParameterizedTest
    @CsvSource({"PT59M59S", "P400DT1S"})
    void isNeitherTooShortNorTooLong(Duration atLeast) {
        assertThatThrownBy(() -> Past.of(atLeast, ZoneId.of("UTC"), Instant.EPOCH))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A past of %s is outside 1h to 400d", atLeast);
    }
}
