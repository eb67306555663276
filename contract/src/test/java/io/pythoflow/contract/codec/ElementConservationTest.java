package io.pythoflow.contract.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.pythoflow.contract.payload.Reading;
import io.pythoflow.contract.payload.RejectReason;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever stands under a name that means something, no element is lost and none disturbs another.
 */
class ElementConservationTest {

    private static final List<String> VALUES =
            List.of(
                    "null",
                    "true",
                    "7",
                    "7.5",
                    "\"\"",
                    "\"text\"",
                    "[]",
                    "[1,{\"x\":[2]}]",
                    "{}",
                    "{\"x\":{\"y\":1}}",
                    "{\"v\":1}");

    static Stream<String> names() {
        return Stream.concat(
                Stream.of("temperature", "nobody_knows", ""),
                Arrays.stream(ReadingField.values()).flatMap(field -> field.names().stream()));
    }

    @ParameterizedTest
    @MethodSource("names")
    void theElementBehindIsReadAsIfAlone(String name) {
        for (String value : VALUES) {
            RecordingHandler found =
                    RecordingHandler.decode(
                            RecordingHandler.STATUS_TOPIC,
                            "[{\"%s\":%s,\"values\":{\"humidity\":1}},{\"identifier\":\"B2\",\"values\":{\"humidity\":2}}]"
                                    .formatted(name, value));

            assertThat(found.elements()).as("%s: %s %s", name, value, found.lines).isEqualTo(2);
            Reading last = found.readings.get(found.readings.size() - 1);
            assertThat(last.sensorId()).as("%s: %s", name, value).isEqualTo("B2");
            assertThat(last.measurements().get(0).value()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void anElementAloneIsReadOrRejected(String name) {
        for (String value : VALUES) {
            if (name.equals("$unknown") && (value.startsWith("[]") || value.startsWith("[1"))) {
                continue;
            }
            for (String others : List.of("", ",\"humidity\":1", ",\"state\":\"online\"")) {
                RecordingHandler found =
                        RecordingHandler.decode(
                                RecordingHandler.SENSOR_TOPIC,
                                "{\"%s\":%s%s}".formatted(name, value, others));

                assertThat(found.elements())
                        .as("%s: %s%s %s", name, value, others, found.lines)
                        .isEqualTo(1);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"bn", "bt", "bu", "bv", "bs", "bver", "n"})
    void aShortNameBesideMetricsMakesNoSenmlOfThem(String name) {
        RecordingHandler found =
                RecordingHandler.decode(
                        RecordingHandler.SENSOR_TOPIC,
                        "{\"temperature\":21.5,\"%s\":\"node7\"}".formatted(name));

        assertThat(found.reading().measurements())
                .singleElement()
                .satisfies(
                        measurement -> {
                            assertThat(measurement.metric()).isEqualTo("temperature");
                            assertThat(measurement.value()).isEqualTo(21.5);
                        });
    }

    @Test
    void aNumberUnderAShortNameBesideMetricsIsAMetric() {
        Reading reading =
                RecordingHandler.decode(
                                RecordingHandler.SENSOR_TOPIC, "{\"temperature\":21.5,\"bt\":3.9}")
                        .reading();

        assertThat(reading.measurements())
                .anySatisfy(
                        measurement -> {
                            assertThat(measurement.metric()).isEqualTo("bt");
                            assertThat(measurement.value()).isEqualTo(3.9);
                        });
    }

    @Test
    void aPackOfBaseValuesAloneIsRejected() {
        assertThat(
                        RecordingHandler.decode(
                                        RecordingHandler.SENSOR_TOPIC,
                                        "[{\"bn\":\"urn:x:\",\"bt\":1735689600}]")
                                .rejectReason())
                .isEqualTo(RejectReason.NOT_A_READING);
    }

    @Test
    void aStatusMayHaveAMemberThatSenmlKnows() {
        RecordingHandler found =
                RecordingHandler.decode(
                        RecordingHandler.STATUS_TOPIC,
                        "{\"schema\":\"pythoflow.status/1\",\"gateway_id\":\"g\",\"state\":\"online\",\"bv\":3.7}");

        assertThat(found.gatewayMessages).hasSize(1);
        assertThat(found.rejects).isEmpty();
    }

    @Test
    void aReadingWithAnEnvelopesNameIsAReading() {
        Reading reading =
                RecordingHandler.decode(
                                RecordingHandler.STATUS_TOPIC,
                                "{\"sensor_id\":\"A1\",\"$unknown\":[],\"values\":{\"humidity\":1}}")
                        .reading();

        assertThat(reading.sensorId()).isEqualTo("A1");
    }
}
