package io.pythoflow.infra.deploy;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** What bin/deploy and bin/destroy do beside the CDK's command line. */
@Command(
        name = "deploy-tool",
        subcommands = {
            PreflightCommand.class,
            OutputsCommand.class,
            InventoryCommand.class,
            ClearCommand.class
        })
public final class DeployTool {

    private DeployTool() {}

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new DeployTool())
                .setExecutionExceptionHandler(
                        (exception, commandLine, parsed) -> {
                            if (exception instanceof CloudException unanswered) {
                                commandLine.getErr().println(unanswered.explanation());
                            } else if (exception instanceof Inventory.ContradictionException) {
                                commandLine.getErr().println(exception.getMessage());
                            } else {
                                throw exception;
                            }
                            return CommandLine.ExitCode.SOFTWARE;
                        });
    }
}
