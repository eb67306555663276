package io.pythoflow.sim.rules;

import io.pythoflow.contract.json.JsonObject;
import io.pythoflow.contract.payload.SystemUpdate;
import io.pythoflow.sim.ExitCodes;
import io.pythoflow.sim.SimException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code gateway-sim rules show}. */
@Command(
        name = "show",
        header = "Print the retained document.",
        description = {
            "The document goes to standard output, its version, when it was issued and why to"
                    + " standard error. Fails where no document is retained, and, after printing"
                    + " it, where the document is not valid."
        },
        footer = {"  gateway-sim rules show", "  gateway-sim rules show > rules.json"})
final class ShowCommand implements Callable<Integer> {

    @Spec private CommandSpec spec;

    @Mixin private OperatorOptions options;

    @Override
    public Integer call() throws InterruptedException {
        try (SystemTopic topic = options.opener().open()) {
            SystemUpdate update =
                    topic.newest().orElseThrow(() -> nothingRetained(topic, options.place()));
            PrintWriter err = spec.commandLine().getErr();
            err.printf(
                    "version %d, issued %s, update %s%s%n",
                    update.version(),
                    Instant.ofEpochMilli(update.issuedAt()),
                    update.updateId(),
                    update.reason() == null ? "" : ": " + update.reason());
            Optional<JsonObject> document = Documents.read(update.payload());
            spec.commandLine()
                    .getOut()
                    .println(document.map(JsonObject::indentedText).orElse(update.payload()));
            Documents.validated("version " + update.version(), update.payload());
            return ExitCodes.OK;
        }
    }

    /** What to say where there is no document. */
    static SimException nothingRetained(SystemTopic topic, String place) {
        String unreadable = topic.unreadable();
        return new SimException(
                unreadable == null
                        ? "No document is retained at " + place + "; 'rules publish' puts one there"
                        : "What is retained at %s is no document, 'rules publish' replaces it: %s"
                                .formatted(place, unreadable));
    }
}
