package io.pythoflow.job.lake;

import io.pythoflow.contract.payload.Reading;
import io.pythoflow.contract.property.LakeProperties.Creation;
import io.pythoflow.contract.table.Tables;
import io.pythoflow.job.PythoFlowJob;
import io.pythoflow.job.lake.catalog.CatalogCheck;
import io.pythoflow.job.lake.catalog.GlueServer;
import io.pythoflow.job.lake.catalog.LakeTable;
import io.pythoflow.job.lake.catalog.Registration;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** A job that writes readings of {@value #HOURS} hours and registers them in Glue. */
final class RegistrationJob {

    static final int HOURS = 5;
    static final int READINGS = 500;
    static final List<String> PARTITIONS =
            List.of(
                    "2026-06-01/12",
                    "2026-06-01/13",
                    "2026-06-01/14",
                    "2026-06-01/15",
                    "2026-06-01/16");

    private static final long HOUR_MS = 3_600_000L;
    private static final long BOUNDLESS = Long.MAX_VALUE;

    /** Long enough to be seen. */
    private static final Duration RESTART_DELAY = Duration.ofSeconds(2);

    private final Path folder;
    private final GlueServer glue;
    private final Configuration settings = PythoFlowJob.settings();
    private Duration endPatience = Duration.ofMinutes(5);
    private boolean listed = true;
    private long numbers = READINGS;

    RegistrationJob(Path folder, GlueServer glue) {
        this.folder = folder;
        this.glue = glue;
        settings.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
        settings.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(200));
        settings.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, checkpoints().toUri().toString());
        settings.set(
                CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
                ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
        CatalogCheck.run(
                GlueServer.settings(
                        glue.client()
                                .serviceClientConfiguration()
                                .endpointOverride()
                                .orElseThrow()),
                List.of(
                        new LakeTable(
                                Tables.READINGS, folder.resolve("readings").toUri().toString())),
                List.of(),
                Creation.TRUE);
    }

    RegistrationJob inBatch() {
        settings.set(ExecutionOptions.RUNTIME_MODE, RuntimeExecutionMode.BATCH);
        settings.removeConfig(CheckpointingOptions.CHECKPOINTING_INTERVAL);
        return this;
    }

    RegistrationJob withEndPatience(Duration patience) {
        endPatience = patience;
        return this;
    }

    /** The readings come, and then nothing does; the job goes on. */
    RegistrationJob withoutEnd() {
        numbers = BOUNDLESS;
        return this;
    }

    RegistrationJob withoutCatalogue() {
        listed = false;
        return this;
    }

    RegistrationJob restartingOnce() {
        settings.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
        settings.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 1);
        settings.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, RESTART_DELAY);
        return this;
    }

    RegistrationJob from(String snapshot) {
        settings.set(StateRecoveryOptions.SAVEPOINT_PATH, snapshot);
        return this;
    }

    JobClient start() throws Exception {
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.getExecutionEnvironment(settings);
        env.setParallelism(2);
        DataGeneratorSource<Long> source =
                new DataGeneratorSource<>(
                        number -> number,
                        numbers,
                        RateLimiterStrategy.perSecond(READINGS),
                        Types.LONG);
        env.fromSource(source, WatermarkStrategy.noWatermarks(), "Numbers")
                .uid("numbers")
                .filter(number -> number < READINGS)
                .uid("first")
                .map(RegistrationJob::reading)
                .returns(Reading.class)
                .uid("readings")
                .sinkTo(
                        TableSinks.parquet(
                                Tables.READINGS,
                                new org.apache.flink.core.fs.Path(folder.toUri()),
                                new ReadingRows(),
                                new TableSettings(
                                        HOURS,
                                        Duration.ZERO,
                                        listed
                                                ? new Registration(glue.settings(), endPatience)
                                                : null)))
                .uid("readings-table");
        return env.executeAsync();
    }

    private static Reading reading(long number) {
        return Rows.sparseReading("sensor-" + number, Rows.NOON + number % HOURS * HOUR_MS);
    }

    /** Rows in files that readers see. */
    long visibleRows() throws SQLException {
        if (files(folder.resolve("readings"), ".parquet").isEmpty()) {
            return 0;
        }
        return (long)
                DuckDb.query(
                                "SELECT count(*) AS n FROM "
                                        + DuckDb.parquet(folder.resolve("readings")))
                        .get(0)
                        .get("n");
    }

    /** The newest complete checkpoint. */
    String newestCheckpoint() {
        return files(checkpoints(), "_metadata").stream()
                .map(Path::getParent)
                .max(
                        Comparator.comparingInt(
                                path ->
                                        Integer.parseInt(
                                                path.getFileName().toString().substring(4))))
                .orElseThrow()
                .toUri()
                .toString();
    }

    private Path checkpoints() {
        return folder.resolve("checkpoints");
    }

    private static List<Path> files(Path root, String end) {
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(
                            file -> {
                                String name = file.getFileName().toString();
                                return name.endsWith(end) && !name.startsWith(".");
                            })
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot list " + root, e);
        } catch (UncheckedIOException e) {
            return List.of();
        }
    }
}
