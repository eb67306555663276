package io.pythoflow.job.local;

import io.pythoflow.contract.table.Tables;
import io.pythoflow.job.EvaluateJob;
import io.pythoflow.job.config.ConfigurationException;
import io.pythoflow.job.config.EvaluateConfig;
import io.pythoflow.job.config.EvaluateOptions;
import io.pythoflow.job.lake.backfill.EvaluationReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
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

/** Runs an evaluation of the past on a mini cluster. */
@Command(
        name = "evaluate",
        mixinStandardHelpOptions = true,
        version = "flink-job 0.1.0",
        sortOptions = false,
        description =
                "Tries rules on stored readings and writes the decisions that the job would have taken. Nothing is published, and the lake's tables stay as they are.",
        footer = {
            "",
            "Exit codes: 0 done, 1 the job failed, 2 the options, the rules or the configuration cannot be used.",
            "What it does: docs/evaluate.md. Settings of the job: docs/configuration.md."
        })
public final class LocalEvaluate implements Callable<Integer> {

    private static final int UNUSABLE = 2;

    @Spec private CommandSpec spec;

    @Mixin private LakeOptions lakeOptions = new LakeOptions();

    @Option(
            names = "--rules",
            paramLabel = "FILE",
            description =
                    "The rules to try: a document alone or as it is retained, local or s3://.")
    private @Nullable String rules;

    @Option(
            names = "--from",
            paramLabel = "INSTANT",
            description = "Start of the decisions, such as 2026-01-31T00:00:00Z.")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "INSTANT", description = "End of the decisions.")
    private @Nullable String to;

    @Option(
            names = "--warm-up",
            paramLabel = "DURATION",
            description =
                    "How much before --from is replayed without writing decisions. Default: 3 d.")
    private @Nullable String warmUp;

    @Option(
            names = "--output",
            paramLabel = "URI",
            description =
                    "An empty folder for the decisions, local or s3://. Default: evaluations/<now> beside the aggregates.")
    private @Nullable String output;

    @Option(
            names = "--order",
            paramLabel = "ORDER",
            description =
                    "When a reading is heard: received, as live, or measured, from a buffer or not. Default: received.")
    private @Nullable String order;

    @Option(
            names = "--soil",
            paramLabel = "SOIL",
            description =
                    "recorded, as the sensors measured it, or modelled, a soil that is given what the rules advise. Default: recorded.")
    private @Nullable String soil;

    @Mixin private BatchOptions batchOptions = new BatchOptions();

    private LocalEvaluate() {}

    public static void main(String[] args) {
        // Before anything may stop the process: logging cannot start while a JVM shuts down.
        LoggerFactory.getLogger(LocalEvaluate.class).debug("Starting");
        System.exit(new CommandLine(new LocalEvaluate()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        EvaluateConfig config;
        FileSystemSettings fileSystems;
        try {
            fileSystems = lakeOptions.fileSystems();
            config = configuration(fileSystems);
            fileSystems.initialize();
        } catch (ConfigurationException | IOException e) {
            spec.commandLine().getErr().println(e.getMessage());
            return UNUSABLE;
        }
        out.printf(
                "Evaluating %s to %s%n",
                Instant.ofEpochMilli(config.from()), Instant.ofEpochMilli(config.to()));
        out.printf("%-18s %s, version %d%n", "rules", rules, config.rules().version());
        out.printf(
                "%-18s %s, from %s on%n",
                "readings",
                config.lake().location(Tables.READINGS),
                Instant.ofEpochMilli(config.replayedFrom()));
        out.printf(
                "%-18s %s/%s%n", "decisions", config.output(), Tables.IRRIGATION_DECISIONS.name());
        out.flush();
        return batchOptions.run(
                "PythoFlow evaluation",
                fileSystems,
                env -> EvaluateJob.defineTopology(env, config, EvaluateJob.sink(config)),
                new BatchOptions.Words(
                        accumulators -> report(config, accumulators).line(),
                        accumulators -> report(config, accumulators).summary(),
                        "The evaluation failed. Run it again, into another folder, once the cause is mended:"),
                spec.commandLine());
    }

    private static EvaluationReport report(
            EvaluateConfig config, Map<String, Object> accumulators) {
        return new EvaluationReport(config.order(), config.soil(), accumulators);
    }

    private EvaluateConfig configuration(FileSystemSettings fileSystems) throws IOException {
        return EvaluateConfig.from(
                lakeOptions.groups(),
                System.getenv(),
                new EvaluateOptions(
                        Optional.ofNullable(rules),
                        Optional.ofNullable(from),
                        Optional.ofNullable(to),
                        Optional.ofNullable(warmUp),
                        Optional.ofNullable(output),
                        Optional.ofNullable(order),
                        Optional.ofNullable(soil)),
                Instant.now(),
                new CheckedFiles(fileSystems));
    }

    /** Answers within seconds where a file system cannot be reached. */
    private record CheckedFiles(FileSystemSettings fileSystems) implements EvaluateConfig.Files {

        @Override
        public byte[] rules(URI file) throws IOException {
            fileSystems.check(List.of(file));
            return EvaluateJob.FILES.rules(file);
        }

        @Override
        public boolean isEmpty(URI folder) throws IOException {
            fileSystems.check(List.of(folder));
            return EvaluateJob.FILES.isEmpty(folder);
        }
    }
}
