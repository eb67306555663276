package io.pythoflow.sim.rules;

import io.pythoflow.contract.rules.RulesCodec;
import io.pythoflow.contract.rules.RulesDocument;
import io.pythoflow.sim.ExitCodes;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code gateway-sim rules validate}. */
@Command(
        name = "validate",
        header = "Check a file of rules, without a broker.",
        description = "Says everything that is wrong with it at once, as the job would.",
        footer = "  gateway-sim rules validate rules.json")
final class ValidateCommand implements Callable<Integer> {

    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "A document pythoflow.rules/1.")
    private Path file;

    @Override
    public Integer call() {
        String document = Documents.readFile(file).text();
        RulesDocument rules = Documents.validated(file.toString(), document);
        spec.commandLine()
                .getOut()
                .printf(
                        "%s is valid: zones %s, %,d bytes; at most" + " %,d with its envelope%n",
                        file,
                        rules.zones().keySet(),
                        document.getBytes(StandardCharsets.UTF_8).length,
                        RulesCodec.MAX_PUBLISHED_BYTES);
        return ExitCodes.OK;
    }
}
