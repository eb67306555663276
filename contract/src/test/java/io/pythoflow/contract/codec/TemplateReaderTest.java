package io.pythoflow.contract.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateReaderTest {

    private static final String SENSOR = "A1";

    private static final String FULL =
            """
            {"schema":"pythoflow.reading/1","message_id":"m-1","gateway_id":"G1","sensor_id":"A1",\
            "zone_id":"Z1","seq":7,"ts":1735689600000,"ts_source":"device","historical":true,\
            "sample_period_s":30,"values":{"soil_moisture":31.25,"temperature":-4,"odd":null},\
            "fw":"1.2"}""";

    private static final String ORIGINAL =
            "{\"identifier\": \"A1\", \"values\": {\"temperature\": 21.5, \"humidity\": 60}}";

    private static final String FLAT =
            "{\"sensorId\":\"A1\",\"Time\":\"2024-12-31T23:59:58Z\",\"temperature\":21.5,\"x\":1}";

    /** A scalar where a member's value stands, or an object's or array's first part. */
    private static final Pattern VALUE = Pattern.compile(": ?(\"[^\"]*\"|[-0-9.a-z]+|\\{)");

    private static final List<String> VALUES =
            List.of(
                    "0",
                    "-0",
                    "-0.0",
                    "00",
                    "01.5",
                    "1.",
                    ".5",
                    "-",
                    "+1",
                    "1.5.2",
                    "1e3",
                    "1E-3",
                    "12.5e0",
                    "999999999999999",
                    "9999999999999999",
                    "0.00000000000001",
                    "0.000000000000001",
                    "0.1234567890123456",
                    "-99999999999999.9",
                    "1735689600",
                    "1735689600.5",
                    "1735689600000000",
                    "99999999999999999999",
                    "2147483648",
                    "NaN",
                    "nan",
                    "-Infinity",
                    "null",
                    "nullx",
                    "true",
                    "false",
                    "\"\"",
                    "\" \"",
                    "\" A1 \"",
                    "\"A2\"",
                    "\"A1x\"",
                    "\"gateway\"",
                    "\"device\"",
                    "\"pythoflow.reading/2\"",
                    "\"pythoflow.status/1\"",
                    "\"2024-12-31T23:59:58\"",
                    "\"2024-12-31 23:59:58.25+02:00\"",
                    "\"1735689600000\"",
                    "\"12.5\"",
                    "\"a\\\"b\"",
                    "\"a\\u0041\"",
                    "\"a\tb\"",
                    "\"é\"",
                    "\"\u007f\"",
                    "\"" + "x".repeat(400) + "\"",
                    "\"unclosed",
                    "{}",
                    "{\"v\":1,\"u\":\"K\"}",
                    "[1]",
                    " 5",
                    "\t5",
                    "5 ",
                    "5\n",
                    "5,",
                    "5}",
                    "");

    @Test
    void whateverStandsForAValueIsReadAsTheParserReadsIt() {
        int compared = 0;
        for (String template : List.of(FULL, ORIGINAL, FLAT, FLAT.replace(",", " , "))) {
            MessageDecoder learned = new MessageDecoder(DecodeLimits.defaults());
            for (String variant : variants(template)) {
                for (String message : List.of(variant, "[" + variant + "," + template + "]")) {
                    decode(learned, template);
                    assertThat(decode(learned, message))
                            .as(message)
                            .isEqualTo(
                                    decode(new MessageDecoder(DecodeLimits.defaults()), message));
                    compared++;
                }
            }
        }
        assertThat(compared).isGreaterThan(2_000);
    }

    @Test
    void whereverAMessageBreaksOffItIsRejectedAsTheParserDoes() {
        MessageDecoder learned = new MessageDecoder(DecodeLimits.defaults());
        decode(learned, FULL);
        for (int length = 0; length <= FULL.length(); length++) {
            for (String more : List.of("", " ", "x", "}", ",")) {
                String message = FULL.substring(0, length) + more;
                assertThat(decode(learned, message))
                        .as(message)
                        .isEqualTo(decode(new MessageDecoder(DecodeLimits.defaults()), message));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {FULL, ORIGINAL, FLAT})
    void readsWhatItKnowsToTheClosingBrace(String template) throws IOException {
        Learned learned = new Learned(template);

        assertThat(learned.read(template)).isEqualTo(template.length());
        assertThat(learned.read(template + ",{}")).isEqualTo(template.length());
        assertThat(learned.read(template.replace(":", " : "))).isNegative();
        assertThat(learned.read(template.replace(",", " , ").replace("}", " }"))).isPositive();
    }

    @Test
    void otherValuesAreNoSurprise() throws IOException {
        Learned learned = new Learned(FULL);

        assertThat(
                        learned.read(
                                FULL.replace("31.25", "-0.5")
                                        .replace("1735689600000", "\"2025-01-01T00:00:00Z\"")
                                        .replace("m-1", "another one")
                                        .replace("G1", "G22")
                                        .replace("\"A1\"", "\"B7\"")
                                        .replace("true", "false")))
                .isPositive();
        assertThat(learned.draft.sensorId).isEqualTo("B7");
        assertThat(learned.draft.gatewayId).isEqualTo("G22");
        assertThat(learned.draft.messageId).isEqualTo("another one");
        assertThat(learned.draft.time.epochMillis()).isEqualTo(1_735_689_600_000L);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"values\":{\"humidity\":60},\"identifier\":\"A1\"}",
                "{\"identifier\":\"A1\",\"values\":{\"humidity\":60}}",
                "{\"identifier\":\"A1\",\"values\":{\"temperature\":21.5,\"pressure\":60}}",
                "{\"identifier\":\"A1\",\"values\":{\"temperature\":2.15e1}}",
                "{\"identifier\":\"A1\",\"values\":{\"temperature\":\"21.5\"}}",
                "{\"identifier\":\"A1\",\"values\":{}}",
                "{\"identifier\":\"A\\u0031\",\"values\":{\"temperature\":21.5}}",
                "{\"identifier\":\"Ä1\",\"values\":{\"temperature\":21.5}}",
                "{\"identifier\":\"A1\",\"values\":{\"temperature\":21.5},\"quality\":\"ok\"}",
                "{\"identifier\":\"A1\",\t\"values\":{\"temperature\":21.5}}",
                "{}"
            })
    void leavesSurprisesToTheParser(String surprise) throws IOException {
        Learned learned = new Learned(ORIGINAL);

        assertThat(learned.read("{\"identifier\":\"A1\",\"values\":{\"temperature\":21.5}}"))
                .isPositive();
        assertThat(learned.read(surprise)).isNegative();
    }

    @Test
    void devicesOfSeveralKindsMayTakeTurns() throws IOException {
        Learned learned = new Learned(FULL, ORIGINAL, FLAT);

        for (int turn = 0; turn < 3; turn++) {
            assertThat(learned.read(ORIGINAL)).isPositive();
            assertThat(learned.read(FULL)).isPositive();
            assertThat(learned.read(FLAT)).isPositive();
        }
    }

    @Test
    void sendersThatInventNamesCostNeitherMemoryNorTheTemplatesOfOthers() throws IOException {
        Learned learned = new Learned(ORIGINAL);
        int most = 0;
        for (int i = 0; i < 5_000; i++) {
            learned.learn("{\"name-" + i + "\":1}");
            most = Math.max(most, learned.members.places());
            assertThat(learned.members.start().next().length).isLessThanOrEqualTo(8);
        }
        assertThat(most).isEqualTo(4_096);
        assertThat(learned.members.places()).isLessThan(most);

        learned.learn(ORIGINAL);
        assertThat(learned.read(ORIGINAL)).isPositive();
    }

    private static List<String> variants(String template) {
        List<String> variants = new ArrayList<>();
        for (MatchResult value : VALUE.matcher(template).results().toList()) {
            for (String other : VALUES) {
                variants.add(
                        template.substring(0, value.start(1))
                                + other
                                + template.substring(value.end(1)));
            }
        }
        return variants;
    }

    private static List<String> decode(MessageDecoder decoder, String message) {
        RecordingHandler found = new RecordingHandler();
        decoder.decode(
                RecordingHandler.SENSOR_TOPIC,
                message.getBytes(StandardCharsets.UTF_8),
                RecordingHandler.RECEIVED_AT,
                found);
        return found.lines;
    }

    /** A reader that has seen messages before. */
    private static final class Learned {
        final MemberNames names = new MemberNames(128);
        final MemberOrder members = new MemberOrder(names);
        final MemberOrder metrics = new MemberOrder(names);
        final TemplateReader reader = new TemplateReader(members, metrics, 128);
        final ReadingDraft draft = new ReadingDraft(DecodeLimits.defaults());

        Learned(String... messages) throws IOException {
            for (String message : messages) {
                learn(message);
            }
        }

        int read(String message) throws IOException {
            draft.clear();
            return reader.read(parser(message), SENSOR, draft);
        }

        void learn(String message) throws IOException {
            JsonParser parser = parser(message);
            members.begin();
            MemberName name;
            while ((name = members.next(parser)) != null) {
                boolean values = name.field == ReadingField.VALUES;
                if (parser.nextToken() == JsonToken.START_OBJECT && values) {
                    metrics.begin();
                    while (metrics.next(parser) != null) {
                        parser.nextToken();
                    }
                } else {
                    parser.skipChildren();
                }
            }
        }

        private static ReusedParser parser(String message) throws IOException {
            ReusedParser parser = ReusedParser.of(Json.factory(16));
            byte[] text = message.getBytes(StandardCharsets.UTF_8);
            parser.begin(text, 0, text.length);
            parser.nextToken();
            return parser;
        }
    }
}
