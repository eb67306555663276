package io.pythoflow.bench.baseline;

import io.pythoflow.bench.ExitCodes;
import io.pythoflow.bench.memory.MemoryLoad;
import java.util.concurrent.Callable;
import org.apache.flink.configuration.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench straightforward-job}: over bytes from memory, in a process of its own. */
@Command(
        name = "straightforward-job",
        hidden = true,
        header = "Run a straightforward job over bytes from memory; started by measurements.")
public final class StraightforwardJobCommand implements Callable<Integer> {

    @Spec private CommandSpec spec;

    @Mixin private MemoryLoad load = new MemoryLoad();

    @Option(
            names = "--writer",
            defaultValue = "flink",
            description = "Of the tables: flink or ours.")
    private TableWriter writer = TableWriter.FLINK;

    @Override
    public Integer call() throws Exception {
        load.run("Straightforward", new Configuration(), new StraightforwardJob(writer)::define)
                .print(spec.commandLine().getOut());
        return ExitCodes.OK;
    }
}
