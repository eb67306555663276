package io.pythoflow.job.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ContentHashTest {
    @Test
    void equalContentHashesEqually() {
        assertThat(ContentHash.of("t", "abcdefghij".getBytes(UTF_8)))
                .isEqualTo(ContentHash.of("t", "abcdefghij".getBytes(UTF_8)));
    }

    @Test
    void everyByteTheLengthAndTheTopicCount() {
        Set<Long> hashes = new HashSet<>();
        int different = 0;
        for (int length = 0; length < 40; length++) {
            hashes.add(ContentHash.of("t", new byte[length]));
            different++;
            for (int i = 0; i < length; i++) {
                byte[] payload = new byte[length];
                payload[i] = -1;
                hashes.add(ContentHash.of("t", payload));
                different++;
            }
        }

        hashes.add(ContentHash.of("u", new byte[3]));
        assertThat(hashes).hasSize(different + 1);
    }

    @Test
    void neighbouringReadingsDiffer() {
        Set<Long> hashes = new HashSet<>();
        for (int i = 0; i < 100_000; i++) {
            hashes.add(ContentHash.of("sensors/s/data", ("{\"value\":" + i + "}").getBytes(UTF_8)));
        }

        assertThat(hashes).hasSize(100_000);
    }
}
