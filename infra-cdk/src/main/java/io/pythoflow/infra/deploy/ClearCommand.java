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
 * Clears what CloudFormation cannot: the retained system document, the buckets that go, and the
 * protection of the lake's stack. For an environment whose job has been stopped, or it would write
 * on.
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
                    clear(Inventory.of(config, synthesised, cloud.stacks()), cloud, out);
                    out.flush();
                    return 0;
                });
    }

    /**
     * @throws Inventory.ContradictionException before anything is done
     */
    static void clear(Inventory found, Cloud cloud, PrintWriter out) {
        Inventory inventory = found.withoutContradiction();
        cloud.systemDocument().clear();
        out.println("The retained system document is cleared.");
        // Whoever answered yes meant the lake too, which is protected from everybody else.
        inventory.stacks().keySet().forEach(cloud.stacks()::unprotect);
        for (String bucket : inventory.emptied()) {
            long deleted = new BucketEmptier(cloud.buckets()).empty(bucket);
            out.printf("Bucket %s is empty: %,d versions deleted.%n", bucket, deleted);
        }
    }
}
