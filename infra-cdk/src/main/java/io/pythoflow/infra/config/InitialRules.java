package io.pythoflow.infra.config;

import io.pythoflow.contract.rules.InvalidRulesException;
import io.pythoflow.contract.rules.RulesCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Holds the rules document of an environment against the rules' own rules. */
final class InitialRules {

    /** No document is near it; a file that is no document may be anything. */
    private static final long LARGEST_BYTES = 1 << 20;

    private InitialRules() {}

    /** The file, wherever it lies; every problem with it is one of the variable's. */
    static Optional<Path> check(Variables variables, Variable<String> variable, Path folder) {
        Optional<Path> file = variables.find(variable).map(folder::resolve).map(Path::normalize);
        if (file.isEmpty()) {
            return file;
        }
        if (!Files.isRegularFile(file.get())) {
            variables.refuse(variable, "must be a file, and there is none at " + file.get());
            return file;
        }
        try {
            if (Files.size(file.get()) > LARGEST_BYTES) {
                variables.refuse(
                        variable,
                        "has " + Files.size(file.get()) + " bytes and is no rules document");
            } else {
                new RulesCodec().read(Files.readAllBytes(file.get()));
            }
        } catch (InvalidRulesException e) {
            e.problems().forEach(problem -> variables.refuse(variable, problem));
        } catch (IOException e) {
            variables.refuse(variable, "cannot be read (" + e + ")");
        }
        return file;
    }
}
