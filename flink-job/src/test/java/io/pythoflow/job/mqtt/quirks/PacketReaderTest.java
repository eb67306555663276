package io.pythoflow.job.mqtt.quirks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PacketReaderTest {
    private final List<String> packets = new ArrayList<>();
    private final PacketReader reader =
            new PacketReader((header, body) -> packets.add(header + ":" + body.length));

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 1000})
    void findsPacketsInPiecesOfAnySize(int size) {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        stream.writeBytes(new byte[] {(byte) 0xc0, 0});
        stream.writeBytes(new byte[] {0x32, (byte) 0xc8, 0x01});
        stream.writeBytes(new byte[200]);
        stream.writeBytes(new byte[] {0x40, 2, 0, 1});
        byte[] all = stream.toByteArray();
        for (int from = 0; from < all.length; from += size) {
            reader.read(Arrays.copyOfRange(all, from, Math.min(all.length, from + size)));
        }

        assertThat(packets).containsExactly("192:0", "50:200", "64:2");
    }
}
