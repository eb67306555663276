package io.pythoflow.job.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublishCounterTest {

    private static final int CONNACK = 0x20;
    private static final int PUBLISH = 0x32;
    private static final int PUBLISH_AGAIN = 0x3a;
    private static final int PINGRESP = 0xd0;

    private final PublishCounter counter = new PublishCounter();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 100_000})
    void countsMessagesHoweverTheBytesAreCut(int readSize) {
        byte[] stream =
                stream(
                        packet(CONNACK, 3),
                        packet(PUBLISH, 100),
                        packet(PINGRESP, 0),
                        packet(PUBLISH_AGAIN, 200),
                        packet(PUBLISH, 70_000),
                        packet(PINGRESP, 0));

        for (int from = 0; from < stream.length; from += readSize) {
            byte[] read =
                    Arrays.copyOfRange(stream, from, Math.min(from + readSize, stream.length));
            counter.passed(read, read.length);
        }

        assertThat(counter.packets()).isEqualTo(3);
    }

    @Test
    void aMessageThatWasCutOffDoesNotCount() {
        byte[] message = packet(PUBLISH, 100);

        counter.passed(message, message.length - 1);
        assertThat(counter.packets()).isZero();

        counter.passed(new byte[1], 1);
        assertThat(counter.packets()).isEqualTo(1);
    }

    /** A packet whose body looks like headers of further messages. */
    private static byte[] packet(int header, int length) {
        ByteArrayOutputStream packet = new ByteArrayOutputStream();
        packet.write(header);
        int rest = length;
        do {
            packet.write(rest % 128 | (rest >= 128 ? 0x80 : 0));
            rest /= 128;
        } while (rest > 0);
        for (int i = 0; i < length; i++) {
            packet.write(PUBLISH);
        }
        return packet.toByteArray();
    }

    private static byte[] stream(byte[]... packets) {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        for (byte[] packet : packets) {
            stream.writeBytes(packet);
        }
        return stream.toByteArray();
    }
}
