package io.pythoflow.job.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Bytes that a release wrote must be readable for ever: golden bytes of every version. */
class SerializersTest {
    private static final MqttSlot SLOT = new MqttSlot(3, "job-slot-3", true);
    private static final String SLOT_V1 = "00000003" + "000a6a6f622d736c6f742d33" + "01";

    private static final MqttEnumeratorState STATE =
            new MqttEnumeratorState(
                    4, "pythoflow", List.of("a/+/b", "c"), new TreeSet<>(Set.of(0, 2)));
    private static final String STATE_V1 =
            "00000004"
                    + "01"
                    + "0009707974686f666c6f77"
                    + "00000002"
                    + "0005612f2b2f62"
                    + "000163"
                    + "00000002"
                    + "00000000"
                    + "00000002";

    private static final MqttEnumeratorState PLAIN_STATE =
            new MqttEnumeratorState(1, null, List.of("c"), new TreeSet<>());
    private static final String PLAIN_STATE_V1 =
            "00000001" + "00" + "00000001" + "000163" + "00000000";

    private final MqttSlotSerializer slots = new MqttSlotSerializer();
    private final MqttEnumeratorStateSerializer states = new MqttEnumeratorStateSerializer();

    @Test
    void writesSlotsInVersion1() throws IOException {
        assertThat(slots.getVersion()).isEqualTo(1);
        assertThat(slots.serialize(SLOT)).isEqualTo(bytes(SLOT_V1));
    }

    @Test
    void readsSlotsOfVersion1() throws IOException {
        assertThat(slots.deserialize(1, bytes(SLOT_V1))).isEqualTo(SLOT);
    }

    @Test
    void writesEnumeratorStateInVersion1() throws IOException {
        assertThat(states.getVersion()).isEqualTo(1);
        assertThat(states.serialize(STATE)).isEqualTo(bytes(STATE_V1));
        assertThat(states.serialize(PLAIN_STATE)).isEqualTo(bytes(PLAIN_STATE_V1));
    }

    @Test
    void readsEnumeratorStateOfVersion1() throws IOException {
        assertThat(states.deserialize(1, bytes(STATE_V1))).isEqualTo(STATE);
        assertThat(states.deserialize(1, bytes(PLAIN_STATE_V1))).isEqualTo(PLAIN_STATE);
    }

    @Test
    void refusesVersionsItDoesNotKnow() {
        assertThatThrownBy(() -> slots.deserialize(2, bytes(SLOT_V1)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("Cannot read a slot of version 2");
        assertThatThrownBy(() -> states.deserialize(2, bytes(STATE_V1)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("Cannot read enumerator state of version 2");
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

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    private static byte[] withOneMore(byte[] bytes) {
        return Arrays.copyOf(bytes, bytes.length + 1);
    }
}
