package io.pythoflow.job.lake;

import static org.assertj.core.api.Assertions.assertThat;

import io.pythoflow.contract.payload.Reading;
import io.pythoflow.contract.table.Tables;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.state.CheckpointListener;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sink inside a running job: serialised, in parallel, checkpointed, failed and restored. */
class TableSinkJobTest {

    private static final int PARALLELISM = 2;
    private static final int READINGS = 2_000;
    private static final long HOUR_MS = 3_600_000L;

    /** What the failing map saw, across restarts and subtasks of this process. */
    private static final AtomicInteger CHECKPOINTS = new AtomicInteger();

    private static final AtomicInteger FAILURES = new AtomicInteger();

    @TempDir Path root;

    @Test
    void everyReadingIsInExactlyOneFileAfterAFailure() throws Exception {
        CHECKPOINTS.set(0);
        FAILURES.set(0);
        StreamExecutionEnvironment env = environment();
        DataGeneratorSource<Long> numbers =
                new DataGeneratorSource<>(
                        number -> number,
                        READINGS,
                        RateLimiterStrategy.perCheckpoint(READINGS / 5),
                        Types.LONG);

        env.fromSource(numbers, WatermarkStrategy.noWatermarks(), "numbers")
                .uid("numbers")
                .map(new FailAfterSecondCheckpoint())
                .uid("failing")
                .map(TableSinkJobTest::reading)
                .returns(Reading.class)
                .uid("readings")
                .sinkTo(
                        TableSinks.parquet(
                                Tables.READINGS,
                                new org.apache.flink.core.fs.Path(root.toUri()),
                                new ReadingRows(),
                                TableSettings.writers(3)))
                .uid("readings-table");
        env.execute();

        assertThat(FAILURES).hasValue(1);
        assertThat(
                        DuckDb.query(
                                "SELECT count(*) AS n, count(DISTINCT sensor_id) AS sensors,"
                                        + " count(DISTINCT (dt, hour)) AS folders,"
                                        + " count(*) FILTER (strftime(ts, 'dt=%Y-%m-%d/hour=%H')"
                                        + " <> 'dt=' || dt || '/hour=' || hour) AS misplaced FROM "
                                        + DuckDb.parquet(root.resolve("readings"))))
                .isEqualTo(
                        List.of(
                                Map.of(
                                        "n",
                                        (long) READINGS,
                                        "sensors",
                                        (long) READINGS,
                                        "folders",
                                        10L,
                                        "misplaced",
                                        0L)));
    }

    private static StreamExecutionEnvironment environment() {
        Configuration configuration = new Configuration();
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 1);
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ZERO);
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.getExecutionEnvironment(configuration);
        env.setParallelism(PARALLELISM);
        env.enableCheckpointing(100);
        return env;
    }

    private static Reading reading(long number) {
        return Rows.sparseReading("sensor-" + number, Rows.NOON + number % 10 * HOUR_MS);
    }

    private static final class FailAfterSecondCheckpoint
            implements MapFunction<Long, Long>, CheckpointListener {

        private static final long serialVersionUID = 1L;

        @Override
        public Long map(Long number) {
            if (CHECKPOINTS.get() >= 2 * PARALLELISM && FAILURES.compareAndSet(0, 1)) {
                throw new IllegalStateException("Fails once, on purpose");
            }
            return number;
        }

        @Override
        public void notifyCheckpointComplete(long checkpointId) {
            CHECKPOINTS.incrementAndGet();
        }
    }
}
