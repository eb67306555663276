package io.pythoflow.bench.baseline;

import io.pythoflow.contract.payload.Reading;
import io.pythoflow.contract.table.Tables;
import io.pythoflow.job.aggregate.SensorAggregate;
import io.pythoflow.job.lake.ReadingRows;
import io.pythoflow.job.lake.SensorAggregateRows;
import io.pythoflow.job.lake.TableSettings;
import io.pythoflow.job.lake.TableSinks;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.core.fs.Path;

/**
 * The two tables that the baselines write, with the job's own writer, where the job has them.
 *
 * @param lake the folder that holds {@code raw} and {@code aggregated}
 */
record LakeTables(java.nio.file.Path lake) {
    /** As the job has it by default. */
    private static final TableSettings SETTINGS = TableSettings.writers(64);

    Sink<Reading> readings() {
        return TableSinks.parquet(Tables.READINGS, root("raw"), new ReadingRows(), SETTINGS);
    }

    Sink<SensorAggregate> sensorAggregates() {
        return TableSinks.parquet(
                Tables.SENSOR_AGGREGATES, root("aggregated"), new SensorAggregateRows(), SETTINGS);
    }

    private Path root(String name) {
        return new Path(lake.toAbsolutePath().resolve(name).toUri());
    }
}
