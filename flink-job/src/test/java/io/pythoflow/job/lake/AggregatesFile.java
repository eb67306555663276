package io.pythoflow.job.lake;

import io.pythoflow.contract.table.Tables;
import io.pythoflow.job.aggregate.SensorAggregate;
import java.nio.file.Path;
import java.util.List;

/** Writes aggregates into a lake as the job does. */
final class AggregatesFile {

    private AggregatesFile() {}

    /** One file in each partition that the rows have. */
    static void write(Path lake, List<SensorAggregate> rows) throws Exception {
        TableSink<SensorAggregate> sink =
                TableSinks.parquet(
                        Tables.SENSOR_AGGREGATES,
                        new org.apache.flink.core.fs.Path(lake.resolve("aggregated").toUri()),
                        new SensorAggregateRows(),
                        TableSettings.writers(8));
        try (DrivenSink<SensorAggregate> driven = new DrivenSink<>(sink)) {
            for (SensorAggregate row : rows) {
                driven.write(row);
            }
            driven.checkpoint();
        }
    }
}
