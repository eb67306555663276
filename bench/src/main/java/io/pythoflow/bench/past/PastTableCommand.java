package io.pythoflow.bench.past;

import io.pythoflow.bench.ExitCodes;
import io.pythoflow.bench.load.Workload;
import io.pythoflow.contract.payload.Reading;
import io.pythoflow.contract.table.Tables;
import io.pythoflow.job.PythoFlowJob;
import io.pythoflow.job.lake.ReadingRows;
import io.pythoflow.job.lake.TableSettings;
import io.pythoflow.job.lake.TableSinks;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bench past-table}: makes a past, in a process of its own. */
@Command(
        name = "past-table",
        hidden = true,
        header = "Fill a table readings through the job's sink; started by measurements.")
public final class PastTableCommand implements Callable<Integer> {
    private static final int OPEN_WRITERS = 16;

    @Option(names = "--messages", required = true, description = "Of the past, from the first on.")
    private long messages;

    @Option(names = "--lake", required = true, description = "Folder of the lake.")
    private Path lake = Path.of("");

    /** The readings that a past consists of, those that the job is measured with without MQTT. */
    static Workload workload() {
        return new Workload(
                1_000,
                5,
                1,
                PastRange.START.toEpochMilli(),
                333_333,
                Workload.Late.ONE_IN_A_THOUSAND);
    }

    @Override
    public Integer call() throws Exception {
        Configuration configuration = PythoFlowJob.settings();
        configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofSeconds(1));
        configuration.set(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                lake.resolveSibling("state").toAbsolutePath().toUri().toString());
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
        configuration.set(RestOptions.BIND_PORT, "0");
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.getExecutionEnvironment(configuration);
        env.setParallelism(Runtime.getRuntime().availableProcessors());
        env.fromSequence(0, messages - 1)
                .uid("numbers")
                .flatMap(new StoredReadingsFunction(workload()))
                .returns(Types.POJO(Reading.class))
                .uid("readings")
                .sinkTo(
                        TableSinks.parquet(
                                Tables.READINGS,
                                new org.apache.flink.core.fs.Path(
                                        lake.resolve("raw").toAbsolutePath().toUri()),
                                new ReadingRows(),
                                TableSettings.writers(OPEN_WRITERS)))
                .uid("table");
        env.execute("Past");
        return ExitCodes.OK;
    }
}
