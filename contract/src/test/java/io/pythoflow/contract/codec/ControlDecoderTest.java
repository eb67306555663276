package io.pythoflow.contract.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.pythoflow.contract.Schema;
import io.pythoflow.contract.payload.Alert;
import io.pythoflow.contract.payload.GatewayError.Severity;
import io.pythoflow.contract.payload.OriginalCommand;
import io.pythoflow.contract.payload.RejectReason;
import io.pythoflow.contract.payload.SystemUpdate;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ControlDecoderTest {

    private static final String OPEN =
            "{\"schema\":\"pythoflow.command/1\",\"command_id\":\"c-1\",\"device_id\":\"000\","
                    + "\"action\":\"OPEN\",\"duration_s\":600,"
                    + "\"issued_ts\":1735689600000,\"expires_ts\":1735689720000}";
    private static final String PAUSE =
            "{\"schema\":\"pythoflow.system_update/1\",\"update_id\":\"u-1\",\"version\":43,"
                    + "\"issued_ts\":\"2025-01-01T00:00:00Z\",\"type\":\"PAUSE\","
                    + "\"mode\":\"replace\",\"payload\":{ \"until\" : null }}";

    private static final String LEAK =
            "{\"schema\":\"pythoflow.alert/1\",\"alert_id\":\"a-1\","
                    + "\"ts\":\"2025-01-01T00:00:00Z\",\"code\":\"leak\",\"state\":\"raised\","
                    + "\"severity\":\"critical\",\"message\":\"2.1 L/min, the valve is shut\","
                    + "\"zone_id\":\"field-01.A\"}";

    private final ControlDecoder decoder = new ControlDecoder(DecodeLimits.defaults());

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "\"pythoflow.command/1\", \"pythoflow.command/2\", UNSUPPORTED_SCHEMA",
                "\"schema\", \"scheme\", INVALID_FIELD",
                "\"c-1\", \"\", INVALID_ID",
                "\"c-1\", null, INVALID_FIELD",
                "\"OPEN\", \"WATER\", INVALID_FIELD",
                ":600, :0, INVALID_FIELD",
                ":600, :null, INVALID_FIELD",
                ":600, :\"long\", INVALID_FIELD",
                "1735689720000, 1735689600000, INVALID_FIELD",
                "1735689720000, null, INVALID_FIELD",
                "1735689720000, \"soon\", INVALID_TIMESTAMP",
                "\"duration_s\", \"time\", INVALID_FIELD",
                "\"device_id\", \"command\", INVALID_FIELD",
                "}, `,\"max_volume_l\":-1}`, INVALID_FIELD",
                "}, ``, MALFORMED_JSON",
                "}, }}, MALFORMED_JSON"
            })
    void aCommandThatIsNotUnderstoodInFullIsRefused(
            String part, String replacement, RejectReason reason) throws InvalidPayloadException {
        assertThat(decoder.command(bytes(OPEN)).durationSeconds()).isEqualTo(600);
        assertThat(Schema.named("command-1").violations(bytes(OPEN))).isEmpty();

        assertRefused(() -> decoder.command(bytes(OPEN.replace(part, replacement))), reason);
    }

    @Test
    void onlyOpenHasADuration() {
        byte[] close = bytes(OPEN.replace("OPEN", "CLOSE"));

        assertRefused(() -> decoder.command(close), RejectReason.INVALID_FIELD);
        assertThat(Schema.named("command-1").violations(close)).isNotEmpty();
    }

    @Test
    void theProtocolsAreNeverMixed() {
        byte[] mixed = bytes(OPEN.replace("{", "{\"identifier\":\"A1\",\"time\":1,"));

        assertRefused(() -> decoder.command(mixed), RejectReason.INVALID_FIELD);
        assertRefused(() -> decoder.originalCommand(mixed), RejectReason.INVALID_FIELD);
        assertThat(Schema.named("command-1").violations(mixed)).isNotEmpty();
        assertThat(Schema.named("command-original").violations(mixed)).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"identifier\":\"A1\",\"command\":\"AGUAR\",\"time\":300000}",
                "{\"identifier\":\"A1\",\"comand\":\"AGUAR\",\"time\":300000}",
                "{\"time\":\"300000\",\"command\":\"AGOAR\",\"identifier\":\"A1\"}"
            })
    void theOriginalCommandIsReadInEachSpelling(String payload) throws InvalidPayloadException {
        assertThat(decoder.originalCommand(bytes(payload)))
                .isEqualTo(new OriginalCommand("A1", 300_000));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"identifier\":\"A1\",\"command\":\"FECHAR\",\"time\":300000}",
                "{\"identifier\":\"A1\",\"command\":\"AGUAR\"}",
                "{\"identifier\":\"A1\",\"command\":\"AGUAR\",\"time\":0}",
                "{\"command\":\"AGUAR\",\"time\":300000}",
                "[]"
            })
    void whatIsNoOriginalCommandIsRefused(String payload) {
        assertRefused(() -> decoder.originalCommand(bytes(payload)), RejectReason.INVALID_FIELD);
        assertThat(Schema.named("command-original").violations(bytes(payload))).isNotEmpty();
    }

    @Test
    void anOriginalCommandTooLargeForTheFirmwareIsNotEncoded() {
        MessageEncoder encoder = new MessageEncoder();
        int overhead = 7 + "irrigation/control/000/command".length();
        int rest = "{\"identifier\":\"\",\"command\":\"AGUAR\",\"time\":1}".length();
        int longest = MessageEncoder.ORIGINAL_MAX_PACKET_BYTES - overhead - rest;

        assertThat(encoder.originalCommand("000", new OriginalCommand("x".repeat(longest), 1)))
                .hasSize(MessageEncoder.ORIGINAL_MAX_PACKET_BYTES - overhead);
        assertThatThrownBy(
                        () ->
                                encoder.originalCommand(
                                        "000", new OriginalCommand("x".repeat(longest + 1), 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "Command to \"000\" takes 257 bytes, the original firmware receives 256;"
                                + " shorten the device id or the identifier");
    }

    @Test
    void aSystemUpdateKeepsItsPayloadAsItIs() throws InvalidPayloadException {
        assertThat(decoder.systemUpdate(bytes(PAUSE)))
                .isEqualTo(
                        new SystemUpdate(
                                "u-1",
                                43,
                                1_735_689_600_000L,
                                1_735_689_600_000L,
                                List.of("*"),
                                SystemUpdate.Type.PAUSE,
                                SystemUpdate.Mode.REPLACE,
                                "{ \"until\" : null }"));
        assertThat(Schema.named("system_update-1").violations(bytes(PAUSE))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "_update/1, _update/2, UNSUPPORTED_SCHEMA",
                "43, 0, INVALID_FIELD",
                "43, 4.5, INVALID_FIELD",
                "PAUSE, STOP, INVALID_FIELD",
                "replace, patch, INVALID_FIELD",
                "{ \"until\" : null }, [], INVALID_FIELD",
                "\"type\", `\"scope\":{\"zones\":[]},\"type\"`, INVALID_FIELD",
                "\"type\", `\"scope\":{\"zones\":[1,null]},\"type\"`, INVALID_FIELD",
                "\"type\", `\"scope\":[],\"type\"`, INVALID_FIELD"
            })
    void aSystemUpdateThatIsNotUnderstoodInFullIsRefused(
            String part, String replacement, RejectReason reason) {
        byte[] changed = bytes(PAUSE.replace(part, replacement));

        assertRefused(() -> decoder.systemUpdate(changed), reason);
        assertThat(Schema.named("system_update-1").violations(changed)).isNotEmpty();
    }

    @Test
    void anAlertSaysWhatHappened() throws InvalidPayloadException {
        assertThat(decoder.alert(bytes(LEAK)))
                .isEqualTo(
                        new Alert(
                                "a-1",
                                1_735_689_600_000L,
                                Alert.Code.LEAK,
                                Alert.State.RAISED,
                                Severity.CRITICAL,
                                "2.1 L/min, the valve is shut",
                                "field-01.A",
                                null,
                                null,
                                null,
                                null,
                                null));
        assertThat(Schema.named("alert-1").violations(bytes(LEAK))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "alert/1, alert/2, UNSUPPORTED_SCHEMA",
                "\"schema\", \"scheme\", INVALID_FIELD",
                "\"a-1\", \" \", INVALID_ID",
                "\"a-1\", null, INVALID_FIELD",
                "2025-01-01, 2025-13-01, INVALID_TIMESTAMP",
                "\"ts\", \"time\", INVALID_FIELD",
                "\"leak\", \"thirst\", INVALID_FIELD",
                "\"code\", \"kind\", INVALID_FIELD",
                "raised, over, INVALID_FIELD",
                "critical, awful, INVALID_FIELD",
                "\"message\", \"text\", INVALID_FIELD",
                "\"field-01.A\", [], INVALID_FIELD"
            })
    void anAlertThatIsNotUnderstoodInFullIsRefused(
            String part, String replacement, RejectReason reason) {
        byte[] changed = bytes(LEAK.replace(part, replacement));

        assertRefused(() -> decoder.alert(changed), reason);
        assertThat(Schema.named("alert-1").violations(changed)).isNotEmpty();
    }

    @Test
    void theTwoKindsOfSystemUpdatesAreNeverTakenForEachOther() {
        assertRefused(() -> decoder.systemUpdate(bytes(LEAK)), RejectReason.UNSUPPORTED_SCHEMA);
        assertRefused(() -> decoder.alert(bytes(PAUSE)), RejectReason.UNSUPPORTED_SCHEMA);
    }

    @Test
    void theSchemaOfAlertsHasEveryCode() {
        JsonNode codes = Schema.named("alert-1").document().at("/properties/code/enum");

        assertThat(codes)
                .map(JsonNode::asText)
                .containsExactlyElementsOf(
                        Stream.of(Alert.Code.values()).map(Alert.Code::word).toList());
    }

    @Test
    void aDocumentTooDeepIsRefused() {
        String deep = "{\"a\":" + "[".repeat(16) + "]".repeat(16) + "}";

        assertRefused(
                () -> decoder.systemUpdate(bytes(PAUSE.replace("{ \"until\" : null }", deep))),
                RejectReason.TOO_DEEP);
        assertRefused(
                () -> decoder.systemUpdate(bytes("[".repeat(5000))), RejectReason.INVALID_FIELD);
    }

    @Test
    void nothingAtAllIsRefused() {
        assertRefused(() -> decoder.command(new byte[0]), RejectReason.MALFORMED_JSON);
    }

    private static void assertRefused(ThrowingCallable decoding, RejectReason reason) {
        assertThatThrownBy(decoding)
                .isInstanceOfSatisfying(
                        InvalidPayloadException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(reason));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
