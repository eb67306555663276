package io.pythoflow.sim;

import io.pythoflow.sim.broker.BrokerCommand;
import io.pythoflow.sim.broker.CredentialsCommand;
import io.pythoflow.sim.demo.DemoCommand;
import io.pythoflow.sim.field.FieldCommand;
import io.pythoflow.sim.load.LoadCommand;
import io.pythoflow.sim.replay.ReplayCommand;
import io.pythoflow.sim.rules.RulesCommand;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code gateway-sim}: one jar, one command per thing that happens outside the cloud. */
@Command(
        name = "gateway-sim",
        versionProvider = ManifestVersion.class,
        mixinStandardHelpOptions = true,
        scope = CommandLine.ScopeType.INHERIT,
        synopsisSubcommandLabel = "COMMAND",
        sortOptions = false,
        showDefaultValues = true,
        usageHelpWidth = 100,
        optionListHeading = "%nOptions:%n",
        parameterListHeading = "%nParameters:%n",
        commandListHeading = "%nCommands:%n",
        descriptionHeading = "%n",
        synopsisHeading = "Usage: ",
        headerHeading = "",
        footerHeading = "%nExamples:%n",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:failed at run time (no broker, no free port, unreadable file, refused message)",
            "2:wrong usage; nothing was started",
            "130:stopped by Ctrl-C (SIGINT) after a clean disconnect; 143 by SIGTERM"
        },
        header =
                "The world around the cloud: MQTT broker, simulated fields, replay, load, and the"
                        + " operator.",
        description = {
            "Publishes what irrigation gateways publish, to any MQTT 5 broker, or is that broker"
                    + " for local use. Every command stops cleanly on Ctrl-C and prints a summary.",
            "",
            "'gateway-sim COMMAND --help' explains a command."
        },
        footer = {
            "  # a broker and simulated fields in one process",
            "  java -jar gateway-sim.jar demo",
            "  # the two apart",
            "  java -jar gateway-sim.jar broker",
            "  java -jar gateway-sim.jar field --broker mqtt://localhost:1883",
            "  # 2,000 messages per second for one minute, with a ledger of what was published",
            "  java -jar gateway-sim.jar load --rate 2000 --seconds 60 --ledger ledger.jsonl",
            "  # a recording, as fast as the broker acknowledges",
            "  java -jar gateway-sim.jar replay --speed 0 --value-column soil_moisture=value a.csv",
            "  # what the operator orders",
            "  java -jar gateway-sim.jar rules publish rules.json"
        },
        subcommands = {
            BrokerCommand.class,
            CredentialsCommand.class,
            FieldCommand.class,
            ReplayCommand.class,
            LoadCommand.class,
            DemoCommand.class,
            RulesCommand.class,
        })
public final class GatewaySim implements Runnable {

    @Spec private CommandSpec spec;

    /** Runs a command and ends the JVM with its exit code. */
    public static void main(String[] arguments) {
        StopSignal signal = StopSignal.interrupting(Thread.currentThread());
        int exitCode;
        try {
            exitCode =
                    run(
                            new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                            new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                            arguments);
        } finally {
            signal.commandFinished();
        }
        System.exit(exitCode);
    }

    /**
     * Runs a command in this thread; interrupting the thread stops it like Ctrl-C.
     *
     * @return one of {@link ExitCodes}
     */
    public static int run(PrintWriter out, PrintWriter err, String... arguments) {
        return new CommandLine(new GatewaySim())
                .setOut(out)
                .setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .registerConverter(int.class, GatewaySim::wholeNumber)
                .registerConverter(long.class, GatewaySim::largeWholeNumber)
                .registerConverter(double.class, GatewaySim::number)
                .setParameterExceptionHandler(GatewaySim::explainUsage)
                .setExecutionExceptionHandler(GatewaySim::explainFailure)
                .execute(arguments);
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "Missing command; --help lists what there is");
    }

    private static int explainUsage(ParameterException problem, String[] arguments) {
        CommandLine command = problem.getCommandLine();
        command.getErr()
                .printf(
                        "%s: %s (see %s --help)%n",
                        command.getCommandSpec().qualifiedName(),
                        problem.getMessage(),
                        command.getCommandSpec().qualifiedName());
        return ExitCodes.USAGE;
    }

    private static int explainFailure(
            Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
        if (failure instanceof InterruptedException) {
            return ExitCodes.INTERRUPTED;
        }
        PrintWriter err = command.getErr();
        if (failure instanceof SimException) {
            err.printf("%s: %s%n", command.getCommandSpec().qualifiedName(), failure.getMessage());
        } else {
            err.printf("%s: Unexpected failure%n", command.getCommandSpec().qualifiedName());
            failure.printStackTrace(err);
        }
        err.flush();
        return ExitCodes.FAILED;
    }

    private static int wholeNumber(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new TypeConversionException("'" + text + "' is not a whole number");
        }
    }

    private static long largeWholeNumber(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new TypeConversionException("'" + text + "' is not a whole number");
        }
    }

    private static double number(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new TypeConversionException("'" + text + "' is not a number");
        }
    }
}
