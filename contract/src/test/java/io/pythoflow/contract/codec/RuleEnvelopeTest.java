package io.pythoflow.contract.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RuleEnvelopeTest {

    private final RuleEnvelope envelope = new RuleEnvelope();

    @Test
    void theTimeIsFoundBehindTheMessage() {
        String message =
                """
                {"$unknown":[{"identifier":"A1","ingestion_timestamp":1}],"ingestion_timestamp":1733011200123}""";

        assertThat(envelope.ingestionTime(message.getBytes(UTF_8))).hasValue(1_733_011_200_123L);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"a\":",
                "{\"ingestion_timestamp\":\"soon\"}",
                "{\"ingestion_timestamp\":99999999999999999999}"
            })
    void whatDoesNotSayHasNone(String message) {
        assertThat(envelope.ingestionTime(message.getBytes(UTF_8))).isEmpty();
    }
}
