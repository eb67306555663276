package io.pythoflow.contract.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopicsTest {

    @Test
    void whatIsBuiltIsTakenApartAgain() {
        assertThat(Topics.sensorIdOf(Topics.sensorData("A1"))).contains("A1");
        assertThat(Topics.commandDeviceIdOf(Topics.command("000"))).contains("000");
        assertThat(Topics.ackDeviceIdOf(Topics.commandAck("000"))).contains("000");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "irrigation/sensors//data",
                "irrigation/sensors/data",
                "irrigation/sensors/A1/B2/data",
                "irrigation/sensors/A1/data/",
                "Irrigation/sensors/A1/data",
                "irrigation/control/A1/data",
                ""
            })
    void otherTopicsNameNoSensor(String topic) {
        assertThat(Topics.sensorIdOf(topic)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a/b", "+", "a#", "a\u0000"})
    void anIdThatIsNoLevelBuildsNoTopic(String id) {
        assertThatThrownBy(() -> Topics.sensorData(id))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("as a topic level");
    }

    @Test
    void readingsComeOnTwoKindsOfTopics() {
        assertThat(Topics.carriesReadings("irrigation/sensors/A1/data")).isTrue();
        assertThat(Topics.carriesReadings(Topics.GATEWAY_STATUS)).isTrue();
        assertThat(Topics.carriesReadings(Topics.ERRORS)).isFalse();
        assertThat(Topics.carriesReadings("irrigation/control/000/command")).isFalse();
        assertThat(Topics.carriesReadings("sensors/A1/data")).isFalse();
    }
}
