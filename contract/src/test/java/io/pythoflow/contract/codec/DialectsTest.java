package io.pythoflow.contract.codec;

import static io.pythoflow.contract.codec.RecordingHandler.RECEIVED_AT;
import static io.pythoflow.contract.codec.RecordingHandler.SENSOR_TOPIC;
import static io.pythoflow.contract.codec.RecordingHandler.STATUS_TOPIC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pythoflow.contract.metric.Metric;
import io.pythoflow.contract.payload.CommandAck;
import io.pythoflow.contract.payload.GatewayStatus;
import io.pythoflow.contract.payload.Measurement;
import io.pythoflow.contract.payload.Reading;
import io.pythoflow.contract.payload.RejectReason;
import io.pythoflow.contract.payload.ValveStatus;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The ways a payload may be written, beyond what the golden samples show. */
class DialectsTest {

    @ParameterizedTest
    @EnumSource(Metric.class)
    void everyNameOfAMetricMeansIt(Metric metric) {
        for (String alias : metric.aliases()) {
            assertMeans(alias, metric);
            assertMeans(alias.toUpperCase(Locale.ROOT), metric);
        }
        assertMeans(metric.metricName(), metric);
        assertMeans(camelCase(metric.metricName()), metric);
        assertMeans(metric.metricName().replace('_', '-'), metric);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "27.4",
                "\"27.4\"",
                "\" 27.4 \"",
                "274e-1",
                "\"2.74E+1\"",
                "{\"v\":27.4}",
                "{\"v\":\"27.4\",\"u\":\"%VWC\"}",
                "{\"unit\":\"%VWC\",\"value\":27.4}",
                "{\"depth_cm\":[20,40],\"v\":27.4}"
            })
    void everyFormOfAValueIsRead(String value) {
        for (String payload :
                List.of(
                        "{\"values\":{\"soil_moisture\":" + value + "}}",
                        "{\"soil_moisture\":" + value + "}")) {
            assertThat(decode(payload).reading().measurements())
                    .containsExactly(new Measurement("soil_moisture", 27.4, null));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NaN",
                "nan",
                "-nan",
                "Infinity",
                "-inf",
                "INF",
                "ovf",
                "1e400",
                "\"NaN\"",
                "\"inf\"",
                "\"1e400\"",
                "\"27,4\"",
                "\"0x10\"",
                "\"1d\"",
                "\"\"",
                "\"wet\"",
                "true",
                "{\"v\":\"nan\"}"
            })
    void whatIsNoFiniteNumberIsDroppedAndFlagged(String value) {
        Reading reading =
                decode("{\"values\":{\"soil_moisture\":" + value + ",\"rain\":1}}").reading();

        assertThat(reading.measurements()).containsExactly(new Measurement("rain", 1, null));
        assertThat(reading.flags()).containsExactly("not_a_number:soil_moisture");
    }

    @Test
    void nothingIsDroppedWithoutAFlag() {
        Reading reading = decode("{\"values\":{\"soil_moisture\":null,\"rain\":1}}").reading();

        assertThat(reading.measurements()).containsExactly(new Measurement("rain", 1, null));
        assertThat(reading.flags()).isEmpty();
    }

    @Test
    void bareWordsInsideTextsStayAsTheyAre() {
        Reading reading =
                decode("{\"sensor_id\":\"a: nan, \\\"b\",\"values\":{\"rain\":1,\"light\":nan}}")
                        .reading();

        assertThat(reading.sensorId()).isEqualTo("a: nan, \"b");
    }

    @Test
    void negativeZeroStaysZero() {
        assertThat(decode("{\"temperature\":-0.0}").reading().measurements().get(0).value())
                .isZero();
    }

    @Test
    void anUnknownMetricKeepsItsNameAndUnit() {
        assertThat(
                        decode("{\"values\":{\"Leaf Wetness\":{\"v\":3,\"u\":\"%\"},\"x\":4}}")
                                .reading()
                                .measurements())
                .containsExactly(
                        new Measurement("Leaf Wetness", 3, "%"), new Measurement("x", 4, null));
    }

    @Test
    void anUnknownUnitOfAKnownMetricIsFlagged() {
        Reading reading = decode("{\"values\":{\"rain\":{\"v\":3,\"u\":\"bucket\"}}}").reading();

        assertThat(reading.measurements()).containsExactly(new Measurement("rain", 3, null));
        assertThat(reading.flags()).containsExactly("unknown_unit:rain");
    }

    @Test
    void aConversionThatOverflowsLeavesNoValue() {
        String payload = "{\"values\":{\"rain\":{\"v\":1e308,\"u\":\"m\"},\"light\":1}}";

        assertThat(decode(payload).reading().flags()).containsExactly("not_a_number:rain");
    }

    @Test
    void ofAMetricSentTwiceTheLastValueStands() {
        Reading reading =
                decode("{\"values\":{\"vwc\":10,\"x\":1,\"x\":2,\"soil_moisture\":11}}").reading();

        assertThat(reading.measurements())
                .containsExactly(
                        new Measurement("soil_moisture", 11, null), new Measurement("x", 2, null));
        assertThat(reading.flags())
                .containsExactly("duplicate_metric:soil_moisture", "duplicate_metric:x");
    }

    @Test
    void theSendersDoubtIsAFlagWhereverItStands() {
        String values = "\"values\":{\"vwc\":10,\"rain\":1}";
        String quality = "\"quality\":{\"vwc\":\"stuck\",\"rain\":\"OK\"}";

        for (String payload :
                List.of("{" + values + "," + quality + "}", "{" + quality + "," + values + "}")) {
            assertThat(decode(payload).reading().flags())
                    .containsExactly("sender_quality:soil_moisture");
        }
    }

    @Test
    void membersBesideValuesAreNoMetrics() {
        Reading reading =
                decode("{\"retries\":3,\"temperature\":20,\"values\":{\"rain\":1}}").reading();

        assertThat(reading.measurements()).containsExactly(new Measurement("rain", 1, null));
    }

    @ParameterizedTest
    @CsvSource({
        "urn:dev:A7:, temperature, urn:dev:A7, temperature",
        "A7/, temperature, A7, temperature",
        "A7, temperature, A7, temperature",
        "field/, A7/soilMoisture, field/A7, soil_moisture",
        "'', A7/temperature, A7, temperature",
        "'', temperature, A1, temperature",
        "gw:A7/, x:y, gw:A7/x, y"
    })
    void senmlNamesAreTakenApart(String base, String name, String sensor, String metric) {
        Reading reading =
                decode("[{\"bn\":\"" + base + "\",\"n\":\"" + name + "\",\"v\":20}]").reading();

        assertThat(reading.sensorId()).isEqualTo(sensor);
        assertThat(reading.measurements()).containsExactly(new Measurement(metric, 20, null));
    }

    @Test
    void senmlBaseValuesHoldUntilTheyAreReplaced() {
        RecordingHandler found =
                decode(
                        "[{\"bn\":\"A7/\",\"bt\":1735689600,\"bu\":\"Cel\",\"bv\":20},"
                                + "{\"n\":\"temperature\",\"v\":1.5},"
                                + "{\"bt\":1735689540,\"n\":\"temperature\"},"
                                + "{\"n\":\"temperature\",\"t\":30,\"v\":2}]");

        assertThat(found.lines)
                .containsExactly(
                        "reading A7 at 2025-01-01T00:00:00Z by gateway {temperature=21.5} flags"
                                + " [topic_sensor_differs]",
                        "reading A7 at 2024-12-31T23:59:00Z by gateway {temperature=20.0} flags"
                                + " [topic_sensor_differs]",
                        "reading A7 at 2024-12-31T23:59:30Z by device {temperature=22.0} flags"
                                + " [topic_sensor_differs]");
    }

    @Test
    void aSenmlPackWithoutSensorNeedsATopicThatNamesOne() {
        assertThat(
                        RecordingHandler.decode(STATUS_TOPIC, "[{\"n\":\"temperature\",\"v\":20}]")
                                .rejectReason())
                .isEqualTo(RejectReason.MISSING_SENSOR_ID);
    }

    @Test
    void shortNamesBesideTheIdAreMetricsUnlessItIsSenml() {
        assertThat(decode("{\"t\":20.5,\"v\":3}").reading().measurements())
                .containsExactly(new Measurement("t", 20.5, null), new Measurement("v", 3, null));
    }

    @Test
    void theStatusTopicTellsReadingsFromStatus() {
        RecordingHandler found =
                RecordingHandler.decode(
                        STATUS_TOPIC,
                        "[{\"identifier\":\"A1\",\"state\":\"ok\",\"values\":{\"rain\":1}},"
                                + "{\"state\":\"online\",\"uptime_s\":5},"
                                + "{\"identifier\":\"A1\",\"rain\":1,\"state\":\"online\"},"
                                + "{\"schema\":\"pythoflow.status/1\",\"state\":\"offline\"}]");

        assertThat(found.readings).hasSize(2);
        assertThat(found.gatewayMessages)
                .map(message -> ((GatewayStatus) message).state())
                .containsExactly(GatewayStatus.State.ONLINE, GatewayStatus.State.OFFLINE);
        assertThat(found.rejects).isEmpty();
    }

    @Test
    void theTopicDecidesWhoseAcknowledgementItIs() {
        String topic = "irrigation/control/001/ack";
        String ack = "{\"command_id\":\"c\",\"state\":\"started\"%s}";

        assertThat(RecordingHandler.decode(topic, ack.formatted("")).gatewayMessages)
                .map(message -> ((CommandAck) message).deviceId())
                .containsExactly("001");
        assertThat(
                        RecordingHandler.decode(topic, ack.formatted(",\"device_id\":\"002\""))
                                .rejectReason())
                .isEqualTo(RejectReason.INVALID_ID);
    }

    @Test
    void theTopicDecidesWhoseValveItIs() {
        String topic = "irrigation/control/001/ack";
        String status = "{\"schema\":\"pythoflow.valve_status/1\",\"valve\":\"open\"%s}";

        assertThat(RecordingHandler.decode(topic, status.formatted("")).gatewayMessages)
                .map(message -> ((ValveStatus) message).deviceId())
                .containsExactly("001");
        assertThat(
                        RecordingHandler.decode(topic, status.formatted(",\"device_id\":\"002\""))
                                .rejectReason())
                .isEqualTo(RejectReason.INVALID_ID);
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "\u0007"})
    void aTopicThatNamesNoUsableDeviceIsRefused(String device) {
        String topic = "irrigation/control/" + device + "/ack";

        assertThat(
                        RecordingHandler.decode(
                                        topic, "{\"command_id\":\"c\",\"state\":\"started\"}")
                                .rejectReason())
                .isEqualTo(RejectReason.INVALID_ID);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "irrigation/sensors/A1/data/raw",
                "irrigation/sensors//data",
                "irrigation/control/000/command",
                "irrigation/system/updates",
                "other",
                ""
            })
    void otherTopicsAreRejected(String topic) {
        RecordingHandler found = RecordingHandler.decode(topic, "{\"rain\":1}");

        assertThat(found.rejectReason()).isEqualTo(RejectReason.UNKNOWN_TOPIC);
        assertThat(new String(found.rejects.get(0).payload(), StandardCharsets.UTF_8))
                .isEqualTo("{\"rain\":1}");
    }

    @Test
    void whatTheHandlerThrowsIsItsOwn() {
        RecordingHandler refusing =
                new RecordingHandler() {
                    @Override
                    public void onReading(Reading reading, ElementBytes origin) {
                        throw new IllegalStateException("No room");
                    }
                };
        MessageDecoder decoder = new MessageDecoder(DecodeLimits.defaults());
        byte[] payload = "[{\"rain\":1}]".getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> decoder.decode(SENSOR_TOPIC, payload, RECEIVED_AT, refusing))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("No room");

        RecordingHandler next = new RecordingHandler();
        decoder.decode(SENSOR_TOPIC, payload, RECEIVED_AT, next);
        assertThat(next.lines)
                .containsExactly(
                        "reading A1 at 2025-01-01T00:00:05Z by ingest {rain=1.0} as element 0");
    }

    @Test
    void theOriginOfAReadingIsItsElement() {
        byte[] payload = " [ {\"rain\":1} , {\"rain\":2}]".getBytes(StandardCharsets.UTF_8);

        RecordingHandler found = RecordingHandler.decode(SENSOR_TOPIC, payload);

        assertThat(found.origins)
                .map(origin -> new String(origin.copy(), StandardCharsets.UTF_8))
                .containsExactly("{\"rain\":1}", "{\"rain\":2}");
        assertThat(found.origins).map(ElementBytes::element).containsExactly(0, 1);
    }

    private static void assertMeans(String name, Metric metric) {
        assertThat(decode("{\"values\":{\"" + name + "\":1}}").reading().measurements())
                .as(name)
                .containsExactly(new Measurement(metric.metricName(), 1, null));
    }

    private static String camelCase(String snakeCase) {
        return Pattern.compile("_(.)")
                .matcher(snakeCase)
                .replaceAll(letter -> letter.group(1).toUpperCase(Locale.ROOT));
    }

    private static RecordingHandler decode(String payload) {
        return RecordingHandler.decode(SENSOR_TOPIC, payload);
    }
}
