package io.pythoflow.job.local;

import io.pythoflow.job.BackfillJob;
import io.pythoflow.job.config.BackfillConfig;
import io.pythoflow.job.config.BackfillOptions;
import io.pythoflow.job.config.ConfigurationException;
import io.pythoflow.job.lake.backfill.Report;
import io.pythoflow.job.lake.catalog.CatalogException;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs a backfill on a mini cluster. */
@Command(
        name = "backfill",
        mixinStandardHelpOptions = true,
        version = "flink-job 0.1.0",
        sortOptions = false,
        description =
                "Aggregates what is kept of the past, and stores readings that the table lacks. Nothing of a table is visible before all its rows are written.",
        footer = {
            "",
            "Exit codes: 0 done, 1 the job failed, 2 the options or the configuration cannot be used.",
            "What it does: docs/backfill.md. Settings of the job: docs/configuration.md."
        })
public final class LocalBackfill implements Callable<Integer> {

    private static final int UNUSABLE = 2;

    @Spec private CommandSpec spec;

    @Mixin private LakeOptions lakeOptions = new LakeOptions();

    @Option(
            names = "--from",
            paramLabel = "INSTANT",
            description = "Start of the first window, such as 2026-01-31T00:00:00Z.")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "INSTANT", description = "End of the last window.")
    private @Nullable String to;

    @Option(
            names = "--legacy-root",
            paramLabel = "URI",
            description =
                    "Read the original's raw files, too: the folder above irrigation/, local or s3://.")
    private @Nullable String legacyRoot;

    @Option(
            names = "--archive-root",
            paramLabel = "URI",
            description = "Read the raw archive, too: the folder above dt=…, local or s3://.")
    private @Nullable String archiveRoot;

    @Option(names = "--force", description = "Also windows that the live job may still revise.")
    private boolean force;

    @Mixin private BatchOptions batchOptions = new BatchOptions();

    private LocalBackfill() {}

    public static void main(String[] args) {
        // Before anything may stop the process: logging cannot start while a JVM shuts down.
        LoggerFactory.getLogger(LocalBackfill.class).debug("Starting");
        System.exit(new CommandLine(new LocalBackfill()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        BackfillConfig config;
        FileSystemSettings fileSystems;
        try {
            fileSystems = lakeOptions.fileSystems();
            config = configuration(fileSystems);
            LakeOptions.open(config.lake(), fileSystems);
        } catch (ConfigurationException | CatalogException | IOException e) {
            err.println(e.getMessage());
            return UNUSABLE;
        }
        out.printf(
                "Filling %s to %s%n",
                Instant.ofEpochMilli(config.from()), Instant.ofEpochMilli(config.to()));
        LakeOptions.print(config.lake(), out);
        out.flush();
        return batchOptions.run(
                "PythoFlow backfill",
                fileSystems,
                env -> BackfillJob.defineTopology(env, config, BackfillJob.sinks(config)),
                new BatchOptions.Words(
                        accumulators -> new Report(accumulators).line(),
                        accumulators -> new Report(accumulators).summary(),
                        "The backfill failed. Run it again once the cause is mended; no reading is stored twice:"),
                spec.commandLine());
    }

    private BackfillConfig configuration(FileSystemSettings fileSystems) throws IOException {
        return BackfillConfig.from(
                lakeOptions.groups(),
                System.getenv(),
                new BackfillOptions(
                        Optional.ofNullable(from),
                        Optional.ofNullable(to),
                        Optional.ofNullable(legacyRoot),
                        Optional.ofNullable(archiveRoot),
                        force),
                Instant.now(),
                folder -> complaint(folder, fileSystems));
    }

    private static Optional<String> complaint(URI folder, FileSystemSettings fileSystems) {
        try {
            fileSystems.check(List.of(folder));
        } catch (IOException e) {
            return Optional.of(e.getMessage());
        }
        return BackfillJob.complaint(folder);
    }
}
