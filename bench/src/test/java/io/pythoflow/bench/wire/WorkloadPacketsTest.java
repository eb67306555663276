package io.pythoflow.bench.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.pythoflow.bench.load.Messages;
import io.pythoflow.bench.load.Workload;
import java.nio.ByteBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkloadPacketsTest {
    private static final int START = 7;

    @ParameterizedTest
    @ValueSource(ints = {1, 10})
    void aPacketHoldsTopicPacketIdAndPayloadOfItsMessage(int readingsPerMessage) {
        Workload workload =
                new Workload(
                        100,
                        5,
                        readingsPerMessage,
                        1_767_225_600_000L,
                        500_000,
                        Workload.Late.ONE_IN_A_THOUSAND);
        Messages messages = new Messages(workload);
        WorkloadPackets packets = new WorkloadPackets(workload);
        byte[] bytes = new byte[START + packets.packetBytes()];

        for (long message : new long[] {0, 332, 333, 667, 65_535, 1_000_001}) {
            assertThat(packets.write(bytes, START, message, 0)).isEqualTo(bytes.length);

            ByteBuffer packet = ByteBuffer.wrap(bytes, START, packets.packetBytes());
            assertThat(packet.get()).isEqualTo((byte) 0x32);
            assertThat(remainingLength(packet)).isEqualTo(packet.remaining());
            byte[] topic = new byte[packet.getShort()];
            packet.get(topic);
            assertThat(new String(topic, UTF_8)).isEqualTo(messages.topic(message));
            assertThat((int) packet.getChar()).isEqualTo((int) (message % 65_535) + 1);
            byte[] payload = new byte[packet.remaining()];
            packet.get(payload);
            assertThat(payload).isEqualTo(messages.payload(message));
        }
    }

    private static int remainingLength(ByteBuffer packet) {
        int length = 0;
        int shift = 0;
        byte digit;
        do {
            digit = packet.get();
            length |= (digit & 0x7f) << shift;
            shift += 7;
        } while (digit < 0);
        return length;
    }
}
