package io.pythoflow.job.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.apache.flink.types.PojoTestUtils.assertSerializedAsPojoWithoutKryo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pythoflow.contract.payload.Alert;
import io.pythoflow.contract.payload.Command;
import io.pythoflow.contract.payload.Command.Action;
import io.pythoflow.contract.payload.GatewayError.Severity;
import io.pythoflow.job.control.rules.ActiveRules;
import io.pythoflow.job.control.rules.SystemMessage;
import io.pythoflow.job.control.valve.DeviceCommand;
import io.pythoflow.job.mqtt.sink.MqttPublication;
import io.pythoflow.job.mqtt.sink.MqttSerializer;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ControlMessageSerializerTest {
    private static final long NOON = 1_735_732_800_000L;
    private static final Alert LEAK =
            new Alert(
                    "a-1",
                    NOON,
                    Alert.Code.LEAK,
                    Alert.State.RAISED,
                    Severity.CRITICAL,
                    "Zone field-01.A is shut and 3.5 L/min flow",
                    "field-01.A",
                    null,
                    "irrigation-gateway-001",
                    null,
                    null,
                    42L);
    private static final DeviceCommand CLOSE =
            DeviceCommand.of(
                    new Command(
                            "c-1",
                            "irrigation-gateway-001",
                            null,
                            null,
                            Action.CLOSE,
                            null,
                            null,
                            NOON,
                            NOON + 60_000,
                            null,
                            null,
                            null));

    @Test
    void anAlertGoesToWhoeverListensForFiveMinutesAndIsNotRetained() throws Exception {
        AlertSerializer serializer = opened(new AlertSerializer(() -> NOON + 1000));

        assertThat(serializer.serialize(LEAK))
                .isEqualTo(
                        MqttPublication.of(
                                        "irrigation/system/updates",
                                        ("{\"schema\":\"pythoflow.alert/1\",\"alert_id\":\"a-1\","
                                                        + "\"ts\":1735732800000,\"code\":\"leak\","
                                                        + "\"state\":\"raised\",\"severity\":\"critical\","
                                                        + "\"message\":\"Zone field-01.A is shut and 3.5 L/min flow\","
                                                        + "\"zone_id\":\"field-01.A\","
                                                        + "\"device_id\":\"irrigation-gateway-001\","
                                                        + "\"rules_version\":42}")
                                                .getBytes(UTF_8))
                                .expiringAt(NOON + 301_000));
    }

    @Test
    void commandsAndAlertsAreWrittenAsByThemselves() throws Exception {
        ControlMessageSerializer both = opened(new ControlMessageSerializer());
        MqttPublication alert = both.serialize(ControlMessage.of(LEAK));

        assertThat(both.serialize(ControlMessage.of(CLOSE)))
                .isEqualTo(opened(new CommandSerializer()).serialize(CLOSE));
        assertThat(alert)
                .isEqualTo(
                        opened(new AlertSerializer())
                                .serialize(LEAK)
                                .expiringAt(alert.expiresAt()));
        assertThat(alert.expiresAt() - System.currentTimeMillis()).isBetween(240_000L, 300_000L);
    }

    @Test
    void aMessageIsACommandOrAnAlert() {
        assertThatThrownBy(() -> new ControlMessage(null, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("A control message is either a command or an alert");
        assertThatThrownBy(() -> new ControlMessage(CLOSE, LEAK))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("c-1")
                .hasMessageContaining("a-1");
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                ControlMessage.class,
                DeviceCommand.class,
                Alert.class,
                ActiveRules.class,
                SystemMessage.class
            })
    void whatStreamsCarryNeedsNoKryo(Class<?> type) {
        assertSerializedAsPojoWithoutKryo(type);
    }

    private static <S extends MqttSerializer<?>> S opened(S serializer) throws Exception {
        S copy = InstantiationUtil.clone(serializer);
        copy.open(new UnregisteredMetricsGroup());
        return copy;
    }
}
