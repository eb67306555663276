package io.pythoflow.infra.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints what {@code cdk deploy --outputs-file} wrote. */
@Command(name = "outputs")
final class OutputsCommand implements Callable<Integer> {

    /** What CDK itself passes between stacks is nobody's to read. */
    private static final String EXPORT = "ExportsOutput";

    @Spec private CommandSpec spec;

    @Parameters(arity = "1", description = "The file.")
    private Path file;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        if (!Files.isRegularFile(file)) {
            out.println("No stack has outputs.");
            return 0;
        }
        JsonNode stacks = new ObjectMapper().readTree(Files.readString(file));
        stacks.properties()
                .forEach(
                        stack -> {
                            out.println(stack.getKey());
                            stack.getValue().properties().stream()
                                    .filter(output -> !output.getKey().startsWith(EXPORT))
                                    .forEach(
                                            output ->
                                                    out.printf(
                                                            "  %s%n    %s%n",
                                                            output.getKey(),
                                                            output.getValue().asText()));
                        });
        out.flush();
        return 0;
    }
}
