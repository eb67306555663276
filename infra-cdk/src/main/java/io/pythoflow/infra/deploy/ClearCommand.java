package io.pythoflow.infra.deploy;

import io.pythoflow.infra.config.InfraConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Clears what CloudFormation cannot: the retained system document, and the buckets that go. For an
 * environment whose job has been stopped, or it would write on.
 */
@Command(name = "clear")
final class ClearCommand implements Callable<Integer> {

    @Spec private CommandSpec spec;
    @Mixin private EnvironmentOptions environment;

    @Option(names = "--assembly", required = true, description = "What was synthesised for it.")
    private Path assembly;

    @Override
    public Integer call() throws IOException {
        InfraConfig config = environment.config();
        Assembly synthesised = Assembly.read(assembly);
        PrintWriter out = spec.commandLine().getOut();
        return environment.with(
                config,
                cloud -> {
                    Inventory inventory =
                            Inventory.of(config, synthesised, cloud.stacks())
                                    .withoutContradiction();
                    cloud.systemDocument().clear();
                    out.println("The retained system document is cleared.");
                    for (String bucket : inventory.emptied()) {
                        long deleted = new BucketEmptier(cloud.buckets()).empty(bucket);
                        out.printf("Bucket %s is empty: %,d versions deleted.%n", bucket, deleted);
                    }
                    out.flush();
                    return 0;
                });
    }
}
