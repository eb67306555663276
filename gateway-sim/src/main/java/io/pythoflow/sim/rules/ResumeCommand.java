package io.pythoflow.sim.rules;

import io.pythoflow.contract.json.JsonObject;
import io.pythoflow.contract.payload.SystemUpdate;
import io.pythoflow.sim.ExitCodes;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code gateway-sim rules resume}. */
@Command(
        name = "resume",
        header = "Lift the emergency stop.",
        description = {
            "Publishes that it is lifted, then retains the document without it. A pause stays. No"
                    + " valve opens by this: the job decides anew."
        },
        footer = {
            "  gateway-sim rules resume",
            "  gateway-sim rules resume --reason 'pipe repaired' --broker mqtt://farm:1883"
        })
final class ResumeCommand implements Callable<Integer> {

    private static final String LIFTED = "{\"emergency_stop\":false}";

    @Spec private CommandSpec spec;

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            description = "Published beside it, for people who ask why.")
    private @Nullable String reason;

    @Mixin private OperatorOptions options;

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        SystemTopic.Opener opener = options.opener();
        try (SystemTopic topic = opener.open()) {
            if (topic.newest().isEmpty()) {
                throw ShowCommand.nothingRetained(topic, options.place());
            }
            SystemUpdate published =
                    Objects.requireNonNull(
                            new Publication(opener, Clock.systemUTC(), err::println)
                                    .publish(topic, this::order));
            out.println(
                    "version %d is retained: emergency stop lifted".formatted(published.version()));
            Documents.validated("version " + published.version(), published.payload());
            JsonObject document = Documents.read(published.payload()).orElseThrow();
            if (document.get("pause") != null) {
                out.println(
                        "the farm is still paused: " + JsonObject.textOf(document.get("pause")));
            }
            return ExitCodes.OK;
        }
    }

    /** Also where it is not pressed: a job may hold a stop that never reached the document. */
    private Change.Order order(@Nullable SystemUpdate newest) {
        JsonObject lifted = Documents.read(LIFTED).orElseThrow();
        String whole =
                Documents.read(Objects.requireNonNull(newest).payload())
                        .orElseThrow()
                        .mergedWith(lifted)
                        .text();
        return new Change.Order(SystemUpdate.Type.RESUME, LIFTED, whole, reason);
    }
}
