package io.pythoflow.infra.deploy;

import io.pythoflow.infra.config.InfraConfig;
import io.pythoflow.infra.deploy.Identity.Caller;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists what goes with an environment and what stays. Exit code 3: there is nothing of it. */
@Command(name = "inventory")
final class InventoryCommand implements Callable<Integer> {

    private static final int NOTHING = 3;

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
                    Caller caller = cloud.identity().caller();
                    Inventory inventory =
                            Inventory.of(config, synthesised, cloud.stacks())
                                    .withoutContradiction();
                    out.printf(
                            "Environment %s in account %s, %s%n",
                            config.environment(), caller.account(), config.region());
                    out.println(
                            inventory.isEmpty()
                                    ? "There is nothing of it."
                                    : inventory.describe(config));
                    out.flush();
                    return inventory.isEmpty() ? NOTHING : 0;
                });
    }
}
