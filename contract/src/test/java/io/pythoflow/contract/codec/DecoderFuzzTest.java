package io.pythoflow.contract.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.pythoflow.contract.payload.RejectReason;
import io.pythoflow.contract.payload.RejectedMessage;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Whatever bytes come in: nothing is thrown, every element is accounted for, and rejects carry what
 * was sent. Payloads are random, or golden samples with a few bytes changed. An element is what a
 * tree of the message says it is, and its bytes are found by counting brackets.
 */
class DecoderFuzzTest {

    private static final int PAYLOADS = 30_000;
    private static final int MAX_DETAIL = 400;
    private static final String[] TOPICS = {
        RecordingHandler.SENSOR_TOPIC,
        RecordingHandler.STATUS_TOPIC,
        "irrigation/errors",
        "irrigation/diagnostics",
        "irrigation/control/000/ack",
        "elsewhere"
    };
    private static final String[] TOKENS = {
        "{",
        "}",
        "[",
        "]",
        ":",
        ",",
        "\"",
        "\\",
        "null",
        "true",
        "NaN",
        "nan",
        "-inf",
        "1e999",
        "-0",
        "[]",
        "{}",
        "[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]",
        "\"\\ud800\"",
        "\u0000",
        "12",
        "\"ts\":",
        "\"values\":",
        "\"n\":\"a\",",
        "\"bn\":\"x/\",",
        "\"$unknown\":",
        "\"state\":",
        "\"v\":1,",
        "\"u\":\"K\",",
        "99999999999999999999"
    };

    private static final JsonMapper TREE =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .disable(JsonFactory.Feature.CHARSET_DETECTION)
                                    .build())
                    .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    private final Random random = new Random(20_241_130);
    private final DecodeLimits limits =
            DecodeLimits.defaults().withMaxElements(6).withMaxRejects(4);
    private final MessageDecoder reused = new MessageDecoder(limits);

    @Test
    void nothingThrowsNothingIsLostAndNothingIsChanged() throws IOException, URISyntaxException {
        List<byte[]> samples = GoldenSampleTest.payloads();
        int whole = 0;
        int readings = 0;
        for (int i = 0; i < PAYLOADS; i++) {
            String topic = TOPICS[random.nextInt(TOPICS.length)];
            byte[] payload = payload(samples);
            byte[] before = payload.clone();
            try {
                RecordingHandler found = new RecordingHandler();
                reused.decode(topic, payload, RecordingHandler.RECEIVED_AT, found);
                assertThat(payload).isEqualTo(before);
                assertRejectsAreWithinBounds(found, payload);
                if (i % 10 == 0) {
                    assertThat(found.lines)
                            .isEqualTo(RecordingHandler.decode(limits, topic, payload).lines);
                }
                if (!topic.equals("elsewhere")) {
                    whole += assertConserved(found, topic, payload) ? 1 : 0;
                }
                readings += found.readings.size();
            } catch (RuntimeException | AssertionError e) {
                fail(
                        "Payload "
                                + i
                                + " on "
                                + topic
                                + ": "
                                + new String(payload, StandardCharsets.UTF_8),
                        e);
            }
        }
        // Without these the generator would only make what is refused at the first byte.
        assertThat(whole).isGreaterThan(PAYLOADS / 10);
        assertThat(readings).isGreaterThan(PAYLOADS / 20);
    }

    private void assertRejectsAreWithinBounds(RecordingHandler found, byte[] payload) {
        assertThat(found.rejects.size()).isLessThanOrEqualTo(limits.maxRejects());
        Optional<List<byte[]>> elements =
                parse(payload) == null ? Optional.empty() : Brackets.elements(payload);
        for (int i = 0; i < found.rejects.size(); i++) {
            RejectedMessage rejected = found.rejects.get(i);
            assertThat(rejected.detail()).isNotBlank().doesNotContain("Unreadable");
            assertThat(rejected.detail().length()).isLessThan(MAX_DETAIL);
            assertThat(rejected.detail().chars()).noneMatch(Character::isISOControl);
            if (rejected.element() == null) {
                assertThat(i).isEqualTo(found.rejects.size() - 1);
                assertThat(rejected.payload()).isEqualTo(payload);
            } else if (elements.isPresent()) {
                assertThat(rejected.payload()).isEqualTo(elements.get().get(rejected.element()));
            }
        }
        for (ElementBytes origin : found.origins) {
            if (origin.element() != null && elements.isPresent()) {
                assertThat(origin.copy()).isEqualTo(elements.get().get(origin.element()));
            }
        }
    }

    /** Whether the message was whole, so that its elements could be counted. */
    private static boolean assertConserved(RecordingHandler found, String topic, byte[] payload) {
        JsonNode tree = tree(payload);
        String reason = found.rejects.isEmpty() ? "" : lastReject(found).reason();
        if (tree == null) {
            assertThat(reason)
                    .isIn(RejectReason.MALFORMED_JSON.code(), RejectReason.TOO_DEEP.code());
            assertThat(lastReject(found).element()).isNull();
            return false;
        }
        assertThat(reason).isNotEqualTo(RejectReason.MALFORMED_JSON.code());
        boolean readings = topic.equals(TOPICS[0]) || topic.equals(RecordingHandler.STATUS_TOPIC);
        JsonNode elements = readings && hasEnvelope(tree) ? tree.get("$unknown") : tree;
        if (readings && mayBeSenml(elements)) {
            return true;
        }
        boolean several = elements.isArray();
        int accounted =
                found.readings.size()
                        + found.gatewayMessages.size()
                        + found.unkept
                        + (int)
                                found.rejects.stream()
                                        .filter(r -> r.element() != null || !several)
                                        .count();
        assertThat(accounted).isEqualTo(several ? elements.size() : 1);
        return true;
    }

    private static RejectedMessage lastReject(RecordingHandler found) {
        return found.rejects.get(found.rejects.size() - 1);
    }

    private static boolean hasEnvelope(JsonNode tree) {
        return tree.isObject() && tree.path("$unknown").isContainerNode();
    }

    /** Records of one pack make fewer readings than there are records. */
    private static boolean mayBeSenml(JsonNode elements) {
        Iterable<JsonNode> each = elements.isArray() ? elements : List.of(elements);
        for (JsonNode element : each) {
            for (String member : new String[] {"n", "bn", "bt", "bu", "bv", "bs", "bver"}) {
                if (element.has(member)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Null where the bytes are no JSON, also after bare words for numbers were made readable. */
    private static JsonNode tree(byte[] payload) {
        byte[] text = payload;
        int end = text.length;
        while (end > 0 && text[end - 1] == 0) {
            end--;
        }
        boolean marked = new String(text, StandardCharsets.UTF_8).startsWith("\uFEFF");
        text = Arrays.copyOfRange(text, Math.min(end, marked ? 3 : 0), end);
        JsonNode tree = parse(text);
        byte[] repaired = tree == null ? NonFiniteTokens.repaired(text) : null;
        return repaired == null ? tree : parse(repaired);
    }

    private static JsonNode parse(byte[] text) {
        try {
            JsonNode tree = TREE.readTree(text);
            return tree == null || tree.isMissingNode() ? null : tree;
        } catch (IOException e) {
            return null;
        }
    }

    private byte[] payload(List<byte[]> samples) {
        switch (random.nextInt(10)) {
            case 0 -> {
                byte[] noise = new byte[random.nextInt(60)];
                random.nextBytes(noise);
                return noise;
            }
            case 1 -> {
                StringBuilder tokens = new StringBuilder();
                for (int i = random.nextInt(20); i >= 0; i--) {
                    tokens.append(TOKENS[random.nextInt(TOKENS.length)]);
                }
                return tokens.toString().getBytes(StandardCharsets.UTF_8);
            }
            case 2, 3, 4 -> {
                return arrayOf(samples);
            }
            default -> {
                byte[] payload = one(samples);
                for (int i = random.nextInt(3); i >= 0; i--) {
                    payload = mutated(payload);
                }
                return payload;
            }
        }
    }

    private byte[] arrayOf(List<byte[]> samples) {
        StringBuilder array = new StringBuilder("[");
        for (int i = random.nextInt(10); i >= 0; i--) {
            byte[] element = random.nextInt(4) == 0 ? mutated(one(samples)) : one(samples);
            array.append(i % 3 == 0 ? "\n " : "");
            array.append(new String(element, StandardCharsets.UTF_8));
            array.append(i == 0 ? "]" : ",");
        }
        return array.toString().getBytes(StandardCharsets.UTF_8);
    }

    private byte[] one(List<byte[]> samples) {
        return samples.get(random.nextInt(samples.size()));
    }

    private byte[] mutated(byte[] payload) {
        int at = random.nextInt(payload.length + 1);
        int to = Math.min(payload.length, at + random.nextInt(12));
        byte[] token = TOKENS[random.nextInt(TOKENS.length)].getBytes(StandardCharsets.UTF_8);
        return switch (random.nextInt(6)) {
            case 0 -> spliced(payload, at, at, token);
            case 1 -> spliced(payload, at, to, token);
            case 2 -> spliced(payload, at, to, new byte[0]);
            case 3 -> spliced(payload, at, at, Arrays.copyOfRange(payload, at, to));
            case 4 -> spliced(payload, at, to, new byte[] {(byte) random.nextInt(256)});
            default -> Arrays.copyOf(payload, at);
        };
    }

    private static byte[] spliced(byte[] payload, int from, int to, byte[] between) {
        byte[] spliced = new byte[payload.length - (to - from) + between.length];
        System.arraycopy(payload, 0, spliced, 0, from);
        System.arraycopy(between, 0, spliced, from, between.length);
        System.arraycopy(payload, to, spliced, from + between.length, payload.length - to);
        return spliced;
    }
}
