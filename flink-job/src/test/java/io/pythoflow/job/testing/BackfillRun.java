package io.pythoflow.job.testing;

import io.pythoflow.contract.property.LakeProperties;
import io.pythoflow.contract.property.Property;
import io.pythoflow.job.BackfillJob;
import io.pythoflow.job.config.BackfillConfig;
import io.pythoflow.job.config.BackfillOptions;
import io.pythoflow.job.lake.backfill.Report;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Runs the backfill on a mini cluster of this process and says what it reports. */
public final class BackfillRun {

    private final Map<String, Properties> groups = new HashMap<>();
    private Optional<String> legacyRoot = Optional.empty();
    private Optional<String> archiveRoot = Optional.empty();

    public BackfillRun(Lake lake) {
        with(LakeProperties.LAKE_PATH, lake.root().toString());
    }

    public BackfillRun with(Property<?> property, String value) {
        groups.computeIfAbsent(property.group(), g -> new Properties())
                .setProperty(property.key(), value);
        return this;
    }

    public BackfillRun legacyRoot(Path root) {
        legacyRoot = Optional.of(root.toString());
        return this;
    }

    public BackfillRun archiveRoot(Path root) {
        archiveRoot = Optional.of(root.toString());
        return this;
    }

    public String run(String from, String to) throws Exception {
        BackfillConfig config =
                BackfillConfig.from(
                        groups,
                        Map.of(),
                        new BackfillOptions(
                                Optional.of(from), Optional.of(to), legacyRoot, archiveRoot, false),
                        Instant.now(),
                        BackfillJob::complaint);
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.getExecutionEnvironment(BackfillJob.settings());
        env.setParallelism(2);
        BackfillJob.defineTopology(env, config, BackfillJob.sinks(config));
        return new Report(env.execute("PythoFlow backfill").getAllAccumulatorResults()).summary();
    }
}
