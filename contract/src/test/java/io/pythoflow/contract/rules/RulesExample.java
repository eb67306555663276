package io.pythoflow.contract.rules;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The documents in {@code docs/examples/rules}. */
enum RulesExample {
    TWO_ZONES_ONE_PUMP("two-zones-one-pump.json"),
    ORIGINAL_FIRMWARE("original-firmware.json"),
    CALIBRATED_PROBE("calibrated-probe.json");

    static final Path FOLDER = Path.of("..", "docs", "examples", "rules");

    private final String file;

    RulesExample(String file) {
        this.file = file;
    }

    Path path() {
        return FOLDER.resolve(file);
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
