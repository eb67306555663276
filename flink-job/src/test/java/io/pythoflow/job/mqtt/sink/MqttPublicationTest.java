package io.pythoflow.job.mqtt.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes that a release wrote must be readable for ever: golden bytes of every version. */
class MqttPublicationTest {
    private static final MqttPublication FULL =
            MqttPublication.of("c/d1/command", new byte[] {1, 2, 3})
                    .asRetained()
                    .expiringAt(1_764_000_000_000L)
                    .correlatedBy(new byte[] {9})
                    .answeredOn("c/d1/é")
                    .ofType("text/plain");
    private static final String FULL_V1 =
            "0000000c632f64312f636f6d6d616e64"
                    + "00000003010203"
                    + "01"
                    + "010000019ab697e800"
                    + "0000000109"
                    + "00000007632f64312fc3a9"
                    + "0000000a746578742f706c61696e";

    private static final MqttPublication BARE = MqttPublication.of("t", new byte[0]);
    private static final String BARE_V1 =
            "0000000174" + "00000000" + "00" + "00" + "ffffffff" + "ffffffff" + "ffffffff";

    private final MqttPublicationSerializer serializer = new MqttPublicationSerializer();

    @Test
    void isWrittenInVersion1() throws IOException {
        assertThat(serializer.getVersion()).isEqualTo(1);
        assertThat(serializer.serialize(FULL)).isEqualTo(bytes(FULL_V1));
        assertThat(serializer.serialize(BARE)).isEqualTo(bytes(BARE_V1));
    }

    @Test
    void isReadFromVersion1() throws IOException {
        assertThat(serializer.deserialize(1, bytes(FULL_V1))).isEqualTo(FULL);
        assertThat(serializer.deserialize(1, bytes(BARE_V1))).isEqualTo(BARE);
    }

    @Test
    void isNotReadFromVersionsThatAreNotKnown() {
        assertThatThrownBy(() -> serializer.deserialize(2, bytes(BARE_V1)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("Cannot read a publication of version 2");
    }

    @Test
    void isNotReadFromDamagedBytes() {
        byte[] golden = bytes(FULL_V1);
        assertThatThrownBy(() -> serializer.deserialize(1, Arrays.copyOf(golden, 99)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("bytes too many");
        assertThatThrownBy(() -> serializer.deserialize(1, Arrays.copyOf(golden, 18)))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> serializer.deserialize(1, bytes("7fffffff74")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("announces 2147483647 bytes where 1 are left");
        assertThatThrownBy(() -> serializer.deserialize(1, bytes("ffffffff00000000")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no topic or no payload");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a/+", "a/#", "a\0b"})
    void needsATopicThatCanBePublishedTo(String topic) {
        assertThatThrownBy(() -> MqttPublication.of(topic, new byte[0]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("The topic ");
        assertThatThrownBy(() -> BARE.answeredOn(topic))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("The response topic ");
    }

    @Test
    void keepsToTheLengthsOfTheProtocol() {
        String longest = "x".repeat(65_535);
        assertThat(MqttPublication.of(longest, new byte[0]).ofType(longest).topic())
                .hasSize(65_535);
        assertThatThrownBy(() -> BARE.ofType(longest + "x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("The content type of 65536 bytes must have at most 65535");
        assertThatThrownBy(() -> BARE.correlatedBy(new byte[65_536]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("The correlation data is 65536 bytes long");
    }

    @Test
    void isEqualByContentAndShowsNoPayload() {
        assertThat(MqttPublication.of("t", new byte[] {7}))
                .isEqualTo(MqttPublication.of("t", new byte[] {7}))
                .hasSameHashCodeAs(MqttPublication.of("t", new byte[] {7}))
                .isNotEqualTo(MqttPublication.of("t", new byte[] {8}))
                .isNotEqualTo(MqttPublication.of("t", new byte[] {7}).expiringAt(1))
                .hasToString("MqttPublication[topic=t, 1 bytes, expiresAt=null]");
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }
}
