package io.pythoflow.contract.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pythoflow.contract.Schema;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArchiveCodecTest {

    private static final Schema SCHEMA = Schema.named("archived-message-1");

    private final ArchiveCodec codec = new ArchiveCodec();

    @Test
    void theGoldenLinesReadAndComeOutTheSame() throws Exception {
        List<String> lines = golden();

        ArchivedMessage original = codec.decode(lines.get(0).getBytes(UTF_8));
        ArchivedMessage binary = codec.decode(lines.get(1).getBytes(UTF_8));

        assertThat(original.topic()).isEqualTo("irrigation/gateway/status");
        assertThat(original.clientId()).isEqualTo("irrigation-gateway-000");
        assertThat(original.receivedAt()).isEqualTo(1_733_011_200_123L);
        assertThat(new String(original.payload(), UTF_8)).startsWith("[{\"identifier\":\"A1\"");
        assertThat(binary.clientId()).as("not over MQTT").isNull();
        assertThat(binary.payload()).startsWith(0, 255);
        assertThat(new String(codec.encode(original), UTF_8)).isEqualTo(lines.get(0));
        assertThat(new String(codec.encode(binary), UTF_8)).isEqualTo(lines.get(1));
    }

    @Test
    void theGoldenLinesAgreeWithTheSchema() throws IOException {
        assertThat(golden())
                .allSatisfy(line -> assertThat(SCHEMA.violations(line.getBytes(UTF_8))).isEmpty());
    }

    @Test
    void membersThatAreNotKnownArePassedOver() throws Exception {
        String line =
                """
                {"later":{"a":[1]},"topic":"t","time":1,"payload":"","principal":"x"}""";

        assertThat(codec.decode(line.getBytes(UTF_8)).topic()).isEqualTo("t");
        assertThat(SCHEMA.violations(line.getBytes(UTF_8))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                                             | Is no JSON object",
                "[]                                             | Is no JSON object",
                "{\"topic\":\"t\",\"time\":1                    | Is no JSON",
                "{\"topic\":\"t\",\"time\":1,\"payload\":\"\"}x | Is no JSON",
                "{\"topic\":\"t\",\"time\":1,\"payload\":\"\"}1 | Goes on after",
                "{\"time\":1,\"payload\":\"\"}                  | no topic",
                "{\"topic\":\"t\",\"payload\":\"\"}             | no time",
                "{\"topic\":\"t\",\"time\":\"1\",\"payload\":\"\"} | no time",
                "{\"topic\":\"t\",\"time\":1}                   | no payload",
                "{\"topic\":\"t\",\"time\":1,\"payload\":\"*\"} | Is no JSON",
            })
    void aBrokenLineSaysWhatIsWrong(String line, String complaint) {
        assertThatThrownBy(() -> codec.decode(line.getBytes(UTF_8)))
                .isInstanceOf(BrokenLineException.class)
                .hasMessageContaining(complaint);
        assertThat(SCHEMA.violations(line.getBytes(UTF_8)).isEmpty())
                .as("only what base64 is goes unseen by the schema")
                .isEqualTo(line.contains("*"));
    }

    private static List<String> golden() throws IOException {
        try (InputStream in =
                ArchiveCodecTest.class.getResourceAsStream("/golden/archive/two-messages.jsonl")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), UTF_8).lines().toList();
        }
    }
}
