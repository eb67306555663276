package io.pythoflow.contract.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * What a decoder remembers from one message to the next makes it faster and changes nothing: it
 * finds what a decoder finds that never saw another message.
 */
class DecoderMemoryTest {

    private static final String[] MEMBERS = {
        "\"message_id\":\"m-1\"",
        "\"sensor_id\":\"A1\"",
        "\"sensor_id\":\"A2\"",
        "\"gateway_id\":\"G\"",
        "\"ts\":1735689600123",
        "\"t\\u0073\":1735689600456",
        "\"ts\" : \"2025-01-01T00:00:00Z\"",
        "\"seq\":7",
        "\"\":1",
        "\"na\\\"me\":1",
        "\"n\\u00e4me\":1.5",
        "\"näme\":1.5",
        "\"\\ud800\":2",
        "\"temp\":20.5",
        "\"Temp\":70.25",
        "\"values\":{\"soil_moisture\":31.25,\"battery\":3.7}",
        "\"values\":{\"battery\":3.7,\"soil_moisture\":{\"v\":0.25,\"u\":\"m3/m3\"}}",
        "\"values\":{\"battery\":3.7,\"Battery\":3.8,\"vbat\":3.9,\"tank\":1,\"tank\":2}",
        "\"values\":{\"light\":100,\"rain\":-0.0,\"pressure\":\"100.1\",\"ph\":6.5}",
        "\"BME280\":{\"Temperature\":20.5,\"Gas\":3}",
        "\"quality\":{\"temp\":\"bad\"}",
        "\"u\":\"K\"",
        "\"v\":1",
        "\"fw\":\"1.0\""
    };

    private final Random random = new Random(20_261_126);
    private final DecodeLimits limits = DecodeLimits.defaults();
    private final MessageDecoder experienced = new MessageDecoder(limits);

    @Test
    void findsTheSameInEverySampleAfterEveryOther() throws IOException, URISyntaxException {
        List<byte[]> samples = GoldenSampleTest.payloads();
        for (byte[] before : samples) {
            for (byte[] payload : samples) {
                RecordingHandler ignored = new RecordingHandler();
                experienced.decode(
                        RecordingHandler.STATUS_TOPIC,
                        before,
                        RecordingHandler.RECEIVED_AT,
                        ignored);
                assertFoundAsByANewDecoder(RecordingHandler.STATUS_TOPIC, payload);
            }
        }
    }

    @Test
    void findsTheSameInObjectsOfAnyMembersInAnyOrder() {
        int readings = 0;
        for (int i = 0; i < 5_000; i++) {
            String topic = "irrigation/sensors/A" + random.nextInt(3) + "/data";
            readings += assertFoundAsByANewDecoder(topic, bytes(message())).readings.size();
        }
        // Without these the generator would only make what is refused.
        assertThat(readings).isGreaterThan(2_000);
    }

    @Test
    void findsTheSameInMoreNamesThanItRemembers() {
        for (int i = 0; i < 200; i++) {
            int first = i * 50;
            String values =
                    IntStream.range(first, first + 50)
                            .mapToObj(n -> "\"m" + n + "\":" + n)
                            .collect(Collectors.joining(","));
            assertFoundAsByANewDecoder(
                    RecordingHandler.SENSOR_TOPIC, bytes("{\"values\":{" + values + "}}"));
        }
        String longest = "n".repeat(limits.maxIdLength());
        assertFoundAsByANewDecoder(
                RecordingHandler.SENSOR_TOPIC,
                bytes("{\"values\":{\"" + longest + "\":1,\"" + longest + "n\":2}}"));
    }

    private String message() {
        List<String> members = new ArrayList<>();
        int count = random.nextInt(8);
        for (int i = 0; i < count; i++) {
            members.add(MEMBERS[random.nextInt(MEMBERS.length)]);
        }
        Collections.shuffle(members, random);
        String object = "{" + String.join(random.nextBoolean() ? "," : " ,\n", members) + "}";
        return random.nextInt(4) == 0 ? "[" + object + "," + object + "]" : object;
    }

    private RecordingHandler assertFoundAsByANewDecoder(String topic, byte[] payload) {
        RecordingHandler found = new RecordingHandler();
        experienced.decode(topic, payload, RecordingHandler.RECEIVED_AT, found);
        RecordingHandler expected = RecordingHandler.decode(limits, topic, payload);
        assertThat(found.lines).isEqualTo(expected.lines);
        assertThat(found.readings).isEqualTo(expected.readings);
        return found;
    }

    private static byte[] bytes(String json) {
        return json.getBytes(StandardCharsets.UTF_8);
    }
}
