package io.pythoflow.job.control.sense;

import static io.pythoflow.job.testing.ReadingBuilder.NOON;
import static io.pythoflow.job.testing.ReadingBuilder.aReading;
import static org.assertj.core.api.Assertions.assertThat;

import io.pythoflow.contract.codec.DecodeLimits;
import io.pythoflow.contract.codec.ElementBytes;
import io.pythoflow.contract.codec.MessageDecoder;
import io.pythoflow.contract.codec.MessageHandler;
import io.pythoflow.contract.payload.Flags;
import io.pythoflow.contract.payload.GatewayMessage;
import io.pythoflow.contract.payload.Measurement;
import io.pythoflow.contract.payload.Reading;
import io.pythoflow.contract.payload.RejectedMessage;
import io.pythoflow.contract.payload.TimestampSource;
import io.pythoflow.contract.topic.Topics;
import io.pythoflow.job.control.sense.SensorReport.Channel;
import io.pythoflow.job.control.sense.SensorReport.Doubt;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SensorReportsTest {
    private static final String SENSOR_TOPIC = "irrigation/sensors/A1/data";
    private static final long HOUR = 3_600_000;

    @Test
    void aReportHasWhatTheLoopUses() {
        Reading reading =
                aReading()
                        .at(NOON)
                        .receivedAt(NOON + 7)
                        .every(120)
                        .with("soil_moisture", 21)
                        .with("light", 700)
                        .with("rain", 0.2)
                        .with("nobody_knows", 1, "m")
                        .with("battery", 3.9)
                        .build();

        assertThat(SensorReports.of(reading))
                .contains(
                        new SensorReport(
                                "A1",
                                "irrigation-gateway-000",
                                NOON,
                                NOON + 7,
                                Channel.SENSOR_TOPIC,
                                Doubt.NONE,
                                120,
                                List.of(
                                        new Measurement("soil_moisture", 21, null),
                                        new Measurement("rain", 0.2, null))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "soil_moisture",
                "soil_moisture_relative",
                "soil_temperature",
                "temperature",
                "humidity",
                "rain",
                "pressure",
                "wind_speed",
                "solar_radiation",
                "flow_rate"
            })
    void eachOfTheseMakesAReport(String metric) {
        assertThat(metrics(aReading().with(metric, 1).with("light", 1).build()))
                .containsExactly(metric);
    }

    @Test
    void aReadingOfNothingElseMakesNone() {
        assertThat(SensorReports.of(aReading().with("light", 700).with("battery", 3.9).build()))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "out_of_range:soil_moisture, soil_temperature",
        "unknown_unit:soil_moisture, soil_temperature",
        "sender_quality:soil_moisture, soil_temperature",
        "sender_quality:soil_temperature, soil_moisture",
        // Sent as one kind of soil moisture, with the unit of the other.
        "sender_quality:soil_moisture_relative, soil_temperature"
    })
    void aDoubtfulValueIsLeftOut(String flag, String left) {
        assertThat(
                        metrics(
                                aReading()
                                        .with("soil_moisture", 21)
                                        .with("soil_temperature", 17)
                                        .flagged(flag)
                                        .build()))
                .containsExactly(left);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sender_quality",
                "sender_quality:soil_moisture",
                "out_of_range:soil_moisture"
            })
    void nothingIsReportedWhereEveryValueIsDoubtful(String flag) {
        assertThat(SensorReports.of(aReading().with("soil_moisture", 99).flagged(flag).build()))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "out_of_range:light",
                "not_a_number:soil_moisture",
                "duplicate_metric:soil_moisture",
                "invalid_field:seq",
                "tz_assumed"
            })
    void whatDoesNotConcernTheValueIsNoDoubt(String flag) {
        assertThat(SensorReports.of(aReading().with("soil_moisture", 21).flagged(flag).build()))
                .get()
                .satisfies(
                        report -> {
                            assertThat(report.doubt()).isEqualTo(Doubt.NONE);
                            assertThat(report.measurements()).hasSize(1);
                        });
    }

    @ParameterizedTest
    @CsvSource({
        "clock_not_set, CLOCK",
        "clock_far_ahead, CLOCK",
        "clock_ahead, CLOCK",
        "topic_sensor_differs, IDENTITY"
    })
    void aFlagOfClockOrIdentityIsADoubt(String flag, Doubt doubt) {
        assertThat(doubt(aReading().flagged(flag).build())).isEqualTo(doubt);
        assertThat(doubt(aReading().flagged(flag).fromBuffer().build())).isEqualTo(doubt);
    }

    @Test
    void whatComesFromABufferIsHistorical() {
        assertThat(doubt(aReading().fromBuffer().build())).isEqualTo(Doubt.HISTORICAL);
    }

    @Test
    void whoseReadingItIsWeighsMost() {
        Reading reading =
                decoded(
                        SENSOR_TOPIC,
                        "{\"sensor_id\":\"B9\",\"ts\":7,\"historical\":true,\"values\":{\"rain\":0}}");

        assertThat(reading.flags())
                .containsExactly(Flags.CLOCK_NOT_SET, Flags.TOPIC_SENSOR_DIFFERS);
        assertThat(doubt(reading)).isEqualTo(Doubt.IDENTITY);
    }

    @Test
    void theOriginalFirmwareHasNoClockAndIsNotDoubtedForIt() {
        Reading reading =
                decoded(
                        Topics.GATEWAY_STATUS,
                        "[{\"identifier\":\"A1\",\"values\":{\"soil_humidity\":45.1,\"light\":700}}]");

        assertThat(reading.timestampSource()).isEqualTo(TimestampSource.INGEST);
        assertThat(SensorReports.of(reading))
                .contains(
                        new SensorReport(
                                "A1",
                                null,
                                NOON,
                                NOON,
                                Channel.STATUS_TOPIC,
                                Doubt.NONE,
                                null,
                                List.of(new Measurement("soil_moisture_relative", 45.1, null))));
    }

    @Test
    void aTimeThatCannotBeBelievedIsADoubtThoughReceiptStandsIn() {
        for (long time : new long[] {7, NOON + 72 * HOUR}) {
            Reading reading =
                    decoded(
                            SENSOR_TOPIC,
                            "{\"sensor_id\":\"A1\",\"ts\":%d,\"values\":{\"soil_moisture\":21}}"
                                    .formatted(time));

            assertThat(reading.timestampSource()).isEqualTo(TimestampSource.INGEST);
            assertThat(reading.timestamp()).isEqualTo(NOON);
            assertThat(doubt(reading)).isEqualTo(Doubt.CLOCK);
        }
    }

    @Test
    void aTimeSomewhatAheadIsADoubt() {
        Reading reading =
                decoded(
                        SENSOR_TOPIC,
                        "{\"sensor_id\":\"A1\",\"ts\":%d,\"values\":{\"soil_moisture\":21}}"
                                .formatted(NOON + HOUR));

        assertThat(reading.flags()).containsExactly(Flags.CLOCK_AHEAD);
        assertThat(doubt(reading)).isEqualTo(Doubt.CLOCK);
    }

    @Test
    void aDoubtedKindOfSoilMoistureIsLeftOutWhicheverTheUnitMadeOfIt() {
        Reading reading =
                decoded(
                        SENSOR_TOPIC,
                        """
                        {"sensor_id":"A1","ts":%d,"quality":{"soil_moisture":"bad"},
                         "values":{"soil_moisture":{"v":40,"u":"%%rel"},"temperature":20}}
                        """
                                .formatted(NOON));

        assertThat(reading.measurements())
                .extracting(Measurement::metric)
                .contains("soil_moisture_relative");
        assertThat(metrics(reading)).containsExactly("temperature");
    }

    private static Doubt doubt(Reading reading) {
        return SensorReports.of(reading).orElseThrow().doubt();
    }

    private static List<String> metrics(Reading reading) {
        return SensorReports.of(reading).orElseThrow().measurements().stream()
                .map(Measurement::metric)
                .toList();
    }

    /** The one reading of a message received at noon. */
    private static Reading decoded(String topic, String payload) {
        List<Reading> readings = new ArrayList<>();
        new MessageDecoder(DecodeLimits.defaults())
                .decode(
                        topic,
                        payload.getBytes(StandardCharsets.UTF_8),
                        NOON,
                        new MessageHandler() {
                            @Override
                            public void onReading(Reading reading, ElementBytes origin) {
                                readings.add(reading);
                            }

                            @Override
                            public void onGatewayMessage(GatewayMessage message) {
                                throw new AssertionError(message);
                            }

                            @Override
                            public void onRejected(RejectedMessage rejected) {
                                throw new AssertionError(rejected.detail());
                            }
                        });
        assertThat(readings).hasSize(1);
        return readings.get(0);
    }
}
