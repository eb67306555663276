package io.pythoflow.sim.rules;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code gateway-sim rules}. */
@Command(
        name = "rules",
        header = "Check, publish and show the rules; press and lift the emergency stop.",
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "The rules are one document, retained on irrigation/system/updates under one version"
                    + " that only grows. These commands read it there and put the next one in its"
                    + " place; the job need not run. docs/rules.md explains the document.",
            "",
            "If two operators publish at the same moment, whoever finds the other's document lost"
                    + " or in place of his own says so and publishes again on top of it."
        },
        footer = {
            "  gateway-sim rules validate rules.json",
            "  gateway-sim rules publish rules.json --broker mqtt://localhost:1883",
            "  gateway-sim rules show > rules.json",
            "  gateway-sim rules estop --reason 'burst pipe'",
            "  gateway-sim rules resume"
        },
        subcommands = {
            ValidateCommand.class,
            PublishCommand.class,
            ShowCommand.class,
            StopCommand.class,
            ResumeCommand.class,
        })
public final class RulesCommand implements Runnable {

    @Spec private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "Missing command; --help lists what there is");
    }
}
