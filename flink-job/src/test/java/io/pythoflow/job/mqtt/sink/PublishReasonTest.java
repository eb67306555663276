package io.pythoflow.job.mqtt.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.pythoflow.job.mqtt.sink.PublishReason.Handling;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PublishReasonTest {

    @ParameterizedTest
    @CsvSource({
        "0x00, ACCEPTED, success",
        "0x10, ACCEPTED, no matching subscribers",
        "0x80, RETRIED, unspecified error",
        "0x83, RETRIED, implementation specific error",
        "0x87, FATAL, not authorized",
        "0x90, REJECTED, topic name invalid",
        "0x91, RETRIED, packet identifier in use",
        "0x95, REJECTED, packet too large",
        "0x97, RETRIED, quota exceeded",
        "0x99, REJECTED, payload format invalid",
        "0x01, ACCEPTED, unknown success",
        "0xff, RETRIED, unknown error"
    })
    void saysWhatToDoAboutEachReasonCode(String code, Handling handling, String words) {
        PublishReason reason = PublishReason.of(Integer.decode(code));

        assertThat(reason.handling()).isEqualTo(handling);
        assertThat(reason).hasToString(words);
    }

    @Test
    void noErrorIsTakenForASuccess() {
        assertThat(IntStream.rangeClosed(0x80, 0xff).mapToObj(PublishReason::of))
                .extracting(PublishReason::handling)
                .doesNotContain(Handling.ACCEPTED);
    }
}
