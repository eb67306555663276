package io.pythoflow.bench;

import io.pythoflow.bench.baseline.PlainJobCommand;
import io.pythoflow.bench.baseline.StraightforwardJobCommand;
import io.pythoflow.bench.command.OpeningCommand;
import io.pythoflow.bench.freshness.FreshnessCommand;
import io.pythoflow.bench.jmh.HotPathsCommand;
import io.pythoflow.bench.live.CountCommand;
import io.pythoflow.bench.memory.JobOnlyCommand;
import io.pythoflow.bench.memory.ManySensorsCommand;
import io.pythoflow.bench.memory.MemoryJobCommand;
import io.pythoflow.bench.memory.ScalingCommand;
import io.pythoflow.bench.past.BackfillCommand;
import io.pythoflow.bench.past.OriginalCommand;
import io.pythoflow.bench.past.PastTableCommand;
import io.pythoflow.bench.rate.RateCommand;
import io.pythoflow.bench.recovery.RecoveryCommand;
import io.pythoflow.bench.restart.RestartLossCommand;
import io.pythoflow.bench.source.MemoryCommand;
import io.pythoflow.bench.source.SlotsCommand;
import io.pythoflow.bench.source.SourceJobCommand;
import io.pythoflow.bench.state.DeduplicationStateCommand;
import io.pythoflow.bench.state.DuplicatesCommand;
import io.pythoflow.bench.suite.SuiteCommand;
import io.pythoflow.bench.transport.SubscribeCommand;
import io.pythoflow.bench.transport.TransportCommand;
import io.pythoflow.bench.wire.LoadCommand;
import io.pythoflow.bench.wire.PublishCommand;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bench}: one command per measurement. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        version = "bench 0.1.0",
        scope = CommandLine.ScopeType.INHERIT,
        synopsisSubcommandLabel = "NAME",
        sortOptions = false,
        showDefaultValues = true,
        usageHelpWidth = 100,
        optionListHeading = "%nOptions:%n",
        commandListHeading = "%nMeasurements:%n",
        descriptionHeading = "%n",
        synopsisHeading = "Usage: ",
        footerHeading = "%nExamples:%n",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:measured, and the criterion holds where there is one",
            "1:no figure (something did not start, or the counts do not agree)",
            "2:wrong usage; nothing was started",
            "3:measured, and the criterion does not hold"
        },
        header = "Measurements of the job on this machine, and what it is measured beside.",
        description = {
            "Each measurement starts what it needs in processes of their own: a broker on a free"
                    + " port of this machine (Mosquitto where it is on the PATH, else HiveMQ CE),"
                    + " a publisher at a constant rate with absolute deadlines, and the job or a"
                    + " part of it. It checks that what was published was received, or gives no"
                    + " figure; prints a table with the processor it ran on; and writes the same"
                    + " as JSON to bench/target/results. What the processes wrote stays in"
                    + " bench/target/runs until 'mvn clean'.",
            "",
            "Nothing else should run on the machine; the load before the run is in the report.",
            "",
            "'bin/bench NAME --help' explains a measurement."
        },
        footer = {
            "  # all that the targets need",
            "  make bench",
            "  # one of them, with its options",
            "  make bench BENCH=transport ARGS='--rates 20000'",
            "  bin/bench transport --rates 20000"
        },
        subcommands = {
            SuiteCommand.class,
            RateCommand.class,
            RecoveryCommand.class,
            FreshnessCommand.class,
            TransportCommand.class,
            SlotsCommand.class,
            MemoryCommand.class,
            DuplicatesCommand.class,
            RestartLossCommand.class,
            OpeningCommand.class,
            JobOnlyCommand.class,
            ManySensorsCommand.class,
            BackfillCommand.class,
            OriginalCommand.class,
            ScalingCommand.class,
            HotPathsCommand.class,
            PublishCommand.class,
            LoadCommand.class,
            CountCommand.class,
            SubscribeCommand.class,
            SourceJobCommand.class,
            DeduplicationStateCommand.class,
            PastTableCommand.class,
            MemoryJobCommand.class,
            PlainJobCommand.class,
            StraightforwardJobCommand.class,
        })
public final class Bench implements Runnable {

    @Spec private CommandSpec spec;

    public static void main(String[] arguments) {
        System.exit(
                new CommandLine(new Bench())
                        .setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8))
                        .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8))
                        .setCaseInsensitiveEnumValuesAllowed(true)
                        .setParameterExceptionHandler(Bench::explainUsage)
                        .setExecutionExceptionHandler(Bench::explainFailure)
                        .execute(arguments));
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "Missing measurement; --help lists what there is");
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
        PrintWriter err = command.getErr();
        if (failure instanceof BenchException) {
            err.printf("%s: %s%n", command.getCommandSpec().qualifiedName(), failure.getMessage());
        } else {
            err.printf("%s: Unexpected failure%n", command.getCommandSpec().qualifiedName());
            failure.printStackTrace(err);
        }
        err.flush();
        return ExitCodes.FAILED;
    }
}
