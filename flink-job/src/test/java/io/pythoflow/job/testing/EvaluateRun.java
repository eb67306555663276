package io.pythoflow.job.testing;

import io.pythoflow.contract.property.ControlProperties;
import io.pythoflow.contract.property.LakeProperties;
import io.pythoflow.job.BackfillJob;
import io.pythoflow.job.EvaluateJob;
import io.pythoflow.job.config.EvaluateConfig;
import io.pythoflow.job.config.EvaluateOptions;
import io.pythoflow.job.lake.backfill.EvaluationReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Tries rules on a lake's readings, on a mini cluster of this process. */
public final class EvaluateRun {

    private final Lake lake;
    private final Path folder;
    private int runs;
    private Optional<String> warmUp = Optional.empty();
    private Optional<String> order = Optional.empty();
    private Optional<String> soil = Optional.empty();

    /**
     * @param folder of the rules and of each run's decisions
     */
    public EvaluateRun(Lake lake, Path folder) {
        this.lake = lake;
        this.folder = folder;
    }

    public EvaluateRun warmUp(String duration) {
        warmUp = Optional.of(duration);
        return this;
    }

    public EvaluateRun order(String word) {
        order = Optional.of(word);
        return this;
    }

    public EvaluateRun soil(String word) {
        soil = Optional.of(word);
        return this;
    }

    /** What came of a run: its decisions as a lake, and its report. */
    public record Tried(Lake decisions, String report) {}

    public Tried run(String rules, Instant from, Instant to) throws Exception {
        EvaluateConfig config = config(rules, from, to);
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.getExecutionEnvironment(BackfillJob.settings());
        env.setParallelism(2);
        EvaluateJob.defineTopology(env, config, EvaluateJob.sink(config));
        String report =
                new EvaluationReport(
                                config.order(),
                                config.soil(),
                                env.execute("Evaluation").getAllAccumulatorResults())
                        .summary();
        return new Tried(new Lake(Path.of(config.output()).getParent()), report);
    }

    /** The configuration of the next run. */
    public EvaluateConfig config(String rules, Instant from, Instant to) throws IOException {
        runs++;
        Path file = Files.writeString(folder.resolve("rules-" + runs + ".json"), rules);
        Properties tables = new Properties();
        tables.setProperty(LakeProperties.LAKE_PATH.key(), lake.root().toString());
        Properties control = new Properties();
        control.setProperty(ControlProperties.CONTROL_DECISION_INTERVAL.key(), "5 min");
        return EvaluateConfig.from(
                Map.of(
                        LakeProperties.LAKE_PATH.group(),
                        tables,
                        ControlProperties.CONTROL_DECISION_INTERVAL.group(),
                        control),
                Map.of(),
                new EvaluateOptions(
                        Optional.of(file.toString()),
                        Optional.of(from.toString()),
                        Optional.of(to.toString()),
                        warmUp,
                        Optional.of(folder.resolve("tried-" + runs + "/aggregated").toString()),
                        order,
                        soil),
                Instant.now(),
                EvaluateJob.FILES);
    }
}
