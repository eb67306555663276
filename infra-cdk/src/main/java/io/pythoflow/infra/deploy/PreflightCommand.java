package io.pythoflow.infra.deploy;

import io.pythoflow.infra.config.InfraConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Says everything that a deploy would fail on. Exit code 1: something would. */
@Command(name = "preflight")
final class PreflightCommand implements Callable<Integer> {

    @Spec private CommandSpec spec;
    @Mixin private EnvironmentOptions environment;

    @Option(names = "--jar", description = "What is uploaded; may be repeated.")
    private List<Path> jars = List.of();

    @Override
    public Integer call() throws IOException {
        InfraConfig config = environment.config();
        Preflight.Report report =
                environment.with(config, cloud -> Preflight.check(config, jars, cloud));
        PrintWriter out = spec.commandLine().getOut();
        report.caller()
                .ifPresent(
                        caller ->
                                out.printf(
                                        "Account %s, %s, as %s%n",
                                        caller.account(), config.region(), caller.arn()));
        report.notes().forEach(note -> out.println("Note: " + note));
        out.flush();
        PrintWriter err = spec.commandLine().getErr();
        if (!report.problems().isEmpty()) {
            err.println(
                    "Environment "
                            + config.environment()
                            + " cannot be deployed; nothing was done:");
            report.problems().forEach(problem -> err.println("  " + problem));
        }
        err.flush();
        return report.problems().isEmpty() ? 0 : 1;
    }
}
