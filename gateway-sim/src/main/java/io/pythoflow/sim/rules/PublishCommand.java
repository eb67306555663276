package io.pythoflow.sim.rules;

import io.pythoflow.contract.json.JsonObject;
import io.pythoflow.contract.payload.SystemUpdate;
import io.pythoflow.sim.ExitCodes;
import io.pythoflow.sim.SimException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code gateway-sim rules publish}. */
@Command(
        name = "publish",
        header = "Put a file of rules in the place of the retained document.",
        description = {
            "Checks the file, gives it the next version and publishes it, retained. Emergency stop"
                    + " and pause of the farm stay what they are unless the file speaks of them;"
                    + " an emergency stop is lifted by 'rules resume' alone. Does nothing if the"
                    + " retained document says the same.",
            "",
            "Where none is retained, the first version is the time in seconds since 1970: above"
                    + " any that a job may still have from before."
        },
        footer = {
            "  gateway-sim rules publish rules.json",
            "  gateway-sim rules publish rules.json --reason 'maize is in' --broker mqtt://farm:1883"
        })
final class PublishCommand implements Callable<Integer> {

    private static final String EMERGENCY_STOP = "emergency_stop";
    private static final String PAUSE = "pause";

    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "A document pythoflow.rules/1.")
    private Path file;

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            description = "Published beside the document, for people who ask why.")
    private @Nullable String reason;

    @Mixin private OperatorOptions options;

    @Override
    public Integer call() throws InterruptedException {
        JsonObject rules = Documents.readFile(file);
        Documents.validated(file.toString(), rules.text());
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        SystemTopic.Opener opener = options.opener();
        try (SystemTopic topic = opener.open()) {
            Optional<SystemUpdate> retained = topic.newest();
            String unreadable = topic.unreadable();
            if (retained.isEmpty() && unreadable != null) {
                err.println("The retained message is no document and is replaced: " + unreadable);
            }
            SystemUpdate published =
                    new Publication(opener, Clock.systemUTC(), err::println)
                            .publish(topic, newest -> order(rules, newest));
            if (published == null) {
                out.println("nothing to publish: the retained document says the same");
            } else {
                out.println("version " + published.version() + " is retained");
            }
            return ExitCodes.OK;
        }
    }

    private Change.@Nullable Order order(JsonObject rules, @Nullable SystemUpdate newest) {
        JsonObject old =
                newest == null
                        ? JsonObject.EMPTY
                        : Documents.read(newest.payload()).orElse(JsonObject.EMPTY);
        if (Boolean.FALSE.equals(rules.get(EMERGENCY_STOP))
                && Boolean.TRUE.equals(old.get(EMERGENCY_STOP))) {
            throw new SimException(
                    "The emergency stop is pressed and %s says it is not; lift it with 'rules resume'"
                            .formatted(file));
        }
        JsonObject kept = rules;
        for (String order : new String[] {PAUSE, EMERGENCY_STOP}) {
            if (old.has(order) && !rules.has(order)) {
                kept = kept.mergedWith(JsonObject.of(order, old.get(order)));
            }
        }
        if (kept.equals(old)) {
            return null;
        }
        String whole = kept.text();
        Documents.validated(file.toString(), whole);
        return new Change.Order(SystemUpdate.Type.RULES, null, whole, reason);
    }
}
