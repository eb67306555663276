package io.pythoflow.sim.rules;

import io.pythoflow.sim.Limits;
import io.pythoflow.sim.mqtt.BrokerOptions;
import io.pythoflow.sim.mqtt.Credentials;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How an operator's command reaches the topic. */
final class OperatorOptions {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--wait",
            paramLabel = "SECONDS",
            defaultValue = "5",
            description =
                    "How long to wait for the retained document before taking it that there is"
                            + " none, 0.1 to 60.")
    private double waitSeconds;

    @Mixin private BrokerOptions broker;

    /** Connects with a client id of its own, so that two operators do not cut each other off. */
    SystemTopic.Opener opener() {
        Limits.within(spec, "--wait", waitSeconds, 0.1, 60);
        Duration patience = Duration.ofMillis(Math.round(waitSeconds * 1000));
        @Nullable Credentials credentials = broker.credentials().orElse(null);
        return () -> SystemTopic.open(broker, credentials, patience);
    }

    /** Where it looks, for messages. */
    String place() {
        return broker.address().toString();
    }
}
