package io.pythoflow.sim.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BrokerAddressTest {

    @ParameterizedTest
    @CsvSource({
        "mqtt://localhost:1883,mqtt://localhost:1883",
        "mqtt://localhost,mqtt://localhost:1883",
        "MQTTS://example.org/,mqtts://example.org:8883",
        "mqtts://[::1]:443,mqtts://[::1]:443"
    })
    void readsWhatPeopleType(String typed, String meant) {
        assertThat(BrokerAddress.parse(typed)).hasToString(meant);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "localhost:1883",
                "http://localhost",
                "mqtt://",
                "mqtt://host:0",
                "mqtt://host:70000",
                "mqtt://user@host",
                "mqtt://host/path",
                "mqtt://two words"
            })
    void refusesEverythingElse(String typed) {
        assertThatThrownBy(() -> BrokerAddress.parse(typed))
                .hasMessageContaining("'" + typed + "'")
                .hasMessageEndingWith("allowed is mqtt://host:port or mqtts://host:port");
    }
}
