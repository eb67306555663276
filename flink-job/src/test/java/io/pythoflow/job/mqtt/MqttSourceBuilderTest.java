package io.pythoflow.job.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pythoflow.job.mqtt.MqttSlot.Purpose;
import io.pythoflow.job.mqtt.transport.BrokerAddress;
import io.pythoflow.job.mqtt.transport.ConnectionSettings;
import io.pythoflow.job.mqtt.transport.TlsCredentials;
import io.pythoflow.job.mqtt.transport.TlsSettings;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;

class MqttSourceBuilderTest {
    private static final BrokerAddress BROKER = BrokerAddress.plain("localhost", 1883);

    @Test
    void reportsEveryProblemAtOnce() {
        assertThatThrownBy(
                        () ->
                                MqttSource.<String>builder()
                                        .filters(List.of("$share/g/t"))
                                        .slots(2)
                                        .receiveMaximum(0)
                                        .sessionExpiry(Duration.ZERO)
                                        .keepAlive(Duration.ofDays(1))
                                        .maximumPacketSize(10)
                                        .endAfterIdle(Duration.ZERO)
                                        .outOfOrderness(Duration.ofSeconds(-1))
                                        .liveWithin(Duration.ofSeconds(-1))
                                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Cannot build the MQTT source: ")
                .hasMessageContainingAll(
                        "give the address of the broker",
                        "give a client id prefix",
                        "give a deserializer",
                        "the filter \"$share/g/t\" must be a topic filter without $share",
                        "2 slots without a shared group would each receive every message",
                        "the receive maximum is 0 and must be 1 to 65535",
                        "the session expiry is PT0S",
                        "the keep alive is PT24H",
                        "the maximum packet size is 10 bytes",
                        "endAfterIdle is PT0S",
                        "the out-of-orderness is PT-1S",
                        "liveWithin is PT-1S");
    }

    @Test
    void rejectsASharedGroupThatIsNoName() {
        assertThatThrownBy(() -> SourceFixtures.aSource(BROKER).sharedGroup("a/b").build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the shared group \"a/b\" must be a name");
    }

    @Test
    void oneSlotMaySubscribePlainly() {
        MqttSource<String> source =
                SourceFixtures.aSource(BROKER).sharedGroup(null).slots(1).build();

        assertThat(source.getProducedType()).isEqualTo(Types.STRING);
    }

    @Test
    void anExclusiveSourceHasNoSlots() {
        assertThatThrownBy(
                        () ->
                                SourceFixtures.aSource(BROKER)
                                        .exclusiveClientId("test-exclusive")
                                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "Cannot build the MQTT source: the exclusive client \"test-exclusive\" has no"
                                + " slots: leave client id prefix, shared group and slots out");
        assertThatThrownBy(
                        () ->
                                SourceFixtures.anExclusiveSource(BROKER)
                                        .exclusiveClientId(" ")
                                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("give an exclusive client id that is not blank");
    }

    @Test
    void isBoundedOnlyIfItEnds() {
        assertThat(SourceFixtures.aSource(BROKER).build().getBoundedness())
                .isEqualTo(Boundedness.CONTINUOUS_UNBOUNDED);
        assertThat(
                        SourceFixtures.aSource(BROKER)
                                .endAfterIdle(Duration.ofSeconds(1))
                                .build()
                                .getBoundedness())
                .isEqualTo(Boundedness.BOUNDED);
    }

    @Test
    void travelsToTheCluster() throws Exception {
        BrokerAddress secured =
                BrokerAddress.secured(
                        "localhost",
                        8883,
                        new TlsSettings(TlsCredentials.inFiles("c", "k", null), "name"));
        MqttSource<String> copy = InstantiationUtil.clone(SourceFixtures.aSource(secured).build());

        assertThat(copy.getProducedType()).isEqualTo(Types.STRING);
    }

    @Test
    void slotsSubscribeToTheSharedFilters() {
        assertThat(
                        SourceFixtures.settings(2)
                                .connection(
                                        new MqttSlot(
                                                1,
                                                "test-slot-1",
                                                Purpose.READ,
                                                false,
                                                false,
                                                List.of()))
                                .filters())
                .containsExactly("$share/group/sensors/+/data");
    }

    @Test
    void aSlotToDrainSubscribesToNothing() {
        ConnectionSettings connection =
                SourceFixtures.settings(2)
                        .connection(
                                new MqttSlot(
                                        3,
                                        "test-slot-3",
                                        Purpose.DRAIN,
                                        true,
                                        false,
                                        List.of("old")));

        assertThat(connection.filters()).isEmpty();
        assertThat(connection.formerFilters()).containsExactly("old");
    }
}
