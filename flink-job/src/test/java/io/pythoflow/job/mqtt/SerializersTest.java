package io.pythoflow.job.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pythoflow.job.mqtt.MqttSlot.Purpose;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Bytes that a release wrote must be readable for ever: golden bytes of every version. */
class SerializersTest {
    private static final MqttSlot SLOT =
            new MqttSlot(3, "job-slot-3", Purpose.DRAIN, true, true, List.of("a/+/b", "c"));
    private static final String SLOT_V1 = "00000003" + "000a6a6f622d736c6f742d33" + "01";
    private static final String SLOT_V2 =
            SLOT_V1 + "01" + "01" + "00000002" + "0005612f2b2f62" + "000163";

    private static final List<String> FILTERS = List.of("$share/g/a/+/b", "$share/g/c");
    private static final MqttEnumeratorState STATE =
            state(Map.of(0, new KnownSession("mqtt://b:1", FILTERS, true)));
    private static final MqttEnumeratorState OLD_STATE =
            state(
                    Map.of(
                            0,
                            new KnownSession("", FILTERS, false),
                            2,
                            new KnownSession("", FILTERS, false)));
    private static final String STATE_V1 =
            "00000004"
                    + "01"
                    + "000167"
                    + "00000002"
                    + "0005612f2b2f62"
                    + "000163"
                    + "00000002"
                    + "00000000"
                    + "00000002";
    private static final String STATE_V2 =
            "00000001"
                    + "00000000"
                    + "000a6d7174743a2f2f623a31"
                    + "00000002"
                    + "000e2473686172652f672f612f2b2f62"
                    + "000a2473686172652f672f63"
                    + "01";

    private static final MqttEnumeratorState PLAIN_STATE =
            state(Map.of(0, new KnownSession("", List.of("c"), false)));
    private static final String PLAIN_STATE_V1 =
            "00000001" + "00" + "00000001" + "000163" + "00000001" + "00000000";

    private final MqttSlotSerializer slots = new MqttSlotSerializer();
    private final MqttEnumeratorStateSerializer states = new MqttEnumeratorStateSerializer();

    @Test
    void writesTheNewestVersion() throws IOException {
        assertThat(slots.getVersion()).isEqualTo(2);
        assertThat(slots.serialize(SLOT)).isEqualTo(bytes(SLOT_V2));
        assertThat(states.getVersion()).isEqualTo(2);
        assertThat(states.serialize(STATE)).isEqualTo(bytes(STATE_V2));
    }

    @Test
    void readsSlotsOfEveryVersion() throws IOException {
        assertThat(slots.deserialize(1, bytes(SLOT_V1)))
                .isEqualTo(new MqttSlot(3, "job-slot-3", Purpose.READ, true, false, List.of()));
        assertThat(slots.deserialize(2, bytes(SLOT_V2))).isEqualTo(SLOT);
    }

    @Test
    void readsEnumeratorStateOfEveryVersion() throws IOException {
        assertThat(states.deserialize(1, bytes(STATE_V1))).isEqualTo(OLD_STATE);
        assertThat(states.deserialize(1, bytes(PLAIN_STATE_V1))).isEqualTo(PLAIN_STATE);
        assertThat(states.deserialize(2, bytes(STATE_V2))).isEqualTo(STATE);
    }

    @Test
    void refusesVersionsItDoesNotKnow() {
        assertThatThrownBy(() -> slots.deserialize(3, bytes(SLOT_V2)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("Cannot read a slot of version 3");
        assertThatThrownBy(() -> states.deserialize(3, bytes(STATE_V2)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("Cannot read enumerator state of version 3");
    }

    @Test
    void refusesBytesBehindTheEnd() {
        assertThatThrownBy(() -> slots.deserialize(1, withOneMore(bytes(SLOT_V1))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("1 bytes too many");
        assertThatThrownBy(() -> states.deserialize(1, withOneMore(bytes(STATE_V1))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("1 bytes too many");
    }

    private static MqttEnumeratorState state(Map<Integer, KnownSession> sessions) {
        return new MqttEnumeratorState(new TreeMap<>(sessions));
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    private static byte[] withOneMore(byte[] bytes) {
        return Arrays.copyOf(bytes, bytes.length + 1);
    }
}
