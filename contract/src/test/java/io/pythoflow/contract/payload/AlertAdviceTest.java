package io.pythoflow.contract.payload;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Keeps what {@code docs/control.md} says to do about an alert equal to the contract. */
class AlertAdviceTest {

    private static final Path PAGE = Path.of("..", "docs", "control.md");

    @Test
    void thePageGivesTheSameAdvice() throws IOException {
        String section = Files.readString(PAGE).replaceAll("(?s).*\n## Alerts\n(.*?)\n## .*", "$1");
        List<String> lines = section.lines().toList();

        for (Alert.Code code : Alert.Code.values()) {
            assertThat(lines)
                    .filteredOn(line -> line.startsWith("| `" + code.word() + "` |"))
                    .singleElement()
                    .asString()
                    .endsWith("| " + code.advice() + " |");
        }
    }

    @Test
    void adviceFitsIntoTheTextOfARule() {
        assertThat(Alert.Code.values())
                .extracting(Alert.Code::advice)
                .allMatch(advice -> advice.matches("[\\x20-\\x7e&&[^'\"\\\\$]]+"));
    }
}
