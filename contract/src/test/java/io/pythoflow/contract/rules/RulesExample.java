package io.pythoflow.contract.rules;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The documents in {@code docs/examples/rules}, and that of the notebooks. */
enum RulesExample {
    TWO_ZONES_ONE_PUMP("docs/examples/rules/two-zones-one-pump.json"),
    ORIGINAL_FIRMWARE("docs/examples/rules/original-firmware.json"),
    CALIBRATED_PROBE("docs/examples/rules/calibrated-probe.json"),
    ORIGINAL_RULE("docs/examples/rules/original-rule.json"),
    NOTEBOOKS_FARM("notebooks/farm-rules.json");

    /** Where those for operators to begin with lie. */
    static final Path FOLDER = Path.of("..", "docs", "examples", "rules");

    private final String file;

    RulesExample(String file) {
        this.file = file;
    }

    Path path() {
        return Path.of("..").resolve(file);
    }

    String text() {
        try {
            return Files.readString(path());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String changed(String patch) {
        return RulesText.changed(text(), patch);
    }
}
