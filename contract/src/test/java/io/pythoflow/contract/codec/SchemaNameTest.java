package io.pythoflow.contract.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaNameTest {

    private final SchemaName schemas = new SchemaName();

    @Test
    void isFoundWhereverItStands() {
        assertThat(schemas.of(bytes("{\"schema\":\"pythoflow.reading/1\"}")))
                .contains(Schemas.READING);
        assertThat(schemas.of(bytes("{\"a\":{\"schema\":\"b\"},\"c\":[1],\"schema\":\"d\"")))
                .contains("d");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[{\"schema\":\"a\"}]",
                "{\"schema\":1}",
                "{\"a\":{\"schema\":\"b\"}}",
                "{\"a\":",
                "not json"
            })
    void isEmptyWhereThePayloadDoesNotSay(String payload) {
        assertThat(schemas.of(bytes(payload))).isEmpty();
    }

    @Test
    void alertsOfEveryVersionAreAlerts() {
        assertThat(schemas.isAlert(bytes("{\"schema\":\"pythoflow.alert/1\"}"))).isTrue();
        assertThat(schemas.isAlert(bytes("{\"schema\":\"pythoflow.alert/2\"}"))).isTrue();
        assertThat(schemas.isAlert(bytes("{\"schema\":\"pythoflow.system_update/1\"}"))).isFalse();
        assertThat(schemas.isAlert(bytes("{}"))).isFalse();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
