package io.pythoflow.sim.rules;

import io.pythoflow.contract.json.InvalidJsonException;
import io.pythoflow.contract.json.JsonObject;
import io.pythoflow.contract.rules.InvalidRulesException;
import io.pythoflow.contract.rules.RulesCodec;
import io.pythoflow.contract.rules.RulesDocument;
import io.pythoflow.sim.SimException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Documents from files and from the topic, for commands: what is wrong becomes their message. */
final class Documents {

    private static final RulesCodec CODEC = new RulesCodec();

    private Documents() {}

    /** A file as it is published: in one line. */
    static JsonObject readFile(Path file) {
        try {
            return JsonObject.read(Files.readAllBytes(file));
        } catch (InvalidJsonException e) {
            throw new SimException(file + ": " + e.getMessage());
        } catch (IOException e) {
            throw new SimException("Cannot read " + file + ": " + e, e);
        }
    }

    /** The tree of what was published; empty if it is no object. */
    static Optional<JsonObject> read(String payload) {
        try {
            return Optional.of(JsonObject.read(payload));
        } catch (InvalidJsonException e) {
            return Optional.empty();
        }
    }

    /**
     * The rules that a document says.
     *
     * @param what names it in the message
     * @throws SimException with every problem, one a line
     */
    static RulesDocument validated(String what, String document) {
        try {
            return CODEC.read(document);
        } catch (InvalidRulesException e) {
            throw new SimException(
                    "%s is not valid:%n  %s"
                            .formatted(
                                    what, String.join(System.lineSeparator() + "  ", e.problems())),
                    e);
        }
    }
}
