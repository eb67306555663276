package io.pythoflow.contract.property;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PropertyTest {

    @ParameterizedTest
    @CsvSource({"1 s,PT1S", "90s,PT1M30S", "1500 ms,PT1.5S", "30 min,PT30M", "24 h,PT24H"})
    void readsDurationsWithAUnit(String text, Duration expected) {
        assertThat(JobProperties.WINDOW_LENGTH.parse(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10", "ten s", "-1 s", "99999999999 d", "0 s", "2 d", "1.5 h", ""})
    void refusesOtherDurationsAndSaysWhatIsAllowed(String text) {
        assertThatThrownBy(() -> JobProperties.WINDOW_LENGTH.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "window.length = '%s': must be a duration from 1 s to 1 d, written as a"
                                + " number and ms, s, min, h or d",
                        text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1001", "four", "99999999999"})
    void refusesNumbersOutOfBounds(String text) {
        assertThatThrownBy(() -> JobProperties.MQTT_SLOTS.parse(text))
                .hasMessage("mqtt.slots = '%s': must be a whole number from 1 to 1000", text);
    }

    @Test
    void readsChoicesInLowerCase() {
        assertThat(JobProperties.MQTT_ACKNOWLEDGE.parse("receipt"))
                .isEqualTo(JobProperties.Acknowledge.RECEIPT);
        assertThatThrownBy(() -> JobProperties.MQTT_ACKNOWLEDGE.parse("never"))
                .hasMessage("mqtt.acknowledge = 'never': must be one of checkpoint, receipt");
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost:1883", "http://localhost", "mqtt://", "mqtt://a b"})
    void refusesBrokersWithoutMqttScheme(String text) {
        assertThatThrownBy(() -> JobProperties.MQTT_BROKER.parse(text))
                .hasMessageStartingWith("mqtt.broker = '%s': must be mqtt://host:port", text);
    }
}
