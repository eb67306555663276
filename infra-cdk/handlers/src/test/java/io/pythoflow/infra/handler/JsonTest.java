package io.pythoflow.infra.handler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

    @Test
    void writesWhatItRead() {
        String text =
                "{\"a\":\"ä\\n\",\"b\":[1,2.5,true,null,{\"c\":[]}],\"d\":{},\"e\":false,\"a2\":\"\"}";

        assertThat(Json.text(Json.object(text))).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "sesame", "[1]", "\"sesame\"", "{\"a\":sesame}", "{\"a\":1", "{} {}"})
    void refusesAnythingElseWithoutQuotingIt(String text) {
        assertThatThrownBy(() -> Json.object(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Not ")
                .hasNoCause()
                .hasMessageNotContaining("sesame");
    }
}
