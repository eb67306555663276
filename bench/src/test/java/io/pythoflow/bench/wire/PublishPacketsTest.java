package io.pythoflow.bench.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pythoflow.contract.topic.Topics;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PublishPacketsTest {
    private static final int FIXED_HEADER = 3;
    private static final String TOPIC = "irrigation/sensors/bench-0000/data";

    private final byte[] buffer = new byte[1024];

    @Test
    void aPacketHoldsTopicPacketIdAndThePayloadWithItsNumberAndTime() {
        PublishPackets packets = new PublishPackets(4, 1);

        int end = packets.write(buffer, 5, 65_535 + 3, 1_748_779_200_123L);

        assertThat(end).isEqualTo(5 + packets.packetBytes());
        int body = Short.BYTES + TOPIC.length() + Short.BYTES + NumberedReading.BYTES;
        assertThat(buffer[5]).isEqualTo((byte) 0x32);
        assertThat(buffer[6]).isEqualTo((byte) (body % 128 | 0x80));
        assertThat(buffer[7]).isEqualTo((byte) (body / 128));
        int topicAt = 5 + FIXED_HEADER + Short.BYTES;
        assertThat(new String(buffer, topicAt, TOPIC.length(), US_ASCII))
                .isEqualTo("irrigation/sensors/bench-0002/data");
        int idAt = topicAt + TOPIC.length();
        assertThat(packetId(idAt)).isEqualTo(4);
        byte[] payload = Arrays.copyOfRange(buffer, idAt + Short.BYTES, end);
        assertThat(payload).hasSize(171);
        assertThat(NumberedReading.number(payload)).isEqualTo(65_538);
        assertThat(new String(payload, US_ASCII))
                .startsWith(
                        "{\"message_id\":\"000000065538\",\"sensor_id\":\"bench-0002\",\"ts\":1748779200123,");
    }

    @Test
    void packetIdsRunFromOneTo65535() {
        PublishPackets packets = new PublishPackets(1, 1);
        int idAt = FIXED_HEADER + Short.BYTES + TOPIC.length();

        packets.write(buffer, 0, 0, 0);
        assertThat(packetId(idAt)).isEqualTo(1);
        packets.write(buffer, 0, 65_534, 0);
        assertThat(packetId(idAt)).isEqualTo(65_535);
        packets.write(buffer, 0, 65_535, 0);
        assertThat(packetId(idAt)).isEqualTo(1);
    }

    @Test
    void withQos0ThereIsNoPacketId() {
        assertThat(new PublishPackets(1, 0).packetBytes())
                .isEqualTo(new PublishPackets(1, 1).packetBytes() - Short.BYTES);
    }

    @Test
    void everySensorsTopicIsOneTheJobSubscribesTo() {
        assertThat(Topics.sensorIdOf(NumberedReading.topic(9_999))).contains("bench-9999");
    }

    @Test
    void aForeignPayloadHasNoNumber() {
        assertThatThrownBy(() -> NumberedReading.number(new byte[NumberedReading.BYTES]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("without a number");
        assertThatThrownBy(() -> NumberedReading.number(new byte[3]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("3 bytes");
    }

    private int packetId(int at) {
        return ByteBuffer.wrap(buffer).getChar(at);
    }
}
