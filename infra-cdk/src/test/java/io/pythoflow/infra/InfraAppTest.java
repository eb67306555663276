package io.pythoflow.infra;

import static org.assertj.core.api.Assertions.assertThat;

import io.pythoflow.infra.testing.Synth;
import org.junit.jupiter.api.Test;

class InfraAppTest {

    @Test
    void stacksCarryTheEnvironment() {
        assertThat(Synth.of("environment = \"field\"").output().resolve("manifest.json"))
                .content()
                .contains("pythoflow-field-lake");
    }
}
