package io.pythoflow.sim.rules;

import io.pythoflow.contract.json.JsonObject;
import io.pythoflow.contract.payload.SystemUpdate;
import io.pythoflow.contract.rules.RulesMerge;
import io.pythoflow.sim.ExitCodes;
import io.pythoflow.sim.SimException;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code gateway-sim rules estop}. */
@Command(
        name = "estop",
        header = "Press the emergency stop: every v1 device is stopped, nothing opens.",
        description = {
            "Publishes the stop, then retains the document with it, so that it also holds for a"
                    + " job that starts later. Where no document is retained, one without zones"
                    + " is: publish the rules again before 'rules resume'.",
            "",
            "Devices with the original firmware cannot be stopped: what they water now they water"
                    + " to its end."
        },
        footer = {
            "  gateway-sim rules estop",
            "  gateway-sim rules estop --reason 'burst pipe' --broker mqtt://farm:1883"
        })
final class StopCommand implements Callable<Integer> {

    /** A retained document comes at once; if it does not, the stop goes out before it. */
    private static final Duration UNTIL_STOPPED = Duration.ofSeconds(1);

    @Spec private CommandSpec spec;

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            description = "Published beside the stop, for people who ask why.")
    private @Nullable String reason;

    @Mixin private OperatorOptions options;

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        SystemTopic.Opener opener = options.opener();
        Publication publication = new Publication(opener, Clock.systemUTC(), err::println);
        try (SystemTopic topic = opener.open()) {
            if (topic.newest(UNTIL_STOPPED).isEmpty()) {
                publication.stopAtOnce(topic, reason);
                out.println("emergency stop published, not yet retained");
            }
            boolean known = topic.newest().isPresent();
            String unreadable = topic.unreadable();
            if (!known && unreadable != null) {
                throw new SimException(
                        "The stop was published, but what is retained is no document, so a job that"
                                + " starts later will not know of it; 'rules publish' replaces it: "
                                + unreadable);
            }
            SystemUpdate published =
                    Objects.requireNonNull(publication.publish(topic, this::order));
            out.println(
                    "version %d is retained: emergency stop pressed"
                            .formatted(published.version()));
            if (!known) {
                out.println("no rules were retained; publish them again before 'rules resume'");
            }
            return ExitCodes.OK;
        }
    }

    /** Presses it also where it is pressed: whoever presses wants it heard. */
    private Change.Order order(@Nullable SystemUpdate newest) {
        JsonObject stop = Documents.read(RulesMerge.STOP).orElseThrow();
        String whole =
                newest == null
                        ? RulesMerge.STOP_ALONE
                        : Documents.read(newest.payload()).orElseThrow().mergedWith(stop).text();
        return new Change.Order(SystemUpdate.Type.ESTOP, RulesMerge.STOP, whole, reason);
    }
}
