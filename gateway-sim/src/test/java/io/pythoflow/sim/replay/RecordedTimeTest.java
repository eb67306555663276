package io.pythoflow.sim.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordedTimeTest {

    @ParameterizedTest
    @CsvSource({
        "2018-11-22T14:37:01.196Z,2018-11-22T14:37:01.196Z",
        "2018-11-22T14:37:01Z,2018-11-22T14:37:01Z",
        "2018-11-22T14:37Z,2018-11-22T14:37:00Z",
        "2018-11-22T14:37:01+02:00,2018-11-22T12:37:01Z",
        "2018-11-22T14:37:01.5-0330,2018-11-22T18:07:01.500Z",
        "2018-11-22 14:37:01.196 Z,2018-11-22T14:37:01.196Z",
        "2019-02-23 00:05:00,2019-02-23T00:05:00Z",
        "2019-02-23T00:05:00,2019-02-23T00:05:00Z",
        "2019-02-23 00:05,2019-02-23T00:05:00Z",
        "2019-02-06,2019-02-06T00:00:00Z",
        "1550880300,2019-02-23T00:05:00Z",
        "1550880300.25,2019-02-23T00:05:00.250Z",
        "1550880300123,2019-02-23T00:05:00.123Z",
        "1550880300123456,2019-02-23T00:05:00.123Z"
    })
    void readsTheFormsOfRecordings(String text, Instant time) {
        assertThat(RecordedTime.parse(text, ZoneOffset.UTC)).hasValue(time.toEpochMilli());
    }

    @Test
    void aTimeWithoutAnOffsetIsInTheGivenZone() {
        assertThat(RecordedTime.parse("2019-07-23 00:05:00", ZoneId.of("Europe/Berlin")))
                .hasValue(Instant.parse("2019-07-22T22:05:00Z").toEpochMilli());
        assertThat(RecordedTime.parse("2019-07-23T00:05:00Z", ZoneId.of("Europe/Berlin")))
                .hasValue(Instant.parse("2019-07-23T00:05:00Z").toEpochMilli());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "timestamp",
                "12",
                "-5",
                "2019-13-01",
                "2019-02-30",
                "2019-02-23 25:00:00",
                "2019-02-23T00:05:00Zulu",
                "23.02.2019"
            })
    void seesThatSomethingIsNoTime(String text) {
        assertThat(RecordedTime.parse(text, ZoneOffset.UTC)).isEmpty();
    }
}
