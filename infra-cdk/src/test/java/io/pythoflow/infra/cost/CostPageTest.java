package io.pythoflow.infra.cost;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * Keeps {@code docs/cost.md} equal to {@link MonthlyCost}. To write it anew: {@code mvn -pl
 * infra-cdk test -Dtest=CostPageTest -DargLine=-Dpythoflow.write=true}.
 */
class CostPageTest {

    private static final Path PAGE = Path.of("../docs/cost.md").toAbsolutePath().normalize();

    @Test
    void thePageSaysWhatTheCalculatorComputes() throws IOException {
        String page = CostPage.text();
        if (Boolean.getBoolean("pythoflow.write")) {
            Files.writeString(PAGE, page);
        }

        assertThat(Files.readString(PAGE))
                .as("docs/cost.md, to be written anew with -DargLine=-Dpythoflow.write=true")
                .isEqualTo(page);
    }
}
