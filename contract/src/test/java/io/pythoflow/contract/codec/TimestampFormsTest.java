package io.pythoflow.contract.codec;

import static io.pythoflow.contract.codec.RecordingHandler.RECEIVED_AT;
import static io.pythoflow.contract.codec.RecordingHandler.SENSOR_TOPIC;
import static org.assertj.core.api.Assertions.assertThat;

import io.pythoflow.contract.payload.Flags;
import io.pythoflow.contract.payload.Reading;
import io.pythoflow.contract.payload.RejectReason;
import io.pythoflow.contract.payload.TimestampSource;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every form a time takes, as the JSON of {@code ts}; received at 2025-01-01T00:00:05Z. */
class TimestampFormsTest {

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "1735689600, 2025-01-01T00:00:00Z",
                "1735689600.25, 2025-01-01T00:00:00.250Z",
                "1.7356896e9, 2025-01-01T00:00:00Z",
                "1735689600123, 2025-01-01T00:00:00.123Z",
                "1735689600123456, 2025-01-01T00:00:00.123Z",
                "\"1735689600\", 2025-01-01T00:00:00Z",
                "\" 1735689600123 \", 2025-01-01T00:00:00.123Z",
                "\"1735689600.5\", 2025-01-01T00:00:00.500Z",
                "1000000000, 2001-09-09T01:46:40Z",
                "\"2018-03-02T18:25:03Z\", 2018-03-02T18:25:03Z",
                "\"2018-03-02t18:25:03z\", 2018-03-02T18:25:03Z",
                "\"2018-03-02T18:25Z\", 2018-03-02T18:25:00Z",
                "\"2018-03-02T18:25:03.1Z\", 2018-03-02T18:25:03.100Z",
                "`\"2018-03-02T18:25:03,123456789012Z\"`, 2018-03-02T18:25:03.123Z",
                "\"2018-03-02T18:25:03+02:00\", 2018-03-02T16:25:03Z",
                "\"2018-03-02T18:25:03-0330\", 2018-03-02T21:55:03Z",
                "\"2018-03-02 18:25:03.999999+02\", 2018-03-02T16:25:03.999Z",
                "\"2016-12-31T23:59:60Z\", 2017-01-01T00:00:00Z",
                "\"2024-02-29T00:00:00Z\", 2024-02-29T00:00:00Z",
            })
    void isRead(String ts, Instant expected) {
        Reading reading = decode(ts).reading();

        assertThat(Instant.ofEpochMilli(reading.timestamp())).isEqualTo(expected);
        assertThat(reading.timestampSource()).isEqualTo(TimestampSource.DEVICE);
        assertThat(reading.flags()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"2018-03-02T18:25:03\"",
                "\"2018-03-02 18:25:03\"",
                "\"2018-03-02T18:25:03.000000\""
            })
    void withoutZoneIsTakenAsUtcAndFlagged(String ts) {
        Reading reading = decode(ts).reading();

        assertThat(reading.timestamp())
                .isEqualTo(Instant.parse("2018-03-02T18:25:03Z").toEpochMilli());
        assertThat(reading.flags()).containsExactly(Flags.ZONE_ASSUMED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"\"",
                "\"yesterday\"",
                "\"2018-03-02\"",
                "\"2018-13-02T18:25:03Z\"",
                "\"2018-02-30T18:25:03Z\"",
                "\"2018-03-02T24:00:00Z\"",
                "\"2018-03-02T18:61:03Z\"",
                "\"2018-03-02T18:25:61Z\"",
                "\"2018-03-02T18:25:03.Z\"",
                "\"2018-03-02T18:25:03+99:00\"",
                "\"2018-03-02T18:25:03Zulu\"",
                "\"2018/03/02T18:25:03Z\"",
                "\"0x5f5e100\"",
                "\"1735689600s\"",
                "true",
                "{}",
                "[1735689600]",
                "NaN",
                "\"NaN\"",
                "1e400"
            })
    void whatIsNoTimeIsRejected(String ts) {
        assertThat(decode(ts).rejectReason()).isEqualTo(RejectReason.INVALID_TIMESTAMP);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-1",
                "192",
                "123456789",
                "999999999",
                "999999999999",
                "-9223372036854775808",
                "-1e300",
                "\"1970-01-01T00:03:12Z\"",
                "\"0000-01-01T00:00:00Z\""
            })
    void aClockThatWasNeverSetIsReplaced(String ts) {
        assertReplaced(ts, Flags.CLOCK_NOT_SET);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"2025-01-01T02:00:05.001Z\"",
                "\"2099-01-01T00:00:00Z\"",
                "\"9999-12-31T23:59:59\"",
                "9223372036854775807",
                "99999999999999999999999999",
                "1e300"
            })
    void aClockFarAheadIsReplaced(String ts) {
        assertReplaced(ts, Flags.CLOCK_FAR_AHEAD);
    }

    @ParameterizedTest
    @CsvSource({"00:05:05.000, false", "00:05:05.001, true", "02:00:05.000, true"})
    void aClockAheadIsKeptAndFlaggedBeyondTheTolerance(String time, boolean flagged) {
        Reading reading = decode("\"2025-01-01T" + time + "Z\"").reading();

        assertThat(Instant.ofEpochMilli(reading.timestamp()))
                .isEqualTo(Instant.parse("2025-01-01T" + time + "Z"));
        assertThat(reading.flags().contains(Flags.CLOCK_AHEAD)).isEqualTo(flagged);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ts", "timestamp", "time", "Time"})
    void isReadUnderEachOfItsNames(String name) {
        Reading reading = decodeMember("\"" + name + "\":1519986303").reading();

        assertThat(reading.timestamp()).isEqualTo(1_519_986_303_000L);
    }

    @Test
    void tsStandsBeforeItsOtherNamesInAnyOrder() {
        assertThat(decodeMember("\"ts\":1519986303,\"time\":\"noon\"").reading().timestamp())
                .isEqualTo(1_519_986_303_000L);
        assertThat(decodeMember("\"time\":\"noon\",\"ts\":1519986303").reading().timestamp())
                .isEqualTo(1_519_986_303_000L);
    }

    @Test
    void noneIsTheTimeOfReceipt() {
        for (String member : new String[] {"\"ts\":null", "\"seq\":1"}) {
            Reading reading = decodeMember(member).reading();
            assertThat(reading.timestamp()).isEqualTo(RECEIVED_AT);
            assertThat(reading.timestampSource()).isEqualTo(TimestampSource.INGEST);
            assertThat(reading.flags()).isEmpty();
        }
    }

    private static void assertReplaced(String ts, String flag) {
        Reading reading = decode(ts).reading();
        assertThat(reading.timestamp()).isEqualTo(RECEIVED_AT);
        assertThat(reading.timestampSource()).isEqualTo(TimestampSource.INGEST);
        assertThat(reading.flags()).containsExactly(flag);
    }

    private static RecordingHandler decode(String ts) {
        return decodeMember("\"ts\":" + ts);
    }

    private static RecordingHandler decodeMember(String member) {
        return RecordingHandler.decode(SENSOR_TOPIC, "{" + member + ",\"rain\":1}");
    }
}
