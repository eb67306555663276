package io.pythoflow.infra;

import io.pythoflow.infra.config.InfraConfig;
import io.pythoflow.infra.config.InfraConfigReader;
import io.pythoflow.infra.config.InvalidConfigException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import software.amazon.awscdk.cxapi.CloudAssembly;
import software.amazon.awscdk.cxapi.CloudFormationStackArtifact;

/** Reads an environment, writes its templates and says where. Exit code 2: it cannot be used. */
@Command(name = "synth")
final class SynthCommand implements Callable<Integer> {

    @Spec private CommandSpec spec;

    @Option(names = "--environment", required = true, description = "Its file of variables.")
    private Path environment;

    @Option(names = "--output", required = true, description = "Folder of templates and assets.")
    private Path output;

    @Option(names = "--job-jar", required = true, description = "The Flink application.")
    private Path jobJar;

    @Option(names = "--handlers-jar", required = true, description = "The Lambda functions.")
    private Path handlersJar;

    @Override
    public Integer call() throws IOException {
        PrintWriter err = spec.commandLine().getErr();
        InfraConfig config;
        try {
            config = InfraConfigReader.read(environment);
        } catch (InvalidConfigException e) {
            err.println(e.getMessage());
            return 2;
        }
        List<Path> missing =
                Stream.of(jobJar, handlersJar).filter(jar -> !Files.isRegularFile(jar)).toList();
        if (!missing.isEmpty()) {
            missing.forEach(jar -> err.println(jar + " is missing: bin/build infra makes it"));
            return 1;
        }
        print(config, InfraApp.build(config, new Artifacts(jobJar, handlersJar), output).synth());
        return 0;
    }

    private void print(InfraConfig config, CloudAssembly assembly) {
        PrintWriter out = spec.commandLine().getOut();
        out.printf("Environment %s in %s: %s%n", config.environment(), config.region(), output);
        for (CloudFormationStackArtifact stack : assembly.getStacks()) {
            out.printf(
                    "  %-34s %3d resources  %s%n",
                    stack.getStackName(), resources(stack), stack.getTemplateFile());
        }
        out.flush();
    }

    private static int resources(CloudFormationStackArtifact stack) {
        return stack.getTemplate() instanceof Map<?, ?> template
                        && template.get("Resources") instanceof Map<?, ?> resources
                ? resources.size()
                : 0;
    }
}
